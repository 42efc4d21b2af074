import { isHttpUrl } from './form.js'
import {
  callHandlers,
  type MethodSetting,
  messageHandlers,
  methodSettings,
  type NumberRow,
  relayNumber,
  resourceFor,
  type TextSetting,
  textSettings,
} from './numbers.js'
import { found, type Operation, readJsonObject } from './operation.js'
import { paramOf, relayPage } from './paging.js'
import { invalid, json, type Reply } from './replies.js'

export function listPhoneNumbers({ request, project, prefix }: Operation): Reply {
  const name = paramOf(request.query, 'filter_name')
  const number = paramOf(request.query, 'filter_number')
  return relayPage({
    collection: project.numbers,
    matches: (row) =>
      (name === undefined || (row.name ?? '').includes(name)) && (number === undefined || row.number.includes(number)),
    render: (row) => JSON.stringify(relayNumber(row)),
    path: `${prefix}/api/relay/rest/phone_numbers`,
    query: request.query,
    filters: ['filter_name', 'filter_number'],
  })
}

export function getPhoneNumber({ project, parameters }: Operation): Reply {
  return json(200, relayNumber(found(project.numbers.get(parameters.id ?? ''))))
}

/** Changes what a number does; keys that are not sent stay, an empty text or null clears, unknown keys are ignored. */
export function updatePhoneNumber(operation: Operation): Reply {
  const { project, parameters, now } = operation
  const row = found(project.numbers.get(parameters.id ?? ''))
  const sent = readJsonObject(operation)
  const callHandler = handler(sent, 'call_handler', callHandlers) ?? row.callHandler
  const messageHandler = handler(sent, 'message_handler', messageHandlers) ?? row.messageHandler
  const mode = handler(sent, 'call_receive_mode', ['voice', 'fax'])
  const changed: NumberRow = {
    ...row,
    name: 'name' in sent ? (text(sent, 'name') ?? null) : row.name,
    receiveMode: mode ?? row.receiveMode,
    callHandler,
    messageHandler,
    texts: changedTexts(row, sent),
    methods: changedMethods(row, sent),
    callResourceId:
      callHandler === row.callHandler ? row.callResourceId : resourceFor(callHandler, row.callResourceId, project),
    messageResourceId:
      messageHandler === row.messageHandler
        ? row.messageResourceId
        : resourceFor(messageHandler, row.messageResourceId, project),
    updated: now,
  }
  requireUrl(sent, 'call', changed)
  requireUrl(sent, 'message', changed)
  project.numbers.replace(changed)
  return json(200, relayNumber(changed))
}

type Sent = Readonly<Record<string, unknown>>

function changedTexts(row: NumberRow, sent: Sent): NumberRow['texts'] {
  const texts: Partial<Record<TextSetting, string>> = { ...row.texts }
  for (const key of textSettings) {
    if (!(key in sent)) continue
    const value = text(sent, key)
    if (value === undefined) delete texts[key]
    else if (key.endsWith('_url') && !isHttpUrl(value)) throw invalid(`${label(key)} is not a valid URL`)
    else texts[key] = value
  }
  return texts
}

function changedMethods(row: NumberRow, sent: Sent): NumberRow['methods'] {
  const methods: Partial<Record<MethodSetting, 'GET' | 'POST'>> = { ...row.methods }
  for (const key of methodSettings) {
    const method = handler(sent, key, ['GET', 'POST'])
    if (method !== undefined) methods[key] = method
  }
  return methods
}

function requireUrl(sent: Sent, channel: 'call' | 'message', { texts }: NumberRow): void {
  const key = `${channel}_request_url` as const
  if (sent[`${channel}_handler`] === 'laml_webhooks' && texts[key] === undefined) {
    throw invalid(`${label(key)} can't be blank`)
  }
}

function handler<const V extends string>(sent: Sent, key: string, values: readonly V[]): V | undefined {
  const value = text(sent, key)
  if (value === undefined) return undefined
  const known = values.find((candidate) => candidate === value)
  if (known === undefined) throw invalid(`${label(key)} is not included in the list`)
  return known
}

function text(sent: Sent, key: string): string | undefined {
  const value = sent[key]
  if (value === undefined || value === null || value === '') return undefined
  if (typeof value !== 'string') throw invalid(`${label(key)} must be a text`)
  return value
}

function label(key: string): string {
  const words = key.replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
