import { isE164 } from '../e164.js'
import { isHttpUrl } from '../form.js'
import { addMedia } from '../message-operations.js'
import { countSegments, type MessageRow, outboundTimeline } from '../messages.js'
import type { Project } from '../project.js'
import type { LamlNode } from './parse-laml.js'
import { resolveUrl } from './verbs.js'
import type { Next, VoiceCall } from './voice-call.js'

const BODY_LIMIT = 1600
const MEDIA_LIMIT = 10

/** A message that was sent, or the code and sentence of a refusal. */
export type SentMessage = { readonly row: MessageRow } | { readonly code: number; readonly message: string }

/** Sends what a Message or Sms verb says; from the number that was reached to the one who reached it, where it says nothing. */
export function sendFromVerb(
  node: LamlNode,
  project: Project,
  between: { readonly from: string; readonly to: string; readonly direction: MessageRow['direction'] },
  base: string,
): SentMessage {
  const { attributes, children } = node
  const from = attributes.from || between.from
  const to = attributes.to || between.to
  const bodies = children.filter(({ name }) => name === 'Body').map(({ text }) => text)
  const body = bodies.length > 0 ? bodies.join('') : node.ownText
  const media = children.filter(({ name }) => name === 'Media').map(({ text }) => text)
  if (!isE164(to)) return { code: 21603, message: "The 'to' number is malformed; use E.164." }
  const number = project.ownedNumber(from)
  if (!number?.capabilities.includes(media.length > 0 ? 'mms' : 'sms')) {
    return { code: number ? 21601 : 21603, message: `${from} cannot send this.` }
  }
  if (body === '' && media.length === 0) return { code: 21602, message: 'A message needs a text or media.' }
  if (body.length > BODY_LIMIT) return { code: 21617, message: `The text is longer than ${BODY_LIMIT} characters.` }
  if (media.length > MEDIA_LIMIT) return { code: 21623, message: `There are more than ${MEDIA_LIMIT} media.` }
  if (!media.every(isHttpUrl)) return { code: 21620, message: 'A media URL is invalid; it must be HTTP or HTTPS.' }
  const now = project.clock.now()
  const callback = attributes.statusCallback ? resolveUrl(attributes.statusCallback, base) : undefined
  const row: MessageRow = {
    ...project.newRow(),
    to,
    from,
    body,
    segments: countSegments(body),
    mediaCount: media.length,
    direction: between.direction,
    numberGroupSid: null,
    ...outboundTimeline(to, now, media.length > 0),
    changed: now,
    sent: callback === undefined ? [] : [['StatusCallback', callback]],
  }
  project.messages.add(row)
  addMedia(project, row, media)
  if (callback !== undefined) project.watched.add('message', row.sid)
  return { row }
}

/** Sms: a message sent during a call, to the caller where nothing else is said. */
export async function sendSms(node: LamlNode, call: VoiceCall, base: string): Promise<Next> {
  const { row, project } = call
  if (!row) return 'end'
  const [own, other] = row.direction === 'inbound' ? [row.to, row.from] : [row.from, row.to]
  const sent = sendFromVerb(node, project, { from: own, to: other, direction: 'outbound-call' }, base)
  if ('code' in sent) call.refuse(node, sent.code, sent.message)
  else call.note(node, { note: `Message ${sent.row.sid}` })
  const { action, method } = node.attributes
  if (!action) return 'on'
  return call.goTo(action, method, base, [
    ...('row' in sent ? [['MessageSid', sent.row.sid] as const] : []),
    ['MessageStatus', 'row' in sent ? 'sending' : 'failed'],
  ])
}
