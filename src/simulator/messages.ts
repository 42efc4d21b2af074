import type { Row } from './collection.js'
import { formatRfc2822 } from './dates.js'
import { findErrorCode } from './error-codes.js'
import type { Project } from './project.js'
import type { Pairs } from './request.js'
import { happened, type Step, type Timeline, timelineFrom } from './timeline.js'
import { magicNumbers } from './well-known.js'

export const messageStatuses = [
  'queued',
  'initiated',
  'sent',
  'failed',
  'delivered',
  'undelivered',
  'received',
] as const
export type MessageStatus = (typeof messageStatuses)[number]

/** What a segment costs, in USD; a lower MaxPrice is refused with 30010. */
export const SEGMENT_PRICE = 0.005

export interface MessageRow extends Row {
  readonly to: string
  readonly from: string
  readonly body: string
  readonly segments: number
  readonly mediaCount: number
  readonly direction: 'inbound' | 'outbound-api' | 'outbound-call' | 'outbound-reply'
  readonly numberGroupSid: string | null
  /** The code shown once the message has failed. */
  readonly errorCode: number | null
  readonly timeline: Timeline<MessageStatus>
  /** When something other than the status was last changed. */
  readonly changed: number
  /** The parameters it was created with, as sent. */
  readonly sent: Pairs
}

export interface MediaRow extends Row {
  readonly messageSid: string
  readonly contentType: string
  readonly url: string
}

/** What is true of a message at one moment. */
export interface MessageState {
  readonly status: MessageStatus
  /** When it was sent or received; null while it waits, and where it failed before. */
  readonly dateSent: number | null
  readonly updated: number
  readonly final: boolean
}

export function messageState(row: MessageRow, now: number): MessageState {
  const steps = happened(row.timeline, now)
  const last = steps.at(-1) as Step<MessageStatus>
  const sent = steps.find((step) => step.status === 'sent' || step.status === 'received')
  return {
    status: last.status,
    dateSent: sent?.at ?? null,
    updated: Math.max(last.at, row.changed),
    final: steps.length === row.timeline.steps.length,
  }
}

/**
 * How an outgoing message goes: queued, after 300 ms initiated, after a second sent, after 2.5 seconds delivered; an MMS
 * ends at `sent`, because no delivery receipt exists for it. The magic numbers end differently.
 */
export function outboundTimeline(
  to: string,
  start: number,
  mms: boolean,
): { readonly timeline: Timeline<MessageStatus>; readonly errorCode: number | null } {
  const { message } = magicNumbers
  const begin: readonly [MessageStatus, number][] = [
    ['queued', 0],
    ['initiated', 300],
  ]
  switch (to) {
    case message.undelivered:
      return { timeline: timelineFrom(start, [...begin, ['sent', 1000], ['undelivered', 2500]]), errorCode: 30003 }
    case message.failed:
      return { timeline: timelineFrom(start, [...begin, ['failed', 1000]]), errorCode: 30008 }
    case message.filtered:
      return { timeline: timelineFrom(start, [...begin, ['sent', 1000], ['undelivered', 2500]]), errorCode: 30007 }
    case message.staysQueued:
      return { timeline: timelineFrom(start, [['queued', 0]]), errorCode: null }
    case message.staysSent:
      return { timeline: timelineFrom(start, [...begin, ['sent', 1000]]), errorCode: null }
    default: {
      const steps: readonly [MessageStatus, number][] = mms ? [] : [['delivered', 2500]]
      return { timeline: timelineFrom(start, [...begin, ['sent', 1000], ...steps]), errorCode: null }
    }
  }
}

/** A timeline that has already happened and ends in `status`. */
export function pinnedTimeline(
  status: MessageStatus,
  created: number,
  dateSent: number | undefined,
): Timeline<MessageStatus> {
  if (status === 'received') return { steps: [{ at: dateSent ?? created, status }], pinned: true }
  const steps: Step<MessageStatus>[] = [{ at: created, status: 'queued' }]
  if (status !== 'queued') steps.push({ at: created + 300, status: 'initiated' })
  const sentAt = dateSent ?? created + 1000
  if (status === 'sent' || status === 'delivered' || status === 'undelivered' || dateSent !== undefined) {
    steps.push({ at: sentAt, status: 'sent' })
  }
  if (status === 'delivered' || status === 'undelivered' || status === 'failed') {
    steps.push({ at: sentAt + 1500, status })
  }
  return { steps, pinned: true }
}

const GSM_TEXT = /^[\r\n -Z\\^a-~£¥èéùìòÇØøÅåΔΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà[\]_€]*$/

/** How many SMS segments a text takes: 160 (153) characters of GSM text or 70 (67) UTF-16 units of anything else. */
export function countSegments(body: string): number {
  const [single, several] = GSM_TEXT.test(body) ? [160, 153] : [70, 67]
  return body.length <= single ? 1 : Math.ceil(body.length / several)
}

/** Replies of messages that do not change any more are kept. A redacted message is a new row. */
const finished = new WeakMap<MessageRow, string>()

/** The message as JSON text. `prefix` goes before the paths in it. */
export function renderMessage(row: MessageRow, project: Project, now: number, prefix: string): string {
  const kept = prefix === '' ? finished.get(row) : undefined
  if (kept !== undefined) return kept
  const state = messageState(row, now)
  const text = JSON.stringify(messageReply(row, state, project, prefix))
  if (prefix === '' && state.final) finished.set(row, text)
  return text
}

function messageReply(row: MessageRow, state: MessageState, project: Project, prefix: string) {
  const uri = `${prefix}${project.lamlPath}/Messages/${row.sid}`
  const failed = state.status === 'failed' || state.status === 'undelivered'
  const error = failed ? (row.errorCode ?? 30008) : null
  return {
    account_sid: project.id,
    api_version: '2010-04-01',
    body: row.body,
    num_segments: row.segments,
    num_media: row.mediaCount,
    date_created: formatRfc2822(row.created),
    date_sent: state.dateSent === null ? null : formatRfc2822(state.dateSent),
    date_updated: formatRfc2822(state.updated),
    direction: row.direction,
    error_code: error === null ? null : String(error),
    error_message: error === null ? null : (findErrorCode(error)?.message ?? null),
    from: row.from,
    price: state.dateSent === null ? null : Math.round(row.segments * SEGMENT_PRICE * 1000) / 1000,
    price_unit: 'USD',
    sid: row.sid,
    status: state.status,
    to: row.to,
    messaging_service_sid: row.numberGroupSid,
    uri,
    subresource_uris: { media: `${uri}/Media` },
  }
}

/** A media row as JSON text. */
export function renderMedia(row: MediaRow, project: Project, prefix: string): string {
  return JSON.stringify({
    account_sid: project.id,
    content_type: row.contentType,
    date_created: formatRfc2822(row.created),
    date_updated: formatRfc2822(row.created),
    parent_sid: row.messageSid,
    sid: row.sid,
    uri: `${prefix}${project.lamlPath}/Messages/${row.messageSid}/Media/${row.sid}`,
  })
}

const TYPES: Readonly<Record<string, string>> = {
  gif: 'image/gif',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  mp3: 'audio/mpeg',
  mp4: 'video/mp4',
  pdf: 'application/pdf',
  png: 'image/png',
  txt: 'text/plain',
  vcf: 'text/vcard',
}

/** The content type that a media URL's ending suggests; JPEG where it suggests nothing. */
export function mediaType(url: string): string {
  const ending = /\.([a-z0-9]+)$/i.exec(new URL(url).pathname)?.[1]?.toLowerCase() ?? ''
  return TYPES[ending] ?? 'image/jpeg'
}
