import { checkApplication } from './call-parameters.js'
import { isE164 } from './e164.js'
import { days, equalTo, oneOf } from './filters.js'
import { type Form, isHttpUrl, isUuid } from './form.js'
import type { MessageRow, MessageState } from './messages.js'
import {
  countSegments,
  mediaType,
  messageState,
  messageStatuses,
  outboundTimeline,
  renderMessage,
  SEGMENT_PRICE,
} from './messages.js'
import { found, type Operation, readForm } from './operation.js'
import { lamlPage } from './paging.js'
import type { Project } from './project.js'
import { jsonText, noContent, Refusal, type Reply } from './replies.js'
import { magicNumbers } from './well-known.js'

const FILTERS = ['From', 'To', 'Status', 'DateSent', 'DateSent<', 'DateSent>']
const BODY_LIMIT = 1600
const MEDIA_LIMIT = 8

export function listMessages({ request, project, now, prefix }: Operation): Reply {
  const { query } = request
  const from = equalTo(query, 'From')
  const to = equalTo(query, 'To')
  const status = oneOf(query, 'Status', messageStatuses)
  const sent = days(query, 'DateSent')
  const matches = (row: MessageRow) => {
    if (from?.(row.from) === false || to?.(row.to) === false) return false
    if (!status && !sent) return true
    const state = messageState(row, now)
    return (status?.(state.status) ?? true) && (sent?.(state.dateSent) ?? true)
  }
  return lamlPage('messages', {
    collection: project.messages,
    matches,
    render: (row) => renderMessage(row, project, now, prefix),
    path: `${prefix}${project.lamlPath}/Messages`,
    query,
    filters: FILTERS,
  })
}

/** Checks a new message and answers 201; the message then goes its way on the clock. */
export function createMessage(operation: Operation): Reply {
  const { project, now, prefix } = operation
  const form = readForm(operation)
  const to = checkRecipient(form)
  const media = checkContent(form)
  const mms = media.length > 0 || form.flag('SendAsMms') === true
  const { from, numberGroupSid } = chooseSender(form, project, mms)
  form.url('StatusCallback', 21456)
  checkApplication(form.text('ApplicationSid'), project)
  form.whole('ValidityPeriod', 1, 172_800, 21624)
  const body = form.raw('Body') ?? ''
  const segments = countSegments(body)
  const price = form.price('MaxPrice')
  if (price !== undefined && price < segments * SEGMENT_PRICE) throw new Refusal(30010)
  const row: MessageRow = {
    ...project.newRow(),
    to,
    from,
    body,
    segments,
    mediaCount: media.length,
    direction: 'outbound-api',
    numberGroupSid,
    ...outboundTimeline(to, now, mms),
    changed: now,
    sent: form.pairs(),
  }
  project.messages.add(row)
  addMedia(project, row, media)
  if (form.text('StatusCallback') !== undefined || form.text('ApplicationSid') !== undefined) {
    project.watched.add('message', row.sid)
  }
  return jsonText(201, renderMessage(row, project, now, prefix))
}

/** Stores the media of a message, one row each. */
export function addMedia(project: Project, message: MessageRow, urls: readonly string[]): void {
  for (const url of urls) {
    const identity = project.newRow({ created: message.created })
    project.media.add({ ...identity, messageSid: message.sid, contentType: mediaType(url), url })
  }
}

export function getMessage({ project, parameters, now, prefix }: Operation): Reply {
  return jsonText(200, renderMessage(found(project.messages.get(parameters.Sid ?? '')), project, now, prefix))
}

/** Redacts: the only update there is. `Body` must be sent and empty, and the message on its way. */
export function updateMessage(operation: Operation): Reply {
  const { project, parameters, now, prefix } = operation
  const row = found(project.messages.get(parameters.Sid ?? ''))
  const body = readForm(operation).raw('Body')
  if (body === undefined) throw new Refusal(10000, 'Body is required; send it empty to redact the message.')
  if (body !== '') throw new Refusal(50509)
  if (waits(messageState(row, now))) throw new Refusal(10000, 'A message in progress cannot be redacted.', 422)
  const redacted: MessageRow = { ...row, body: '', changed: now }
  project.messages.replace(redacted)
  return jsonText(200, renderMessage(redacted, project, now, prefix))
}

/** Deletes a message and its media; refused while the message is queued. */
export function deleteMessage({ project, parameters, now }: Operation): Reply {
  const row = found(project.messages.get(parameters.Sid ?? ''))
  if (messageState(row, now).status === 'queued') {
    throw new Refusal(20009, 'A message that is still queued cannot be deleted.')
  }
  for (const media of [...project.media]) if (media.messageSid === row.sid) project.media.delete(media.sid)
  project.messages.delete(row.sid)
  return noContent
}

/** Whether the message has not left yet. */
export function waits({ status }: MessageState): boolean {
  return status === 'queued' || status === 'initiated'
}

function checkRecipient(form: Form): string {
  const to = form.text('To')
  if (to === undefined) throw new Refusal(21604)
  if (!isE164(to)) throw new Refusal(21603, "The 'To' number is malformed; use E.164.")
  if (to === magicNumbers.message.blocked) throw new Refusal(21610)
  if (to === magicNumbers.message.landline) throw new Refusal(21614)
  return to
}

function checkContent(form: Form): readonly string[] {
  const media = form.all('MediaUrl').filter((url) => url !== '')
  if (media.length === 0 && form.text('Body') === undefined) throw new Refusal(21602)
  if ((form.raw('Body') ?? '').length > BODY_LIMIT) throw new Refusal(21617)
  if (media.length > MEDIA_LIMIT) throw new Refusal(21623)
  if (!media.every(isHttpUrl)) throw new Refusal(21620)
  return media
}

/** From names an owned number that can send; a number group lends one of its own, and wins over From. */
function chooseSender(form: Form, project: Project, mms: boolean) {
  const capability = mms ? 'mms' : 'sms'
  const group = form.text('MessagingServiceSid')
  if (group !== undefined) {
    if (!isUuid(group) || !project.numberGroups.get(group)) throw new Refusal(21701)
    for (const { groupSid, numberSid } of project.memberships) {
      const number = groupSid === group ? project.numbers.get(numberSid) : undefined
      if (number?.capabilities.includes(capability)) return { from: number.number, numberGroupSid: group }
    }
    throw new Refusal(21703)
  }
  const from = form.text('From')
  if (from === undefined) throw new Refusal(21705)
  if (!isE164(from)) throw new Refusal(21603, "The 'From' number is malformed; use E.164.")
  const number = project.ownedNumber(from)
  if (!number) throw new Refusal(21210, "The 'From' number is not a purchased number of this project.")
  if (!number.capabilities.includes(capability)) {
    throw new Refusal(21601, `The number is not ${capability.toUpperCase()} capable.`)
  }
  return { from, numberGroupSid: null }
}
