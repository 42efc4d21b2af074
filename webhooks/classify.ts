import type { EventType, Post } from '../src/core/post.js'

/** What the last part of a hook's URL says that SignalWire calls it for. The body decides; the purpose breaks ties. */
export type Purpose = 'call' | 'message' | 'status' | 'recording' | 'fax' | 'step'

/** Parameters that only status callbacks of calls carry (Calls, "Voice status callback"). */
const callStatusOnly = ['CallbackSource', 'SequenceNumber', 'CallDuration']

/** The statuses of a call that is over: nobody is waiting for an answer. */
const finalCallStatuses = ['completed', 'failed', 'busy', 'no-answer', 'canceled']

/**
 * Parameters with which a verb that gives no URL of its own asks the current one to go on (cXML Record, Dial, Gather,
 * Enqueue): the same call, not another one.
 */
const continuationOnly = ['RecordingUrl', 'Digits', 'SpeechResult', 'DialCallStatus', 'QueueResult']

/** The statuses that only a message that was sent can have (Messages, "Message status callback"). */
const sentMessageStatuses = ['queued', 'initiated', 'sending', 'sent', 'delivered', 'undelivered', 'failed']

/**
 * Tells what a LaML post is about. Only `Direction=inbound` is an incoming call: SignalWire fetches the document of an
 * outbound call with the same parameters.
 */
export function classify(params: Post['params'], purpose?: Purpose): EventType {
  const has = (name: string): boolean => (params[name] ?? '') !== ''
  if (has('MessageSid') || has('SmsSid')) return classifyMessage(params, purpose)
  if (has('FaxSid')) return has('FaxStatus') ? 'faxStatus' : 'incomingFax'
  if (has('TranscriptionSid')) return 'transcription'
  if (!has('CallSid')) return 'unknown'
  if (purpose === 'step') return 'callStep'
  // A call's last status names its recording as well; only a recording's own post has the recording's status.
  if (has('RecordingSid') && has('RecordingStatus')) return 'recording'
  if (purpose === 'status' || callStatusOnly.some(has)) return 'callStatus'
  // A phone number's own status callback has a time but no direction (Calls, "Inbound call status callback").
  if (!has('Direction')) return has('Timestamp') ? 'callStatus' : 'unknown'
  if (continuationOnly.some(has)) return 'callStep'
  if (finalCallStatuses.includes(params.CallStatus ?? '')) return 'callStatus'
  return params.Direction === 'inbound' ? 'incomingCall' : 'callStep'
}

function classifyMessage(params: Post['params'], purpose: Purpose | undefined): EventType {
  // Of a post with both spellings the newer one counts.
  const status = params.MessageStatus || params.SmsStatus || ''
  if (status === '') return 'incomingMessage'
  // A status report sent to a message's URL must not start a scenario as a new message.
  if (sentMessageStatuses.includes(status)) return 'messageStatus'
  return purpose === 'message' ? 'incomingMessage' : 'messageStatus'
}
