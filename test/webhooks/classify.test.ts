import { describe, expect, it } from 'vitest'
import type { EventType } from '../../src/core/post.js'
import { classify, type Purpose } from '../../webhooks/classify.js'

const call = {
  AccountSid: '6f2d1c7a-58b3-4e9d-a0c4-91e7b35d2f68',
  ApiVersion: '2010-04-01',
  CallSid: 'c1e08b6d-2f4a-4d7c-b5a9-70d3e9f16b82',
  From: '+12025550142',
  To: '+12025550101',
}
const incoming = { ...call, CallStatus: 'ringing', Direction: 'inbound' }
const message = {
  MessageSid: '7b1e4d90-3c6f-4a28-8e55-d2f0a9c1b374',
  AccountSid: call.AccountSid,
  From: call.From,
  To: call.To,
}
const fax = {
  FaxSid: '2b9d6f10-4c7e-4a35-9d08-e1f3a5b7c924',
  AccountSid: call.AccountSid,
  From: call.From,
  To: call.To,
}
const recording = {
  RecordingSid: '9e3c5a71-0d48-4b62-8f1e-c7a2d4b6e835',
  RecordingUrl: 'https://example.com/a.wav',
  RecordingStatus: 'completed',
  RecordingDuration: '5',
}
const transcription = {
  TranscriptionSid: '5d7f9b13-2a4c-4e68-8b0d-f1e3c5a7b946',
  TranscriptionStatus: 'completed',
  TranscriptionText: 'Hello',
  RecordingSid: recording.RecordingSid,
}

describe('the event of a post', () => {
  it.each<[string, Record<string, string>, EventType]>([
    ['an incoming call', incoming, 'incomingCall'],
    [
      'an incoming call with empty status parameters',
      { ...incoming, CallDuration: '', RecordingSid: '' },
      'incomingCall',
    ],
    ['an incoming call that one of ours started', { ...incoming, ParentCallSid: call.CallSid }, 'incomingCall'],
    ['the document of an outbound call', { ...call, CallStatus: 'in-progress', Direction: 'outbound-api' }, 'callStep'],
    ['the document of a dialled leg', { ...call, CallStatus: 'in-progress', Direction: 'outbound-dial' }, 'callStep'],
    ['a direction that nobody knows', { ...call, Direction: 'sideways' }, 'callStep'],
    ['a status by its source', { ...incoming, CallbackSource: 'call-progress-events' }, 'callStatus'],
    ['a status by its number, which starts at 0', { ...incoming, SequenceNumber: '0' }, 'callStatus'],
    ['a status by its duration', { ...incoming, CallStatus: 'completed', CallDuration: '12' }, 'callStatus'],
    [
      "a phone number's own status",
      {
        ...call,
        CallStatus: 'completed',
        Timestamp: 'Mon, 05 Jan 2026 12:00:00 +0000',
        CallDuration: '12',
        AudioInMos: '4.4',
      },
      'callStatus',
    ],
    [
      "a phone number's own status of a call that failed",
      { ...call, CallStatus: 'failed', Timestamp: 'Mon, 05 Jan 2026 12:00:00 +0000' },
      'callStatus',
    ],
    [
      'a last status that names the recording',
      { ...incoming, CallDuration: '9', RecordingSid: recording.RecordingSid, RecordingUrl: recording.RecordingUrl },
      'callStatus',
    ],
    ['a recording', { ...call, ...recording }, 'recording'],
    ['a recording that is absent', { ...call, ...recording, RecordingStatus: 'absent' }, 'recording'],
    ['a transcription', { ...call, ...transcription }, 'transcription'],
    ['an incoming message', { ...message, Body: 'Hello', NumMedia: '0' }, 'incomingMessage'],
    [
      'an incoming message without a text',
      { ...message, Body: '', NumMedia: '1', MediaUrl0: 'https://example.com/a.jpg' },
      'incomingMessage',
    ],
    [
      'an incoming message by its old name',
      { SmsSid: message.MessageSid, From: call.From, Body: 'a' },
      'incomingMessage',
    ],
    ['the status of a message', { ...message, MessageStatus: 'delivered', NumSegments: '1' }, 'messageStatus'],
    ['the status of a message by its old name', { ...message, SmsStatus: 'sent' }, 'messageStatus'],
    ['an incoming fax', { ...fax, ApiVersion: '2010-04-01' }, 'incomingFax'],
    [
      'a fax that was received',
      { ...fax, FaxStatus: 'received', NumPages: '2', MediaUrl: 'https://example.com/a.pdf' },
      'faxStatus',
    ],
    [
      'a fax that was sent',
      { ...fax, FaxStatus: 'delivered', OriginalMediaUrl: 'https://example.com/a.pdf' },
      'faxStatus',
    ],
    ['a call without a direction or a time', call, 'unknown'],
    ['nothing known', { Hello: 'world' }, 'unknown'],
    ['nothing', {}, 'unknown'],
  ])('%s', (_, params, event) => {
    expect(classify(params)).toBe(event)
  })

  it.each<[string, Record<string, string>, Purpose, EventType]>([
    ['a status to a status URL, though it looks like a call', incoming, 'status', 'callStatus'],
    ['a call to a call URL', incoming, 'call', 'incomingCall'],
    ['a step of a call', incoming, 'step', 'callStep'],
    ['a step of a call with a recording', { ...incoming, ...recording }, 'step', 'callStep'],
    ['a step of a call with its duration', { ...incoming, CallDuration: '5' }, 'step', 'callStep'],
    [
      'a received message with its status to a message URL',
      { ...message, MessageStatus: 'received' },
      'message',
      'incomingMessage',
    ],
    ['a status of a message to a status URL', { ...message, MessageStatus: 'sent' }, 'status', 'messageStatus'],
    ['a message to a call URL, which the body decides', { ...message, Body: 'a' }, 'call', 'incomingMessage'],
    ['a fax to a call URL', fax, 'call', 'incomingFax'],
    ['a recording to a recording URL', { ...call, ...recording }, 'recording', 'recording'],
    ['a fax status to a fax URL', { ...fax, FaxStatus: 'received' }, 'fax', 'faxStatus'],
    ['nothing known to a status URL', { Hello: 'world' }, 'status', 'unknown'],
  ])('is told by the purpose of the URL where the body leaves it open: %s', (_, params, purpose, event) => {
    expect(classify(params, purpose)).toBe(event)
  })
})
