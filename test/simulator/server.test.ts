import { connect } from 'node:net'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startSimulator } from '../../src/simulator/index.js'
import { accountPath, rightCredentials, type SpaceClient, send, startSpace } from './space-client.js'

let space: SpaceClient
beforeEach(async () => {
  space = await startSpace()
})
afterEach(() => space.simulator.close())

const FORM = 'application/x-www-form-urlencoded'
const post = (body: string | Buffer, type: string | undefined = FORM, target = `${accountPath}/Messages`) =>
  send(space.simulator.port, {
    method: 'POST',
    target,
    headers: { authorization: rightCredentials, ...(type === '' ? {} : { 'content-type': type }) },
    body,
  })

/** Writes bytes as they are and returns all that comes back. */
function raw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(space.simulator.port, '127.0.0.1', () => socket.end(text))
    let answer = ''
    socket.on('data', (data) => {
      answer += data
    })
    socket.on('close', () => resolve(answer))
    socket.on('error', reject)
  })
}

const alive = async () => expect((await space.get('Calls')).status).toBe(200)

describe('a body', () => {
  test.each<[string, string | Buffer, string, number]>([
    ['of another content type', '<x/>', 'application/xml', 415],
    ['without a content type', 'a=1', '', 415],
    ['of JSON where a form belongs', '{}', 'application/json', 415],
    ['of JSON that is none', '{', 'application/json', 400],
    ['with a malformed percent escape', 'Body=%zz', FORM, 400],
    ['with half an escaped character', 'Body=%C3', FORM, 400],
    ['that is not UTF-8', Buffer.from([0x42, 0x3d, 0xff]), FORM, 400],
    ['of a thousand and one parameters', Array(1001).fill('a=1').join('&'), FORM, 400],
    ['of more than a megabyte', `Body=${'a'.repeat(1024 * 1024)}`, FORM, 413],
  ])('%s is refused', async (_what, body, type, status) => {
    expect((await post(body, type)).status).toBe(status)
    await alive()
  })

  test('of a form where JSON belongs is refused', async () => {
    expect((await post('name=x', FORM, '/api/relay/rest/number_groups')).status).toBe(415)
  })

  test('that grows past the limit without saying so is refused', async () => {
    const chunks = `10000\r\n${'a'.repeat(64 * 1024)}\r\n`.repeat(17)
    const answer = await raw(
      `POST ${accountPath}/Messages HTTP/1.1\r\nHost: localhost\r\nContent-Type: ${FORM}\r\nTransfer-Encoding: chunked\r\n\r\n${chunks}0\r\n\r\n`,
    )
    expect(answer).toMatch(/^HTTP\/1\.1 413 /)
    await alive()
  })
})

describe('a request target', () => {
  test.each([
    ['/api/%zz', 400],
    [`${accountPath}/Calls?To=%E0%A4%A`, 400],
    [`${accountPath}/Calls/..`, 400],
    [`${accountPath}/Calls/%2e%2e`, 400],
    [`${accountPath}/Calls/%00`, 400],
    [`${accountPath}/Calls/a%2Fb`, 404],
    [`${accountPath}/Calls//`, 404],
    ['/spaces', 404],
    ['/spaces//api', 404],
    ['//evil.example.com/api', 404],
    [`${accountPath}/Calls/__proto__`, 404],
    [`${accountPath}/Calls/${'a'.repeat(10_000)}`, 404],
  ])('%s is answered %i', async (target, status) => {
    const reply = await send(space.simulator.port, { target, headers: { authorization: rightCredentials } })
    expect(reply.status).toBe(status)
  })

  test('that names another host is refused', async () => {
    const answer = await raw('GET http://evil.example.com/api HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n')
    expect(answer).toMatch(/^HTTP\/1\.1 400 /)
  })

  test('in what is no HTTP ends the connection, not the simulator', async () => {
    expect(await raw('\0\0nonsense\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /)
    await alive()
  })

  test('may be any text: the answer is never an error of the simulator', async () => {
    const methods = fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS')
    const paths = fc.array(
      fc.oneof(fc.constantFrom('api', 'laml', '_simulator', 'spaces', 'example', '.json'), fc.webPath()),
    )
    await fc.assert(
      fc.asyncProperty(methods, paths, fc.webQueryParameters(), fc.string(), async (method, path, query, body) => {
        const { status } = await send(space.simulator.port, {
          method,
          target: `/${path.join('/')}?${query}`,
          headers: { authorization: rightCredentials, 'content-type': FORM },
          body: encodeURIComponent(body),
        })
        expect(status).toBeLessThan(500)
      }),
      { numRuns: 60 },
    )
  })
})

describe('the parameters of a message', () => {
  test('may be any text: the answer is a message or a refusal', async () => {
    const keys = fc.constantFrom(
      'To',
      'From',
      'Body',
      'MediaUrl',
      'MaxPrice',
      'ValidityPeriod',
      'MessagingServiceSid',
      '__proto__',
    )
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(keys, fc.string({ unit: 'grapheme' }))), async (pairs) => {
        const body = pairs.map(([key, value]) => `${key}=${encodeURIComponent(value)}`).join('&')
        expect([201, 400]).toContain((await post(body)).status)
      }),
      { numRuns: 60 },
    )
  })
})

describe('the log', () => {
  test('keeps what was sent, in order, and never the credentials', async () => {
    await post('To=%2B1&MediaUrl=a&MediaUrl=b')
    await space.get('Calls?To=%2B12025550150&StartTime%3C=x&To=y')
    await space.json('POST', '/api/relay/rest/number_groups', { name: 'New' })
    const [message, calls, group] = space.simulator.requests
    expect(message).toMatchObject({
      at: space.clock.now(),
      method: 'POST',
      path: `${accountPath}/Messages`,
      form: [
        ['To', '+1'],
        ['MediaUrl', 'a'],
        ['MediaUrl', 'b'],
      ],
      hasAuthorization: true,
      status: 400,
    })
    expect(calls).toMatchObject({
      query: [
        ['To', '+12025550150'],
        ['StartTime<', 'x'],
        ['To', 'y'],
      ],
    })
    expect(group).toMatchObject({ json: { name: 'New' }, status: 200 })
    expect(JSON.stringify(space.simulator.requests)).not.toContain(rightCredentials.slice(6))
    expect(message?.headers).toHaveProperty('host')
    expect(message?.headers).not.toHaveProperty('authorization')
  })

  test('is reported as it grows, and can be emptied', async () => {
    const seen: string[] = []
    const own = await startSpace({ onRequest: (entry) => seen.push(`${entry.method} ${entry.status}`) })
    await own.get('Calls')
    await own.post('Calls')
    expect(seen).toEqual(['GET 200', 'POST 400'])
    expect(own.simulator.requests).toHaveLength(2)
    own.simulator.clearRequests()
    expect(own.simulator.requests).toEqual([])
    await own.simulator.close()
  })
})

describe('a simulator', () => {
  test('listens on the loopback address only, on the port that it is given', async () => {
    const { port } = space.simulator
    expect(space.simulator.url).toBe(`http://127.0.0.1:${port}`)
    await expect(startSimulator({ port })).rejects.toThrow(`port ${port}: it is already in use`)
    await space.simulator.close()
    const again = await startSimulator({ port })
    expect(again.port).toBe(port)
    await again.close()
  })

  test('ends open connections when it closes, and closes only once', async () => {
    const socket = connect(space.simulator.port, '127.0.0.1')
    await new Promise((resolve) => socket.once('connect', resolve))
    const ended = new Promise((resolve) => socket.once('close', resolve))
    socket.on('error', () => undefined)
    await space.simulator.close()
    await ended
    await space.simulator.close()
    await expect(space.get('Calls')).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  })

  test('needs a project', async () => {
    await expect(startSimulator({ spaces: [] })).rejects.toThrow('at least one Space')
  })
})
