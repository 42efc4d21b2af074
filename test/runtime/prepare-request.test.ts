import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  clearMessage,
  createCall,
  createMessage,
  deleteCall,
  deleteMessage,
  getCall,
  getMessage,
  modules,
  searchCalls,
  searchMessages,
  updateCall,
  watchCalls,
  watchMessages,
} from '../../modules/index.js'
import type { Module } from '../../src/core/module.js'
import { withQuery } from '../../src/runtime/prepare-request.js'
import { account, type Connected, collect, connect, failureOf } from './connect.js'
import { type LocalServer, sendJson, startServer } from './local-server.js'

const sid = 'c1e08b6d-2f4a-4d7c-b5a9-70d3e9f16b82'
const from = '+12025550101'
const to = '+12025550142'

let server: LocalServer
let space: Connected

beforeAll(async () => {
  server = await startServer((_, response) => sendJson(response, { sid, calls: [], messages: [] }))
  space = await connect(server.url)
})
afterAll(async () => {
  space.close()
  await server.close()
})
beforeEach(() => server.clear())

async function run(module: Module, input: unknown): Promise<void> {
  const execute = module.execute as (input: unknown, context: unknown) => unknown
  const result = execute(input, { ...space, start: 'all', post: { event: 'unknown', params: {} } })
  if (module.kind === 'search') await collect(result as AsyncIterable<unknown>)
  else await result
}

/** What went over the wire, byte for byte. */
async function wireOf(module: Module, input: unknown): Promise<string> {
  server.clear()
  await run(module, input)
  expect(server.requests).toHaveLength(1)
  const [{ method, target, body } = { method: '', target: '', body: '' }] = server.requests
  return `${method} ${target.replace(account, '{account}')}${body && ` ${body}`}`
}

/** One realistic run of every module. */
const runs: Readonly<Record<string, readonly [input: unknown, wire: string | undefined]>> = {
  watchNewCalls: [{ webhookName: 'a', reply: 'hangUp' }, undefined],
  watchCalls: [{ limit: 7 }, 'GET {account}/Calls?PageSize=1000'],
  searchCalls: [
    { startTimeType: 'after', startTime: '2026-01-05T09:30:00+01:00', from, status: 'in-progress', limit: 5 },
    'GET {account}/Calls?StartTime%3E=Mon%2C%2005%20Jan%202026%2008%3A30%3A00%20GMT&From=%2B12025550101&Status=in-progress&PageSize=1000',
  ],
  getCall: [{ callSid: sid }, `GET {account}/Calls/${sid}`],
  createCall: [
    { callIdentifier: 'url', url: 'https://example.com/a?b=c&d', from, to, timeout: 30 },
    'POST {account}/Calls Url=https%3A%2F%2Fexample.com%2Fa%3Fb%3Dc%26d&From=%2B12025550101&To=%2B12025550142&Timeout=30',
  ],
  updateCall: [{ callSid: sid, status: 'completed' }, `POST {account}/Calls/${sid} Status=completed`],
  deleteCall: [{ callSid: sid }, `DELETE {account}/Calls/${sid}`],
  watchNewMessages: [{ webhookName: 'a', reply: 'nothing' }, undefined],
  watchMessages: [{ limit: 7, direction: 'inbound' }, 'GET {account}/Messages?PageSize=1000'],
  searchMessages: [
    { dateSentType: 'before', dateSent: '01/05/2026', to, limit: 5 },
    'GET {account}/Messages?DateSent%3C=2026-01-05&To=%2B12025550142&PageSize=1000',
  ],
  getMessage: [{ messageSid: sid }, `GET {account}/Messages/${sid}`],
  createMessage: [
    { to, from, contentType: 'body', body: 'A & B = "ü" + 100 % 😀\n' },
    'POST {account}/Messages To=%2B12025550142&From=%2B12025550101&Body=A+%26+B+%3D+%22%C3%BC%22+%2B+100+%25+%F0%9F%98%80%0A',
  ],
  clearMessage: [{ messageSid: sid }, `POST {account}/Messages/${sid} Body=`],
  deleteMessage: [{ messageSid: sid }, `DELETE {account}/Messages/${sid}`],
  makeApiCall: [{ url: '/api/relay/rest/phone_numbers' }, 'GET /api/relay/rest/phone_numbers'],
}

describe('every module', () => {
  it('has its line below', () => {
    expect(modules.map(({ id }) => id)).toEqual(Object.keys(runs))
  })

  it.each(modules.map((module) => [module.id, module] as const))(
    '%s sends its request byte for byte',
    async (id, module) => {
      const [input, wire] = runs[id] ?? []
      if (wire !== undefined) expect(await wireOf(module, input)).toBe(wire)
      else {
        await run(module, input)
        expect(server.requests).toEqual([])
      }
    },
  )

  it('asks as this project, for JSON, and says what it sends', async () => {
    await run(createMessage, runs.createMessage?.[0])
    expect(server.requests[0]?.headers).toMatchObject({
      host: 'example.signalwire.com',
      authorization: `Basic ${Buffer.from(`${space.projectId}:PT5d1c0ffee0c0de00simulator00only0000000000000000a`).toString('base64')}`,
      accept: 'application/json',
      'content-type': 'application/x-www-form-urlencoded',
    })
    await run(getMessage, runs.getMessage?.[0])
    expect(server.requests[1]?.headers).not.toHaveProperty('content-type')
    expect(server.requests[1]?.headers).not.toHaveProperty('transfer-encoding')
  })
})

describe('every spelling', () => {
  const call = { callIdentifier: 'application', applicationSid: sid, from, to }
  const head = `POST {account}/Calls ApplicationSid=${sid}&From=%2B12025550101&To=%2B12025550142`

  it.each([
    ['a boolean', { record: true, asyncAmd: false }, '&Record=true&AsyncAmd=false'],
    ['a decimal with its leading zero', { maxPricePerMinute: '.5' }, '&MaxPricePerMinute=0.5'],
    ['a decimal without its trailing point', { maxPricePerMinute: '1.' }, '&MaxPricePerMinute=1'],
    ['a decimal as it was written', { maxPricePerMinute: '00.0500' }, '&MaxPricePerMinute=00.0500'],
    [
      'a repeated key',
      { statusCallbackEvent: ['answered', 'completed'] },
      '&StatusCallbackEvent=answered&StatusCallbackEvent=completed',
    ],
    [
      'one key with values between spaces',
      { recordingStatusCallbackEvent: ['in-progress', 'absent'] },
      '&RecordingStatusCallbackEvent=in-progress+absent',
    ],
    ['no key where nothing is selected', { statusCallbackEvent: [] }, ''],
    ['digits', { sendDigits: 'ww12#*' }, '&SendDigits=ww12%23*'],
  ])('%s', async (_, more, tail) => {
    expect(await wireOf(createCall, { ...call, ...more })).toBe(head + tail)
  })

  it('several media under one name', async () => {
    const mediaUrl = ['https://example.com/a.jpg', 'https://example.com/b.jpg?c=d&e']
    expect(await wireOf(createMessage, { to, from, contentType: 'media', mediaUrl })).toBe(
      'POST {account}/Messages To=%2B12025550142&From=%2B12025550101&MediaUrl=https%3A%2F%2Fexample.com%2Fa.jpg&MediaUrl=https%3A%2F%2Fexample.com%2Fb.jpg%3Fc%3Dd%26e',
    )
  })

  it.each([
    [undefined, 'StartTime'],
    ['equal', 'StartTime'],
    ['before', 'StartTime%3C'],
    ['after', 'StartTime%3E'],
  ])('the operator %s', async (startTimeType, name) => {
    expect(await wireOf(searchCalls, { startTimeType, startTime: '2026-01-05' })).toBe(
      `GET {account}/Calls?${name}=Mon%2C%2005%20Jan%202026%2000%3A00%3A00%20GMT&PageSize=1000`,
    )
  })

  it('no operator without a time', async () => {
    expect(await wireOf(searchCalls, { startTimeType: 'after', endTimeType: 'before' })).toBe(
      'GET {account}/Calls?PageSize=1000',
    )
  })

  it.each([
    // A day is that day, whatever the zone; an instant is the day that it is in UTC.
    ['2026-01-05', '2026-01-05'],
    ['2026-01-05 03:00', '2026-01-04'],
    ['2026-01-05T23:30:00-05:00', '2026-01-06'],
    [new Date('2026-01-05T00:00:00Z'), '2026-01-05'],
  ])('the UTC day of %s in Tokyo', async (dateSent, day) => {
    await collect(searchMessages.execute({ dateSent }, { ...space, timeZone: 'Asia/Tokyo' }))
    expect(server.requests[0]?.target).toBe(`${account}/Messages?DateSent=${day}&PageSize=1000`)
  })

  it('half a surrogate pair, which UTF-8 cannot carry, as the replacement character', async () => {
    expect(await wireOf(searchCalls, { from: 'a\ud800b' })).toBe('GET {account}/Calls?From=a%EF%BF%BDb&PageSize=1000')
    expect(await wireOf(createMessage, { to, from, contentType: 'body', body: 'a\udc00' })).toBe(
      'POST {account}/Messages To=%2B12025550142&From=%2B12025550101&Body=a%EF%BF%BD',
    )
  })

  it('never a limit, which is ours', async () => {
    for (const module of [searchCalls, searchMessages, watchCalls, watchMessages])
      expect(await wireOf(module, { limit: 3 })).not.toMatch(/3\b|limit/i)
  })
})

describe('a SID', () => {
  const modulesWithSid = [getCall, updateCall, deleteCall, getMessage, clearMessage, deleteMessage]
  const bad = [
    `${sid}/../..`,
    '..',
    '../Messages',
    `${sid}?PageSize=1`,
    `${sid}%2f..`,
    `${sid}%2F`,
    `${sid}#a`,
    `${sid}\n`,
    ` ${sid}`,
    `${sid}.json`,
    'CA0123456789abcdef0123456789abcdef',
    '',
    '{Sid}',
    sid.replace('c', 'с'),
  ]

  it.each(modulesWithSid.map((module) => [module.id, module] as const))(
    'that is none never reaches the wire: %s',
    async (_, module) => {
      const key = 'callSid' in module.fields ? 'callSid' : 'messageSid'
      for (const value of bad) {
        const failure = await failureOf(
          run(module, { [key]: value, ...(module.id === 'updateCall' && { status: 'completed' }) }),
        )
        expect(failure).toMatchObject({ type: 'BundleValidationError', issues: [{ key }] })
      }
      expect(server.requests).toEqual([])
      await run(module, { [key]: sid, ...(module.id === 'updateCall' && { status: 'completed' }) })
      expect(server.requests).toHaveLength(1)
    },
  )
})

describe('a query', () => {
  it('reads back, whatever its names and values', () => {
    const texts = fc.string({ unit: 'grapheme' })
    fc.assert(
      fc.property(
        fc.array(fc.tuple(texts, texts), { minLength: 1 }),
        fc.constantFrom('/a', '/a?b=c'),
        (pairs, path) => {
          const url = new URL(withQuery(path, pairs), 'https://example.com')
          const own = path.includes('?') ? [['b', 'c']] : []
          expect([...url.searchParams]).toEqual([...own, ...pairs])
          expect(url.href).toMatch(/^[!-~]*$/)
        },
      ),
    )
  })

  it('is none without pairs', () => {
    expect(withQuery('/a', [])).toBe('/a')
  })
})
