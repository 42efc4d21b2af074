import { type CallRow, callState } from '../calls.js'
import { formatRfc2822 } from '../dates.js'
import type { MediaRow, MessageRow } from '../messages.js'
import type { Project } from '../project.js'
import { type RecordingRow, recordingUrl } from '../recordings.js'
import type { Pairs } from '../request.js'

export const API_VERSION = '2010-04-01'

/** How SignalWire names the direction of a call in its posts. */
function directionOf({ direction, parentCallSid }: CallRow): string {
  if (direction === 'inbound') return 'inbound'
  return parentCallSid === null ? 'outbound-api' : 'outbound-dial'
}

/** What every request of a call carries (cXML, Voice overview). */
export function callParameters(row: CallRow, project: Project, status: string): Pairs {
  return [
    ['AccountSid', project.id],
    ['ApiVersion', API_VERSION],
    ['CallSid', row.sid],
    ['CallStatus', status],
    ['Direction', directionOf(row)],
    ['From', row.from],
    ['To', row.to],
    ...(row.parentCallSid === null ? [] : [['ParentCallSid', row.parentCallSid] as const]),
  ]
}

/** What a status callback of an outgoing call carries (OpenAPI, voiceStatusCallback). */
export function callStatusParameters(
  row: CallRow,
  project: Project,
  event: {
    readonly status: string
    readonly at: number
    readonly sequence: number
    readonly recording?: RecordingRow | undefined
  },
): Pairs {
  const { started, ended } = callState(row, event.at)
  const talked = started !== null && ended !== null
  const ended200 = event.status === 'completed'
  const recording = ended200 ? event.recording : undefined
  return [
    ...callParameters(row, project, event.status),
    ['CallbackSource', 'call-progress-events'],
    ['SequenceNumber', String(event.sequence)],
    ['Timestamp', formatRfc2822(event.at)],
    ...(ended200 ? [['CallDuration', String(talked ? Math.floor((ended - started) / 1000) : 0)] as const] : []),
    ...(ended === null ? [] : [['SipResultCode', sipCodes[event.status] ?? '200'] as const]),
    ...(recording
      ? ([
          ['RecordingSid', recording.sid],
          ['RecordingUrl', recordingUrl(recording, project)],
          ['RecordingDuration', String(recording.seconds)],
        ] as const)
      : []),
    ...audio(talked ? Math.floor((ended - started) / 20) : 0),
  ]
}

const sipCodes: Readonly<Record<string, string>> = { busy: '486', 'no-answer': '480', failed: '404', canceled: '487' }

function audio(packets: number): Pairs {
  return [
    ['AudioInAveragePtime', '20'],
    ['AudioInDtmfPacketCount', '0'],
    ['AudioInFlushPacketCount', '0'],
    ['AudioInJitterMaxVariance', '8'],
    ['AudioInJitterMinVariance', '1'],
    ['AudioInLargestJbSize', '4'],
    ['AudioInMediaPacketCount', String(packets)],
    ['AudioInMos', '4.5'],
    ['AudioInSkipPacketCount', '0'],
    ['AudioOutDtmfPacketCount', '0'],
    ['AudioOutMediaPacketCount', String(packets)],
  ]
}

/** What a number's own status callback carries at the end of a call that came in: no Direction, no sequence. */
export function numberStatusParameters(row: CallRow, project: Project, now: number): Pairs {
  const { status, started, ended } = callState(row, now)
  const seconds = started !== null && ended !== null ? Math.floor((ended - started) / 1000) : 0
  return [
    ['CallSid', row.sid],
    ['AccountSid', project.id],
    ['From', row.from],
    ['To', row.to],
    ['Timestamp', formatRfc2822(row.created)],
    ['CallStatus', status === 'completed' ? 'completed' : 'failed'],
    ['CallDuration', String(seconds)],
    ['AudioInMos', '4.5'],
  ]
}

/** What a webhook for a message that came in is asked with (cXML, Messaging overview). */
export function messageParameters(row: MessageRow, media: readonly MediaRow[], project: Project): Pairs {
  return [
    ['MessageSid', row.sid],
    ['AccountSid', project.id],
    ['From', row.from],
    ['To', row.to],
    ['Body', row.body],
    ['NumMedia', String(media.length)],
    ...media.flatMap(
      ({ url, contentType }, index) =>
        [
          [`MediaUrl${index}`, url],
          [`MediaContentType${index}`, contentType],
        ] as const,
    ),
  ]
}

/** What a status callback of a message carries (OpenAPI, smsStatusCallback): neither a time nor a sequence. */
export function messageStatusParameters(row: MessageRow, project: Project, status: string): Pairs {
  const failed = status === 'failed' || status === 'undelivered'
  return [
    ['MessageSid', row.sid],
    ['MessageStatus', status],
    ['AccountSid', project.id],
    ['From', row.from],
    ['To', row.to],
    ['Body', row.body],
    ['NumMedia', String(row.mediaCount)],
    ['NumSegments', String(row.segments)],
    ...(failed ? [['ErrorCode', String(row.errorCode ?? 30008)] as const] : []),
  ]
}

/** What a recording status callback carries (OpenAPI, recordingStatusCallback). */
export function recordingParameters(row: RecordingRow, project: Project, status: string): Pairs {
  return [
    ['AccountSid', project.id],
    ['CallSid', row.callSid],
    ['RecordingSid', row.sid],
    ['RecordingUrl', recordingUrl(row, project)],
    ['RecordingStatus', status],
    ['RecordingDuration', String(status === 'completed' ? row.seconds : 0)],
    ['RecordingChannels', String(row.channels)],
    ['RecordingSource', row.source],
  ]
}
