import { isE164 } from './e164.js'
import { type Form, isUuid } from './form.js'
import {
  type Capability,
  lamlNumber,
  type MethodSetting,
  type NumberRow,
  resourceFor,
  type TextSetting,
} from './numbers.js'
import { found, type Operation, readForm } from './operation.js'
import { lamlPage, paramOf } from './paging.js'
import type { Project } from './project.js'
import { json, noContent, Refusal, type Reply } from './replies.js'

const URLS: readonly (readonly [string, TextSetting])[] = [
  ['VoiceUrl', 'call_request_url'],
  ['VoiceFallbackUrl', 'call_fallback_url'],
  ['StatusCallback', 'call_status_callback_url'],
  ['SmsUrl', 'message_request_url'],
  ['SmsFallbackUrl', 'message_fallback_url'],
]
const METHODS: readonly (readonly [string, MethodSetting])[] = [
  ['VoiceMethod', 'call_request_method'],
  ['VoiceFallbackMethod', 'call_fallback_method'],
  ['StatusCallbackMethod', 'call_status_callback_method'],
  ['SmsMethod', 'message_request_method'],
  ['SmsFallbackMethod', 'message_fallback_method'],
]
const APPLICATIONS: readonly (readonly [string, TextSetting])[] = [
  ['VoiceApplicationSid', 'call_laml_application_id'],
  ['SmsApplicationSid', 'message_laml_application_id'],
]
const BOUGHT: readonly Capability[] = ['voice', 'sms', 'mms']

/** Lists numbers; PhoneNumber and FriendlyName match as part of the number or name. */
export function listIncomingPhoneNumbers({ request, project, prefix }: Operation): Reply {
  const { query } = request
  const number = paramOf(query, 'PhoneNumber')
  const name = paramOf(query, 'FriendlyName')
  return lamlPage('incoming_phone_numbers', {
    collection: project.numbers,
    matches: (row) =>
      (number === undefined || row.number.includes(number)) &&
      (name === undefined || lamlNumber(row, project, '').friendly_name.includes(name)),
    render: (row) => JSON.stringify(lamlNumber(row, project, prefix)),
    path: `${prefix}${project.lamlPath}/IncomingPhoneNumbers`,
    query,
    filters: ['PhoneNumber', 'FriendlyName'],
  })
}

export function getIncomingPhoneNumber({ project, parameters, prefix }: Operation): Reply {
  return json(200, lamlNumber(found(project.numbers.get(parameters.Sid ?? '')), project, prefix))
}

/** Buys a number: any E.164 number that the project does not own yet. */
export function createIncomingPhoneNumber(operation: Operation): Reply {
  const { project, now, prefix } = operation
  const form = readForm(operation)
  const number = form.text('PhoneNumber')
  if (number === undefined) throw new Refusal(21421)
  const row = withSettings(newNumber(project, number, now), form, operation)
  project.numbers.add(row)
  return json(201, lamlNumber(row, project, prefix))
}

/** A number that has just been bought and does nothing yet. */
function newNumber(project: Project, number: string, now: number): NumberRow {
  if (!isE164(number)) throw new Refusal(21401)
  if (project.ownedNumber(number)) throw new Refusal(21421, 'The number is not available.')
  return {
    ...project.newRow(),
    number,
    name: null,
    capabilities: BOUGHT,
    receiveMode: 'voice',
    callHandler: null,
    callResourceId: null,
    messageHandler: null,
    messageResourceId: null,
    texts: {},
    methods: {},
    updated: now,
  }
}

export function updateIncomingPhoneNumber(operation: Operation): Reply {
  const { project, parameters, prefix } = operation
  const row = found(project.numbers.get(parameters.Sid ?? ''))
  const changed = withSettings(row, readForm(operation), operation)
  project.numbers.replace(changed)
  return json(200, lamlNumber(changed, project, prefix))
}

export function deleteIncomingPhoneNumber({ project, parameters }: Operation): Reply {
  releaseNumber(project, found(project.numbers.get(parameters.Sid ?? '')))
  return noContent
}

/** Takes a number out of the project and out of its number groups. */
function releaseNumber(project: Project, row: NumberRow): void {
  for (const member of [...project.memberships]) {
    if (member.numberSid === row.sid) project.memberships.delete(member.sid)
  }
  project.numbers.delete(row.sid)
}

/** A blank URL or application clears the setting; a URL or application also sets the handler that uses it. */
function withSettings(row: NumberRow, form: Form, { project, now }: Operation): NumberRow {
  const texts: Partial<Record<TextSetting, string>> = { ...row.texts }
  const methods: Partial<Record<MethodSetting, 'GET' | 'POST'>> = { ...row.methods }
  const set = (key: TextSetting, value: string | undefined) => {
    if (value === undefined) delete texts[key]
    else texts[key] = value
  }
  for (const [key, setting] of URLS) if (form.has(key)) set(setting, form.url(key, 21402))
  for (const [key, setting] of METHODS) {
    const method = form.method(key)
    if (method) methods[setting] = method
  }
  for (const [key, setting] of APPLICATIONS) {
    const sid = form.text(key)
    if (sid !== undefined && (!isUuid(sid) || !project.applications.get(sid))) throw new Refusal(21420)
    if (form.has(key)) set(setting, sid)
  }
  const name = form.raw('FriendlyName')
  if (name !== undefined && (name.length < 1 || name.length > 255)) throw new Refusal(20002)
  const callHandler = lamlHandler(form.text('VoiceApplicationSid'), form.text('VoiceUrl')) ?? row.callHandler
  const messageHandler = lamlHandler(form.text('SmsApplicationSid'), form.text('SmsUrl')) ?? row.messageHandler
  return {
    ...row,
    name: name ?? row.name,
    receiveMode: form.oneOf('VoiceReceiveMode', ['voice', 'fax'], 21209) ?? row.receiveMode,
    texts,
    methods,
    callHandler,
    messageHandler,
    callResourceId:
      callHandler === row.callHandler ? row.callResourceId : resourceFor(callHandler, row.callResourceId, project),
    messageResourceId:
      messageHandler === row.messageHandler
        ? row.messageResourceId
        : resourceFor(messageHandler, row.messageResourceId, project),
    updated: now,
  }
}

function lamlHandler(application: string | undefined, url: string | undefined) {
  if (application !== undefined) return 'laml_application'
  return url === undefined ? undefined : 'laml_webhooks'
}
