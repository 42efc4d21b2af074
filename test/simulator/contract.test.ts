import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { magicNumbers, simulatorCredentials, simulatorIds, simulatorNumbers } from '../../src/simulator/index.js'
import {
  createReplyValidator,
  officialDocuments,
  officialOperationIds,
  type ReplyValidator,
  referenceDocuments,
  referenceFolder,
  validateReply,
  whyNoReference,
} from '../official/official.js'
import { accountPath, basic, type ClientReply, formText, type SpaceClient, send, startSpace } from './space-client.js'

interface Exchange {
  readonly method: string
  readonly path: string
  readonly reply: ClientReply
}

const NOBODY = '99999999-9999-4999-8999-999999999999'
const RELAY = '/api/relay/rest'
const URLS = { VoiceUrl: 'https://example.com/voice', SmsUrl: 'https://example.com/sms' }

/** Asks for everything that the simulator can answer, well and badly, and keeps every exchange. */
async function recordEverything(space: SpaceClient): Promise<readonly Exchange[]> {
  const exchanges: Exchange[] = []
  const { projectId, authToken } = simulatorCredentials
  const ask = async (method: string, path: string, body?: object, authorization = basic(projectId, authToken)) => {
    const target = path.startsWith('/') ? path : `${accountPath}/${path}`
    const isRelay = target.startsWith(RELAY)
    const reply = await send(space.simulator.port, {
      method,
      target,
      headers: {
        authorization,
        ...(body ? { 'content-type': isRelay ? 'application/json' : 'application/x-www-form-urlencoded' } : {}),
      },
      ...(body ? { body: isRelay ? JSON.stringify(body) : formText(body as Record<string, string>) } : {}),
    })
    exchanges.push({ method, path: target, reply })
    return reply
  }
  const idOf = (reply: ClientReply) => String(reply.json.sid ?? reply.json.id)

  const call = { To: '+12025550150', From: simulatorNumbers.main, Url: 'https://example.com/voice' }
  const places = Object.values(magicNumbers.call)
  for (const To of ['+12025550150', 'sip:you@example.com', ...places]) await ask('POST', 'Calls', { ...call, To })
  const message = { To: '+12025550150', From: simulatorNumbers.main, Body: 'Hello' }
  for (const To of Object.values(magicNumbers.message)) await ask('POST', 'Messages', { ...message, To })
  await ask('POST', 'Messages', { ...message, From: '', MessagingServiceSid: simulatorIds.numberGroup })
  for (const ms of [0, 300, 700, 1500, 60_000]) {
    await space.clock.advance(ms)
    await ask('GET', 'Calls')
    await ask('GET', 'Messages.json')
  }
  const detected = await ask('POST', 'Calls', { ...call, MachineDetection: 'Enable' })
  const callPath = `Calls/${idOf(detected)}`
  await ask('DELETE', callPath)
  await ask('POST', callPath, { Url: call.Url })
  await space.clock.advance(3000)
  await ask('GET', callPath)
  await ask('POST', callPath, { Status: 'canceled' })
  await ask('POST', callPath, { Status: 'busy' })
  await ask('POST', callPath, { Status: 'completed' })
  await ask('POST', callPath, { Status: 'completed' })
  await ask('DELETE', callPath)
  await ask('GET', callPath)
  for (const bad of [{ To: '' }, { From: '+12025550151' }, { Url: '' }]) await ask('POST', 'Calls', { ...call, ...bad })

  const mms = await ask('POST', 'Messages', { ...message, MediaUrl: 'https://example.com/cat.png' })
  const messagePath = `Messages/${idOf(mms)}`
  const media = await ask('GET', `${messagePath}/Media`)
  const [medium] = media.json.media_list as readonly { readonly sid: string }[]
  const mediaPath = `${messagePath}/Media/${medium?.sid}`
  await ask('GET', mediaPath)
  await ask('DELETE', mediaPath)
  await ask('POST', messagePath, { Body: '' })
  await ask('DELETE', messagePath)
  await space.clock.advance(5000)
  await ask('GET', messagePath)
  await ask('POST', messagePath, { Body: '' })
  await ask('POST', messagePath, { Body: 'no' })
  await ask('POST', messagePath)
  await ask('DELETE', mediaPath)
  await ask('DELETE', mediaPath)
  await ask('GET', mediaPath)
  await ask('GET', `${messagePath}/Media?DateCreated=today`)
  await ask('DELETE', messagePath)
  await ask('GET', messagePath)
  await ask('POST', messagePath, { Body: '' })
  for (const bad of [{ To: '' }, { From: '' }, { Body: '' }]) await ask('POST', 'Messages', { ...message, ...bad })

  const lists = ['Calls', 'Messages', 'IncomingPhoneNumbers', 'Applications', 'LamlBins']
  for (const list of lists) {
    const first = await ask('GET', `${list}?PageSize=1`)
    if (typeof first.json.next_page_uri === 'string') await ask('GET', first.json.next_page_uri)
    await ask('GET', `${list}?PageSize=0`)
    await ask('GET', `${list}?Page=1`)
    await ask('GET', `${list}?PageToken=PAnonsense`)
    await ask('GET', `${list}/${NOBODY}`)
    await ask('DELETE', `${list}/${NOBODY}`)
    await ask('POST', `${list}/${NOBODY}`, { FriendlyName: 'x', Name: 'x' })
  }
  await ask('GET', 'Calls?Status=odd')

  const number = await ask('POST', 'IncomingPhoneNumbers', { PhoneNumber: '+18005550199', ...URLS })
  await ask('POST', 'IncomingPhoneNumbers', { PhoneNumber: 'none' })
  await ask('POST', 'IncomingPhoneNumbers')
  const numberPath = `IncomingPhoneNumbers/${idOf(number)}`
  await ask('GET', numberPath)
  await ask('POST', numberPath, { ...URLS, VoiceReceiveMode: 'fax', SmsApplicationSid: simulatorIds.application })
  await ask('POST', numberPath, { VoiceUrl: 'nowhere' })
  await ask('GET', `${RELAY}/phone_numbers/${idOf(number)}`)
  await ask('DELETE', numberPath)

  const application = await ask('POST', 'Applications', { FriendlyName: 'New', ...URLS })
  await ask('POST', 'Applications')
  await ask('GET', `Applications/${idOf(application)}`)
  await ask('POST', `Applications/${idOf(application)}`, { FriendlyName: 'Newer', SmsUrl: '' })
  await ask('POST', `Applications/${idOf(application)}`, {})
  await ask('DELETE', `Applications/${idOf(application)}`)

  const bin = await ask('POST', 'LamlBins', { Name: 'New' })
  await ask('POST', 'LamlBins', { Name: 'New', Contents: 'no document' })
  await ask('POST', 'LamlBins')
  await ask('GET', `LamlBins/${idOf(bin)}`)
  await ask('POST', `LamlBins/${idOf(bin)}`, { Name: 'Newer', Contents: '<Response/>' })
  await ask('POST', `LamlBins/${idOf(bin)}`, {})
  await ask('DELETE', `LamlBins/${idOf(bin)}`)

  const { mainNumber, supportNumber } = simulatorIds
  for (const path of [
    'phone_numbers',
    'number_groups',
    `number_groups/${simulatorIds.numberGroup}/number_group_memberships`,
  ]) {
    const first = await ask('GET', `${RELAY}/${path}?page_size=1`)
    const { next } = first.json.links as { readonly next?: string }
    if (next) await ask('GET', next)
    await ask('GET', `${RELAY}/${path}?page_size=1001`)
    await ask('GET', `${RELAY}/${path}?page_number=1`)
  }
  await ask('PUT', `${RELAY}/phone_numbers/${mainNumber}`, {
    call_handler: 'laml_webhooks',
    call_request_url: 'https://example.com/voice',
  })
  await ask('PUT', `${RELAY}/phone_numbers/${mainNumber}`, { call_handler: 'ai_agent' })
  await ask('PUT', `${RELAY}/phone_numbers/${NOBODY}`, { name: 'Nobody' })
  await ask('GET', `${RELAY}/phone_numbers/${NOBODY}`)
  const group = await ask('POST', `${RELAY}/number_groups`, { name: 'New' })
  const groupPath = `${RELAY}/number_groups/${idOf(group)}`
  await ask('POST', `${RELAY}/number_groups`, {})
  await ask('GET', groupPath)
  await ask('PUT', groupPath, { name: 'Newer', sticky_sender: true })
  await ask('PUT', groupPath, {})
  const member = await ask('POST', `${groupPath}/number_group_memberships`, { phone_number_id: supportNumber })
  await ask('POST', `${groupPath}/number_group_memberships`, { phone_number_id: supportNumber })
  await ask('GET', `${groupPath}/number_group_memberships`)
  await ask('GET', `${RELAY}/number_group_memberships/${idOf(member)}`)
  await ask('DELETE', `${RELAY}/number_group_memberships/${idOf(member)}`)
  await ask('DELETE', `${RELAY}/number_group_memberships/${idOf(member)}`)
  await ask('GET', `${RELAY}/number_group_memberships/${idOf(member)}`)
  await ask('DELETE', groupPath)
  await ask('DELETE', groupPath)
  await ask('GET', groupPath)
  await ask('PUT', groupPath, { name: 'Gone' })
  await ask('GET', `${groupPath}/number_group_memberships`)
  await ask('POST', `${groupPath}/number_group_memberships`, { phone_number_id: supportNumber })
  await ask('GET', `${RELAY}/lookup/phone_number/${encodeURIComponent('+12025550150')}?include=carrier,cnam`)
  await ask('GET', `${RELAY}/lookup/phone_number/${encodeURIComponent('+4915123456789')}`)
  await ask('GET', `${RELAY}/lookup/phone_number/nobody`)

  for (const { method, path } of [...exchanges]) await ask(method, path, undefined, basic(projectId, 'wrong'))
  return exchanges
}

function problemsOf(exchanges: readonly Exchange[], validate: ReplyValidator): readonly string[] {
  return exchanges.flatMap(({ method, path, reply }) =>
    validate({
      method,
      path,
      status: reply.status,
      contentType: reply.headers['content-type'] as string | undefined,
      body: reply.text === '' ? undefined : reply.json,
    }),
  )
}

let space: SpaceClient
let exchanges: readonly Exchange[]
beforeAll(async () => {
  space = await startSpace({ seed: { calls: 60, messages: 60 } })
  exchanges = await recordEverything(space)
})
afterAll(() => space.simulator.close())

describe('every reply of every operation', () => {
  test('is as the committed extract of the official files says', () => {
    expect(problemsOf(exchanges, validateReply)).toEqual([])
  })

  test('would not pass with a key too many', () => {
    const withBody = exchanges.filter(({ reply }) => reply.text.startsWith('{'))
    expect(withBody.length).toBeGreaterThan(100)
    for (const each of withBody) {
      const json = { ...each.reply.json, extra: 1 }
      const reply = { ...each.reply, text: JSON.stringify(json), json }
      expect(problemsOf([{ ...each, reply }], validateReply)).not.toEqual([])
    }
  })

  test('covers every operation of the extract, each with success and with wrong credentials', () => {
    const statuses = new Map<string, Set<number>>()
    for (const [name, document] of Object.entries(officialDocuments())) {
      const base = name === 'compatibility' ? '/api/laml/2010-04-01' : ''
      for (const [template, item] of Object.entries(document.paths)) {
        const pattern = new RegExp(`^${base}${template.replace(/\{\w+\}/g, '[^/]+')}(\\.json)?$`)
        for (const [method, { operationId }] of Object.entries(item)) {
          const seen = exchanges.filter(
            (each) => each.method.toLowerCase() === method && pattern.test(each.path.split('?')[0] ?? ''),
          )
          statuses.set(operationId, new Set(seen.map((each) => each.reply.status)))
        }
      }
    }
    expect([...statuses.keys()].sort()).toEqual([...officialOperationIds()].sort())
    for (const [id, seen] of statuses) {
      expect([id, [...seen].some((status) => status < 300), seen.has(401)]).toEqual([id, true, true])
    }
  })

  const folder = referenceFolder()
  test.skipIf(folder === undefined)(`is as the official files themselves say (${whyNoReference})`, () => {
    const validate = createReplyValidator(referenceDocuments(folder ?? ''))
    expect(problemsOf(exchanges, validate)).toEqual([])
  })
})
