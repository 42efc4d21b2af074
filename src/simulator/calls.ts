import type { Row } from './collection.js'
import { formatRfc2822 } from './dates.js'
import { nationalFormat } from './e164.js'
import type { Project } from './project.js'
import type { Pairs } from './request.js'
import { happened, type Step, type Timeline, timelineFrom } from './timeline.js'
import { magicNumbers } from './well-known.js'

export const callStatuses = [
  'queued',
  'ringing',
  'in-progress',
  'canceled',
  'completed',
  'busy',
  'failed',
  'no-answer',
] as const
export type CallStatus = (typeof callStatuses)[number]

const FINAL: readonly CallStatus[] = ['canceled', 'completed', 'busy', 'failed', 'no-answer']
/** What a minute costs, in USD; a lower MaxPricePerMinute is refused with 30010. */
export const CALL_PRICE = 0.008

export interface CallRow extends Row {
  readonly to: string
  readonly from: string
  readonly direction: 'inbound' | 'outbound'
  readonly parentCallSid: string | null
  readonly phoneNumberSid: string | null
  readonly answeredBy: 'human' | 'machine' | null
  readonly timeline: Timeline<CallStatus>
  /** When something other than the status was last changed. */
  readonly changed: number
  /** The parameters it was created and updated with, as sent. */
  readonly sent: Pairs
}

/** What is true of a call at one moment. */
export interface CallState {
  readonly status: CallStatus
  /** When it was answered; null before that and for calls that never are. */
  readonly started: number | null
  /** When it reached a final status. */
  readonly ended: number | null
  readonly updated: number
}

export function callState(row: CallRow, now: number): CallState {
  const steps = happened(row.timeline, now)
  const last = steps.at(-1) as Step<CallStatus>
  const ended = FINAL.includes(last.status) ? last.at : null
  const started = steps.find((step) => step.status === 'in-progress')?.at ?? null
  return { status: last.status, started, ended, updated: Math.max(last.at, row.changed) }
}

export function isFinal(status: CallStatus): boolean {
  return FINAL.includes(status)
}

/**
 * How an outgoing call goes: half a second queued, ringing until the second second, then in progress for a minute; the
 * magic numbers end differently.
 */
export function outboundTimeline(to: string, start: number, ringSeconds: number): Timeline<CallStatus> {
  const { call } = magicNumbers
  switch (to) {
    case call.busy:
      return timelineFrom(start, [
        ['queued', 0],
        ['ringing', 500],
        ['busy', 2000],
      ])
    case call.noAnswer:
      return timelineFrom(start, [
        ['queued', 0],
        ['ringing', 500],
        ['no-answer', 500 + ringSeconds * 1000],
      ])
    case call.failed:
      return timelineFrom(start, [
        ['queued', 0],
        ['failed', 1000],
      ])
    case call.staysQueued:
      return timelineFrom(start, [['queued', 0]])
    case call.keepsRinging:
      return timelineFrom(start, [
        ['queued', 0],
        ['ringing', 500],
      ])
    default: {
      const talk = to === call.longCall ? 3_600_000 : 60_000
      return timelineFrom(start, [
        ['queued', 0],
        ['ringing', 500],
        ['in-progress', 2000],
        ['completed', 2000 + talk],
      ])
    }
  }
}

/** A timeline that has already happened and ends in `status`. */
export function pinnedTimeline(
  status: CallStatus,
  created: number,
  given: { readonly startTime?: number | undefined; readonly endTime?: number | undefined } = {},
): Timeline<CallStatus> {
  const steps: Step<CallStatus>[] = [{ at: created, status: 'queued' }]
  const answered = status === 'in-progress' || status === 'completed' || given.startTime !== undefined
  const start = given.startTime ?? created + 2000
  if (status === 'ringing') steps.push({ at: created, status })
  if (answered) steps.push({ at: start, status: 'in-progress' })
  if (isFinal(status)) steps.push({ at: given.endTime ?? (answered ? start + 60_000 : created + 2000), status })
  return { steps, pinned: true }
}

/** Replies of finished calls do not change any more, so their text is kept. */
const finished = new WeakMap<CallRow, string>()

/** The call as JSON text. `prefix` goes before the paths in it. */
export function renderCall(row: CallRow, project: Project, now: number, prefix: string): string {
  const kept = prefix === '' ? finished.get(row) : undefined
  if (kept !== undefined) return kept
  const state = callState(row, now)
  const text = JSON.stringify(callReply(row, state, project, prefix))
  if (prefix === '' && state.ended !== null) finished.set(row, text)
  return text
}

function callReply(row: CallRow, state: CallState, project: Project, prefix: string) {
  const talked = state.started !== null && state.ended !== null
  const seconds = talked ? Math.floor((state.ended - state.started) / 1000) : 0
  const uri = `${prefix}${project.lamlPath}/Calls/${row.sid}`
  const [to, from] = [nationalFormat(row.to), nationalFormat(row.from)]
  return {
    sid: row.sid,
    account_sid: project.id,
    date_created: formatRfc2822(row.created),
    date_updated: formatRfc2822(state.updated),
    parent_call_sid: row.parentCallSid,
    to: row.to,
    formatted_to: to,
    to_formatted: to,
    from: row.from,
    formatted_from: from,
    from_formatted: from,
    phone_number_sid: row.phoneNumberSid,
    status: state.status,
    start_time: state.started === null ? null : formatRfc2822(state.started),
    end_time: state.ended === null ? null : formatRfc2822(state.ended),
    duration: seconds,
    price: talked ? Math.round(Math.ceil(seconds / 60) * CALL_PRICE * 1000) / 1000 : null,
    price_unit: 'USD',
    direction: row.direction,
    answered_by: state.started === null ? null : row.answeredBy,
    api_version: '2010-04-01',
    forwarded_from: null,
    caller_name: null,
    uri,
    subresource_uris: { notifications: null, recordings: `${uri}/Recordings` },
    annotation: null,
    group_sid: null,
    audio_in_mos: talked ? 4.5 : null,
    sip_result_code: state.ended === null ? null : sipResult(state.status),
    audio_rtt_avg: talked ? 50 : null,
    audio_rtt_min: talked ? 20 : null,
    audio_rtt_max: talked ? 100 : null,
    audio_out_jitter_min: talked ? 1 : null,
    audio_out_jitter_max: talked ? 10 : null,
    audio_out_jitter_avg: talked ? 5 : null,
    audio_out_lost: talked ? 0 : null,
  }
}

function sipResult(status: CallStatus): string {
  switch (status) {
    case 'busy':
      return '486'
    case 'no-answer':
      return '480'
    case 'failed':
      return '404'
    case 'canceled':
      return '487'
    default:
      return '200'
  }
}
