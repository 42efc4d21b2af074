import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { errorCodes, magicNumbers, simulatorNumbers } from '../../src/simulator/index.js'
import { rowsOf, type SpaceClient, send, sidsOf, startSpace } from './space-client.js'

let space: SpaceClient
beforeEach(async () => {
  space = await startSpace()
})
afterEach(() => space.simulator.close())

const control = (method: string, target: string, value?: unknown, headers: Readonly<Record<string, string>> = {}) =>
  send(space.simulator.port, {
    method,
    target,
    headers: { ...(value === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(value === undefined ? {} : { body: JSON.stringify(value) }),
  })

describe('the pages for people', () => {
  test('say what this is and what it is not', async () => {
    const page = await control('GET', '/')
    expect([page.status, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8'])
    expect(page.text).toContain('This is a simulator, not SignalWire')
    const summary = await control('GET', '/_simulator')
    expect(summary.json).toMatchObject({
      what: expect.stringContaining('not SignalWire'),
      magicNumbers,
      numbers: simulatorNumbers,
    })
  })

  test('show and empty the log, in which they do not appear', async () => {
    await space.get('Calls')
    const log = JSON.parse((await control('GET', '/_simulator/requests')).text)
    expect(log).toMatchObject([{ method: 'GET', status: 200, hasAuthorization: true }])
    expect((await control('DELETE', '/_simulator/requests')).status).toBe(204)
    expect(space.simulator.requests).toEqual([])
  })

  test('list, add and clear faults', async () => {
    const added = await control('POST', '/_simulator/faults', { status: 503, times: 2, skip: 1 })
    expect(JSON.parse(added.text)).toEqual([{ rule: { status: 503, times: 2, skip: 1 }, skipsLeft: 1, timesLeft: 2 }])
    await space.get('Calls')
    expect((await space.get('Calls')).status).toBe(503)
    expect(JSON.parse((await control('GET', '/_simulator/faults')).text)).toMatchObject([
      { skipsLeft: 0, timesLeft: 1 },
    ])
    expect((await control('DELETE', '/_simulator/faults')).status).toBe(204)
    expect((await space.get('Calls')).status).toBe(200)
  })

  test('list the documented error codes', async () => {
    expect(JSON.parse((await control('GET', '/_simulator/error-codes')).text)).toEqual(errorCodes)
  })

  test('add calls, messages and numbers', async () => {
    const call = await control('POST', '/_simulator/calls', {
      direction: 'inbound',
      dateCreated: '2026-01-01T00:00:00Z',
    })
    expect(call.json).toMatchObject({
      status: 'completed',
      to: simulatorNumbers.main,
      date_created: 'Thu, 01 Jan 2026 00:00:00 +0000',
    })
    expect(sidsOf(await space.get('Calls'), 'calls')).toEqual([call.json.sid])
    const message = await control('POST', '/_simulator/messages', {
      direction: 'inbound',
      mediaUrls: ['https://example.com/a.png'],
    })
    expect(message.json).toMatchObject({ status: 'received', num_media: 1 })
    expect(rowsOf(await space.get('Messages'), 'messages')).toEqual([message.json])
    const number = await control('POST', '/_simulator/numbers', { number: '+12025550170', capabilities: ['sms'] })
    expect(number.json).toMatchObject({ number: '+12025550170', capabilities: ['sms'] })
  })

  test.each<[string, unknown, string]>([
    ['calls', { to: 5 }, 'to must be a text'],
    ['calls', { status: 'odd' }, 'status must be one of'],
    ['calls', { sid: 'CA123' }, 'not a UUID'],
    ['calls', { colour: 'red' }, 'no field colour'],
    ['calls', { dateCreated: 'yesterday' }, 'not an instant'],
    ['messages', { mediaUrls: 'https://example.com' }, 'media URL'],
    ['messages', { errorCode: 1 }, 'documented error code'],
    ['messages', { direction: 'sideways' }, 'direction must be one of'],
    ['numbers', {}, 'not an E.164 number'],
    ['numbers', { number: simulatorNumbers.main }, 'already owns'],
    ['numbers', { number: '+12025550170', capabilities: ['smoke'] }, 'capabilities must be one of'],
    ['faults', { status: 1 }, 'status'],
    ['faults', ['no object'], 'JSON object'],
  ])('refuse what would spoil %s: %j', async (page, value, words) => {
    const reply = await control('POST', `/_simulator/${page}`, value)
    expect([reply.status, reply.json.error]).toEqual([422, expect.stringContaining(words)])
    expect((await space.get('Calls')).status).toBe(200)
    expect((await space.get('Messages')).status).toBe(200)
  })

  test('do not exist elsewhere', async () => {
    expect((await control('GET', '/_simulator/nothing')).status).toBe(404)
    expect((await control('GET', '/_simulator/faults/1')).status).toBe(404)
    expect((await control('PUT', '/_simulator/faults', {})).status).toBe(404)
  })
})

describe('a page on the web cannot reach them', () => {
  const fault = { status: 503, times: 'always' }
  const working = async () => expect((await space.get('Calls')).status).toBe(200)

  test('under another host name', async () => {
    const reply = await control('POST', '/_simulator/faults', fault, { host: 'evil.example.com' })
    expect(reply.status).toBe(403)
    await working()
  })

  test('with an Origin', async () => {
    const reply = await control('POST', '/_simulator/faults', fault, { origin: 'https://evil.example.com' })
    expect(reply.status).toBe(403)
    await working()
  })

  test('with a content type that needs no permission', async () => {
    const reply = await control('POST', '/_simulator/faults', fault, { 'content-type': 'text/plain' })
    expect(reply.status).toBe(415)
    await working()
  })

  test('as anybody on this machine can', async () => {
    expect((await control('POST', '/_simulator/faults', fault)).status).toBe(201)
    expect((await space.get('Calls')).status).toBe(503)
  })
})
