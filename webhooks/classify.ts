import type { EventType, Post } from '../src/core/post.js'

/** What the last part of a hook's URL says that SignalWire calls it for. The body decides; the purpose breaks ties. */
export type Purpose = 'call' | 'message' | 'status' | 'recording' | 'fax' | 'step'

/** Parameters that only status callbacks of calls carry (Calls, "Voice status callback"). */
const callStatusOnly = ['CallbackSource', 'SequenceNumber', 'CallDuration']

/**
 * Tells what a LaML post is about. Only `Direction=inbound` is an incoming call: SignalWire fetches the document of an
 * outbound call with the same parameters.
 */
export function classify(params: Post['params'], purpose?: Purpose): EventType {
  const has = (name: string): boolean => (params[name] ?? '') !== ''
  if (has('MessageSid') || has('SmsSid')) {
    const status = has('MessageStatus') || has('SmsStatus')
    return status && purpose !== 'message' ? 'messageStatus' : 'incomingMessage'
  }
  if (has('FaxSid')) return has('FaxStatus') ? 'faxStatus' : 'incomingFax'
  if (has('TranscriptionSid')) return 'transcription'
  if (!has('CallSid')) return 'unknown'
  if (purpose === 'step') return 'callStep'
  // A call's last status names its recording as well; only a recording's own post has the recording's status.
  if (has('RecordingSid') && has('RecordingStatus')) return 'recording'
  if (purpose === 'status' || callStatusOnly.some(has)) return 'callStatus'
  // A phone number's own status callback has a time but no direction (Calls, "Inbound call status callback").
  if (!has('Direction')) return has('Timestamp') ? 'callStatus' : 'unknown'
  return params.Direction === 'inbound' ? 'incomingCall' : 'callStep'
}
