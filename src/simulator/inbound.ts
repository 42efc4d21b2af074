import { type CallRow, renderCall } from './calls.js'
import {
  checkFax,
  checkRing,
  checkText,
  type FaxOptions,
  type RingOptions,
  type TextOptions,
} from './inbound-options.js'
import { followMessageDocuments } from './laml/message-document.js'
import { methodOf, resolveUrl } from './laml/verbs.js'
import { type VerbRecord, VoiceCall } from './laml/voice-call.js'
import { followDocuments } from './laml/voice-document.js'
import { renderMessage } from './messages.js'
import type { Project } from './project.js'
import type { Pairs } from './request.js'
import { addMessage } from './rows.js'
import { endNow } from './timeline.js'
import { callWebhooks, messageWebhooks } from './webhooks/number-webhooks.js'
import type { WebhookAttempt } from './webhooks/post-log.js'
import { API_VERSION, callParameters, messageParameters, numberStatusParameters } from './webhooks/post-parameters.js'
import { type NoReply, Poster, type PosterSettings } from './webhooks/poster.js'

/** What came of a call, message or fax that came in. */
export interface InboundReport {
  /** Every request to a webhook, in order. */
  readonly attempts: readonly WebhookAttempt[]
  /** The LaML verbs that were acted on, in order. */
  readonly verbs: readonly VerbRecord[]
  /** Why it did not go as it should have. */
  readonly problem?: string
}

export interface RingReport extends InboundReport {
  /** The call as the API shows it. */
  readonly call: Readonly<Record<string, unknown>>
  /** What the caller heard: spoken texts as they are, everything else in brackets. */
  readonly heard: readonly string[]
}

export interface TextReport extends InboundReport {
  /** The message as the API shows it. */
  readonly message: Readonly<Record<string, unknown>>
  /** The messages that the webhook's reply sent. */
  readonly replies: readonly Readonly<Record<string, unknown>>[]
}

export interface FaxReport extends InboundReport {
  readonly fax: { readonly sid: string; readonly from: string; readonly to: string; readonly status: FaxStatus }
}
export type FaxStatus = 'received' | 'rejected' | 'failed'

/**
 * Lets a call come in. The call is over when this resolves: what is said and recorded takes no time, and the seconds that it
 * would have taken count in `duration`.
 */
export async function ring(project: Project, settings: PosterSettings, options: RingOptions): Promise<RingReport> {
  const { number, from, caller } = checkRing(options, project)
  const { clock } = project
  const poster = new Poster(settings, 'call', options)
  const at = clock.now()
  const row: CallRow = {
    ...project.newRow(),
    to: number.number,
    from,
    direction: 'inbound',
    parentCallSid: null,
    phoneNumberSid: number.sid,
    answeredBy: null,
    timeline: { steps: [{ at, status: 'ringing' }], pinned: true },
    changed: at,
    sent: [],
  }
  project.calls.add(row)
  const webhooks = callWebhooks(number, project)
  if ('why' in webhooks) {
    endCall(row, project, 'failed', 0)
    return { ...callReport(row, project), heard: [], verbs: [], attempts: [], problem: webhooks.why }
  }
  const { primary, fallback, status } = webhooks
  const params = callParameters(row, project, 'ringing')
  const reply = await poster.ask({ kind: 'call', sid: row.sid, params }, 'voice', primary, fallback)
  const rejects = 'verbs' in reply && reply.verbs[0]?.name === 'Reject'
  const answered = 'verbs' in reply && !rejects ? answerCall(row, project) : row
  const call = new VoiceCall(answered, { project, poster, caller, fallback })
  const end = 'verbs' in reply && !call.gone ? await followDocuments(reply, call) : {}
  const failure = 'message' in reply ? reply : end.failure
  if (!call.gone) endCall(answered, project, 'verbs' in reply ? (end.rejected ?? 'completed') : 'failed', call.seconds)
  for (const report of call.afterwards) await report()
  const last = project.calls.get(row.sid)
  if (status && last) {
    const post = {
      kind: 'callStatus',
      sid: row.sid,
      params: numberStatusParameters(last, project, clock.now()),
    } as const
    await poster.report(post, status)
  }
  const { heard, verbs } = call
  return { ...callReport(last ?? row, project), heard, verbs, attempts: poster.attempts, ...problemOf(failure) }
}

function callReport(row: CallRow, project: Project) {
  const shown = project.calls.get(row.sid) ?? row
  return { call: JSON.parse(renderCall(shown, project, project.clock.now(), '')) as Readonly<Record<string, unknown>> }
}

function answerCall(row: CallRow, project: Project): CallRow {
  const now = project.calls.get(row.sid)
  // An update may have ended the call while the webhook was asked.
  if (!now || now.timeline !== row.timeline) return row
  const answered = { ...now, timeline: endNow(now.timeline, 'in-progress', project.clock.now()) }
  project.calls.replace(answered)
  return answered
}

function endCall(
  row: CallRow,
  project: Project,
  status: 'completed' | 'busy' | 'no-answer' | 'failed',
  seconds: number,
) {
  const now = project.calls.get(row.sid)
  if (!now) return
  const started = now.timeline.steps.at(-1)?.at ?? project.clock.now()
  const at = status === 'completed' ? started + seconds * 1000 : project.clock.now()
  project.calls.replace({ ...now, timeline: endNow(now.timeline, status, at) })
}

function problemOf(failure: NoReply | undefined): { readonly problem?: string } {
  if (!failure) return {}
  return { problem: failure.code === null ? failure.message : `${failure.message} (error ${failure.code})` }
}

/** Lets a message come in. Messages that the reply sends advance on the clock afterwards. */
export async function text(project: Project, settings: PosterSettings, options: TextOptions): Promise<TextReport> {
  const { number, from, body, mediaUrls } = checkText(options, project)
  const poster = new Poster(settings, 'message', options)
  const row = addMessage(project, { direction: 'inbound', to: number.number, from, body, mediaUrls })
  const show = (one: typeof row) => JSON.parse(renderMessage(one, project, project.clock.now(), ''))
  const webhooks = messageWebhooks(number, project)
  if ('why' in webhooks) return { message: show(row), replies: [], verbs: [], attempts: [], problem: webhooks.why }
  const { primary, fallback } = webhooks
  const media = [...project.media].filter(({ messageSid }) => messageSid === row.sid).reverse()
  const post = { kind: 'message', sid: row.sid, params: messageParameters(row, media, project) } as const
  const reply = await poster.ask(post, 'messaging', primary, fallback)
  if ('message' in reply) {
    return { message: show(row), replies: [], verbs: [], attempts: poster.attempts, ...problemOf(reply) }
  }
  const { verbs, replies, failure } = await followMessageDocuments(reply, row, { project, poster, fallback })
  return {
    message: show(row),
    replies: replies.map(show),
    verbs,
    attempts: poster.attempts,
    ...problemOf(failure),
  }
}

/** Lets a fax come in. The API of faxes is not simulated: the fax exists only in the posts. */
export async function fax(project: Project, settings: PosterSettings, options: FaxOptions): Promise<FaxReport> {
  const { number, from, pages } = checkFax(options, project)
  const poster = new Poster(settings, 'fax', options)
  const sid = project.random.uuid()
  const verbs: VerbRecord[] = []
  const report = (status: FaxStatus, problem: { readonly problem?: string } = {}): FaxReport => ({
    fax: { sid, from, to: number.number, status },
    verbs,
    attempts: poster.attempts,
    ...problem,
  })
  const webhooks = callWebhooks(number, project)
  if ('why' in webhooks) return report('failed', { problem: webhooks.why })
  const { primary, fallback } = webhooks
  const params: Pairs = [
    ['AccountSid', project.id],
    ['ApiVersion', API_VERSION],
    ['FaxSid', sid],
    ['From', from],
    ['To', number.number],
  ]
  const reply = await poster.ask({ kind: 'fax', sid, params }, 'fax', primary, fallback)
  if ('message' in reply) return report('failed', problemOf(reply))
  const [first] = reply.verbs
  if (!first) return report('rejected', { problem: 'The document is empty, so the fax was not received.' })
  verbs.push({ verb: first.name, attributes: first.attributes, text: first.text })
  if (first.name === 'Reject') return report('rejected')
  const { action, method } = first.attributes
  if (!action) return report('received')
  const url = resolveUrl(action, reply.url)
  if (url === undefined) return report('received', { problem: `${action} is no URL to report to. (error 11100)` })
  const media = project.random.uuid()
  const received: Pairs = [
    ...params,
    ['FaxStatus', 'received'],
    ['MediaSid', media],
    ['MediaUrl', `https://${project.spaceName}.signalwire.com${project.lamlPath}/Faxes/${sid}/Media/${media}`],
    ['NumPages', String(pages)],
    ['RemoteStationId', from],
  ]
  const post = { kind: 'action', sid, params: received } as const
  const answer = await poster.ask(post, 'fax', { url, method: methodOf(method) }, fallback)
  return report('received', problemOf('message' in answer ? answer : undefined))
}
