import { describe, expect, it } from 'vitest'
import type { EventType } from '../../src/core/post.js'
import { classify, type Purpose } from '../../webhooks/classify.js'

type Row = readonly [string, Record<string, string>, Purpose | undefined, EventType]

const inbound = { CallSid: 'c-1', Direction: 'inbound', CallStatus: 'in-progress' }
const message = { MessageSid: 'm-1', From: '+12025550142', To: '+12025550101', Body: 'Hello' }

describe('a post that looks like an incoming call', () => {
  it.each<Row>([
    ['rings', { ...inbound, CallStatus: 'ringing' }, 'call', 'incomingCall'],
    ['was answered while it was announced', inbound, 'call', 'incomingCall'],
    ['goes on after a recording', { ...inbound, RecordingUrl: 'https://example.com/r' }, 'call', 'callStep'],
    ['goes on after digits', { ...inbound, Digits: '1' }, 'call', 'callStep'],
    ['goes on after a forwarded call', { ...inbound, DialCallStatus: 'completed' }, 'call', 'callStep'],
    ['is over', { ...inbound, CallStatus: 'completed' }, 'call', 'callStatus'],
    ['was cancelled', { ...inbound, CallStatus: 'canceled' }, undefined, 'callStatus'],
    ["fetches an outbound call's own URL", { ...inbound, Direction: 'outbound-api' }, 'call', 'callStep'],
    ['fetches the URL of a dialled leg', { ...inbound, Direction: 'outbound-dial' }, 'call', 'callStep'],
  ])('and %s is what it says', (_, params, purpose, event) => {
    expect(classify(params, purpose)).toBe(event)
  })
})

describe('a post about a message', () => {
  it.each<Row>([
    ['without a status is new', message, undefined, 'incomingMessage'],
    ['without a status is new, wherever it arrives', message, 'status', 'incomingMessage'],
    [
      'that was received is new at the URL for messages',
      { ...message, SmsStatus: 'received' },
      'message',
      'incomingMessage',
    ],
    ['that was received is a status elsewhere', { ...message, MessageStatus: 'received' }, 'status', 'messageStatus'],
    [
      'that was delivered starts nothing, even at that URL',
      { ...message, MessageStatus: 'delivered' },
      'message',
      'messageStatus',
    ],
    ['that failed starts nothing, even at that URL', { ...message, SmsStatus: 'failed' }, 'message', 'messageStatus'],
  ])('%s', (_, params, purpose, event) => {
    expect(classify(params, purpose)).toBe(event)
  })
})
