import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createManualClock, type ManualClock } from '../../src/core/manual-clock.js'
import { hookUrl } from '../../webhooks/hook.js'
import { signPost } from '../../webhooks/sign-post.js'
import { openRaw, sendRaw } from './receiver/raw-connection.js'
import {
  bundlesOf,
  callParams,
  messageParams,
  publicUrl,
  type Scene,
  type Sent,
  signed,
  signingKey,
  startScene,
} from './receiver/scene.js'

const form = 'application/x-www-form-urlencoded'
let clock: ManualClock
let scene: Scene
let url: string
let path: string

beforeAll(async () => {
  clock = createManualClock()
  scene = await startScene({ clock })
  const hook = await scene.hook({ module: 'watchNewMessages', input: { webhookName: 'Orders', reply: 'nothing' } })
  url = hookUrl(publicUrl, hook.id, 'message')
  path = new URL(url).pathname
})
afterAll(() => scene.end())

/** What a test did must have left the receiver as it was: an honest post is taken. */
async function expectAlive(): Promise<void> {
  const sent = signed(url, { params: { ...messageParams, MessageSid: `alive-${Math.random()}` } })
  expect((await scene.send(sent)).status).toBe(200)
}

/** A form whose bytes are given, signed as the pairs that a lenient reader makes of them. */
const formOf = (body: string | Uint8Array, headers: Sent['headers'] = {}): Sent => {
  const { headers: made } = signPost({ key: signingKey, url, params: [...new URLSearchParams(body.toString())] })
  return { method: 'POST', target: path, headers: { ...made, 'content-type': form, ...headers }, body }
}

describe('a body', () => {
  it('of 10 MB is refused before it is read', async () => {
    const { statuses } = await sendRaw(
      scene.port,
      `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: ${form}\r\nContent-Length: 10485760\r\n\r\n`,
      'Body=',
    )
    expect(statuses).toEqual([413])
    await expectAlive()
  })

  it('that grows beyond the limit in chunks is refused', async () => {
    const chunk = `10000\r\n${'a'.repeat(0x10000)}\r\n`
    const { statuses } = await sendRaw(
      scene.port,
      `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: ${form}\r\nTransfer-Encoding: chunked\r\n\r\n`,
      ...Array.from({ length: 5 }, () => chunk),
    )
    expect(statuses).toEqual([413])
    await expectAlive()
  })

  it('as long as the limit is read', async () => {
    const most = 256 * 1024
    const filler = (length: number) =>
      `MessageSid=long-${length}&Body=${'a'.repeat(length - `MessageSid=long-${length}&Body=`.length)}`
    expect((await scene.send(formOf(filler(most)))).status).toBe(200)
    expect((await scene.send(formOf(filler(most + 1)))).status).toBe(413)
  })

  it('that does not arrive is given up after ten seconds by the clock', async () => {
    const slowly = createManualClock()
    const slow = await startScene({ clock: slowly })
    const { id } = await slow.hook()
    const { socket, said } = openRaw(slow.port)
    socket.write(
      `POST /hooks/${id}/call HTTP/1.1\r\nHost: x\r\nContent-Type: ${form}\r\nContent-Length: 9\r\n\r\nBody=`,
    )
    while (slowly.sleeping === 0) await new Promise((resolve) => setImmediate(resolve))
    await slowly.advance(9000)
    expect(await slow.receiver.metrics()).not.toContain('tooSlow')
    await slowly.advance(2000)
    expect((await said).statuses).toEqual([408])
    expect(await slow.receiver.metrics()).toContain('signalwire_receiver_refused_total{reason="tooSlow"} 1')
    await slow.end()
  })

  it('that ends early, with its connection, is dropped', async () => {
    const before = (await scene.stored()).length
    const { socket, said } = openRaw(scene.port)
    socket.write(`POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: ${form}\r\nContent-Length: 100\r\n\r\nBody=`)
    socket.end()
    await said
    await expectAlive()
    expect(await scene.stored()).toHaveLength(before + 1)
  })

  it.each([
    ['two lengths', 'Content-Length: 5\r\nContent-Length: 6\r\n', 'Body=', 400],
    ['a length that is no number', 'Content-Length: five\r\n', 'Body=', 400],
    ['a negative length', 'Content-Length: -5\r\n', 'Body=', 400],
    ['a length and chunks', 'Content-Length: 5\r\nTransfer-Encoding: chunked\r\n', '5\r\nBody=\r\n0\r\n\r\n', 400],
    ['an unknown transfer coding', 'Transfer-Encoding: gzip\r\n', 'Body=', 400],
    ['a chunk without a size', 'Transfer-Encoding: chunked\r\n', 'zz\r\nBody=\r\n0\r\n\r\n', 400],
    ['headers without end', `X-Filler: ${'a'.repeat(20_000)}\r\n`, '', 431],
  ])('with %s is no HTTP', async (_, headers, body, status) => {
    const { statuses } = await sendRaw(
      scene.port,
      `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: ${form}\r\n${headers}\r\n${body}`,
    )
    // Nobody may take what follows for another request.
    expect(statuses.filter((one) => one === 200)).toEqual([])
    expect(statuses.at(-1)).toBe(status)
    await expectAlive()
  })

  it.each([
    ['invalid UTF-8', Buffer.from([0x42, 0x3d, 0xff, 0xfe]), 400],
    ['an escape that is invalid UTF-8', 'Body=%ff%fe', 400],
    ['half an escape', 'Body=100%', 400],
    ['an escape that is none', 'Body=%zz', 400],
    ['nothing', '', 400],
    ['ten thousand parameters', Array.from({ length: 10_000 }, (_, index) => `p${index}=1`).join('&'), 413],
    ['ten thousand separators', '&'.repeat(10_000), 413],
  ])('with %s is refused and not stored', async (_, body, status) => {
    const before = (await scene.stored()).length
    const reply = await scene.send(formOf(body))
    expect(reply).toMatchObject({ status, text: '' })
    expect(await scene.stored()).toHaveLength(before)
  })

  it.each([
    'text/plain',
    'multipart/form-data; boundary=x',
    'application/xml',
    'application/x-www-form-urlencoded; charset=utf-16',
    '',
  ])('of the content type %j is refused', async (type) => {
    expect((await scene.send(formOf('Body=Hi', { 'content-type': type }))).status).toBe(415)
  })

  it('that is compressed is refused', async () => {
    expect((await scene.send(formOf('MessageSid=c-1', { 'content-encoding': 'gzip' }))).status).toBe(415)
  })

  it('in JSON that is cut off, no object or too deep is refused', async () => {
    for (const body of ['{"MessageSid":"m', '[]', '"text"', 'null', `{"a":${'['.repeat(100_000)}`])
      expect((await scene.send(formOf(body, { 'content-type': 'application/json' }))).status).toBe(400)
    await expectAlive()
  })
})

describe('parameters', () => {
  it('with the names of an object are parameters like others', async () => {
    const params = { ...messageParams, MessageSid: 'proto-1', constructor: 'x', toString: 'y', hasOwnProperty: 'z' }
    const pairs = [...Object.entries(params), ['__proto__', 'w'] as const]
    const { headers, body } = signPost({ key: signingKey, url, params: pairs })
    expect((await scene.send({ method: 'POST', target: path, headers, body })).status).toBe(200)
    const event = (await scene.stored()).at(-1)
    expect(event).toMatchObject({ type: 'incomingMessage', key: 'proto-1' })
    const stored = JSON.parse(event?.body ?? '') as { params: Record<string, string> }
    expect(Object.hasOwn(stored.params, '__proto__')).toBe(true)
    expect(stored.params.constructor).toBe('x')
    expect(bundlesOf(event)).toHaveLength(1)
    expect(({} as Record<string, unknown>).w).toBeUndefined()
  })

  it('that recur are all kept', async () => {
    const pairs = [['MessageSid', 'twice-1'] as const, ['Body', 'one'] as const, ['Body', 'two'] as const]
    const { headers, body } = signPost({ key: signingKey, url, params: pairs })
    expect((await scene.send({ method: 'POST', target: path, headers, body })).status).toBe(200)
    expect(JSON.parse((await scene.stored()).at(-1)?.body ?? '')).toMatchObject({ params: { Body: 'two' }, pairs })
  })
})

describe('headers', () => {
  it('that name another host change nothing', async () => {
    const sent = signed(url, { params: { ...messageParams, MessageSid: 'host-1' } })
    const headers = { ...sent.headers, host: 'evil.example.com', 'x-forwarded-host': 'evil.example.com' }
    expect((await scene.send({ ...sent, headers })).status).toBe(200)
    const forged = signed(url.replace('hooks.example.com', 'evil.example.com'), { params: messageParams })
    const named = { ...forged.headers, host: 'evil.example.com', 'x-forwarded-host': 'evil.example.com' }
    expect((await scene.send({ ...forged, headers: named })).status).toBe(403)
  })

  it('of a trusted proxy are believed', async () => {
    const behind = await startScene({ trustProxies: ['loopback'] })
    const hook = await behind.hook()
    const elsewhere = hookUrl('https://other.example.com', hook.id, 'call')
    const sent = signed(elsewhere, { params: callParams })
    const headers = { ...sent.headers, 'x-forwarded-host': 'other.example.com' }
    expect((await behind.send({ ...sent, headers })).status).toBe(200)
    expect((await behind.send(sent)).status).toBe(403)
    await behind.end()
  })
})

describe('many requests on one connection', () => {
  it('are answered in order, also after one that is refused', async () => {
    const { headers, body } = signPost({ key: signingKey, url, params: { ...messageParams, MessageSid: 'pipe-1' } })
    const one = (text: string) =>
      `POST ${path} HTTP/1.1\r\nHost: x\r\n${Object.entries(headers)
        .map(([name, value]) => `${name}: ${value}\r\n`)
        .join('')}Content-Length: ${text.length}\r\n\r\n${text}`
    const last = `POST ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: ${form}\r\nContent-Length: 3\r\n\r\na=b`
    const { statuses } = await sendRaw(scene.port, one(body), one(body.replace('pipe-1', 'pipe-2')), one(body), last)
    expect(statuses).toEqual([200, 403, 200, 403])
  })
})

describe('a clock that jumps', () => {
  it('loses no post', async () => {
    let now = Date.UTC(2026, 0, 5, 12)
    const jumping = { ...createManualClock(), now: () => now }
    const late = await startScene({ clock: jumping })
    const hook = await late.hook()
    for (const jump of [0, -86_400_000, 86_400_000 * 400, -86_400_000 * 800]) {
      now += jump
      const reply = await late.post(hook, 'call', { ...callParams, CallSid: `jump-${jump}` })
      expect(reply.status).toBe(200)
      expect((await late.post(hook, 'call', { ...callParams, CallSid: `jump-${jump}` })).text).toBe(reply.text)
    }
    expect(await late.stored()).toHaveLength(4)
    expect(await late.receiver.metrics()).toContain('signalwire_receiver_repeated_total 4')
    await late.end()
  })
})
