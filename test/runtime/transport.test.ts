import { getEventListeners, once } from 'node:events'
import { createServer } from 'node:net'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { inspect } from 'node:util'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createManualClock } from '../../src/core/manual-clock.js'
import { createTransport, maxReplyBytes, type Transport, TransportError } from '../../src/runtime/transport.js'
import { failureOf } from './connect.js'
import { type Answer, type LocalServer, sendJson, startServer } from './local-server.js'

const authorization = `Basic ${Buffer.from('user:a-secret-token').toString('base64')}`
const get = { method: 'GET', path: '/api/a', headers: {} }

const open: { close(): unknown }[] = []
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})

async function serve(answer?: Answer): Promise<LocalServer> {
  const server = await startServer(answer)
  open.push(server)
  return server
}

const clock = createManualClock()

function transportTo(baseUrl: string): Transport {
  const transport = createTransport({ baseUrl, authorization, timeoutMs: 40_000, clock })
  open.unshift(transport)
  return transport
}

/** An answer that never ends. */
const silence: Answer = () => undefined
const half: Answer = (_, response) => {
  response.writeHead(200, { 'content-length': '100' }).write('{"a":')
}

describe('a request', () => {
  it('gets the reply of any status, its headers by lower-case name', async () => {
    const server = await serve((_, response) => {
      response.setHeader('Set-Cookie', ['a=1', 'b=2'])
      response.setHeader('X-Mixed', 'c')
      sendJson(response, { no: true }, 404)
    })
    const reply = await transportTo(server.url).send(get)
    expect(reply).toMatchObject({ status: 404, headers: { 'set-cookie': 'a=1, b=2', 'x-mixed': 'c' } })
    expect(reply.body.toString()).toBe('{"no":true}')
  })

  it('reads what is compressed', async () => {
    const server = await serve((_, response) => response.setHeader('Content-Encoding', 'gzip').end(gzipSync('{"a":1}')))
    expect((await transportTo(server.url).send(get)).body.toString()).toBe('{"a":1}')
  })

  it('passes over what comes before the answer', async () => {
    const server = await serve((_, response) => {
      response.writeEarlyHints({ link: '</a>; rel=preload' })
      response.writeProcessing()
      sendJson(response, { a: 1 })
    })
    expect(await transportTo(server.url).send(get)).toMatchObject({ status: 200 })
  })

  it.each(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])('sends a body with its length, or none: %s', async (method) => {
    const server = await serve()
    const transport = transportTo(server.url)
    await transport.send({ ...get, method, body: 'ü' })
    expect(server.requests[0]).toMatchObject({ method, body: 'ü', headers: { 'content-length': '2' } })
    await transport.send({ ...get, method })
    expect(server.requests[1]).toMatchObject({ method, body: '' })
    expect(server.requests[1]?.headers).not.toHaveProperty('content-type')
  })

  it('that cannot be written is refused, and leaves nothing behind', async () => {
    const server = await serve()
    const { signal } = new AbortController()
    const broken = { ...get, path: ':no-port' }
    expect(await failureOf(transportTo(server.url).send(broken, signal))).toBeInstanceOf(TransportError)
    expect(server.requests).toEqual([])
    expect(getEventListeners(signal, 'abort')).toHaveLength(0)
    expect(clock.sleeping).toBe(0)
  })

  it('keeps its connection, until it is closed', async () => {
    const server = await serve()
    const transport = transportTo(server.url)
    for (let time = 0; time < 3; time++) await transport.send(get)
    expect(server.requests.map(({ headers }) => headers.connection)).toEqual(['keep-alive', 'keep-alive', 'keep-alive'])
  })
})

describe('credentials', () => {
  it.each([301, 302, 303, 307, 308])('do not follow a redirect with the status %i', async (status) => {
    const elsewhere = await serve()
    const server = await serve((_, response) =>
      response.writeHead(status, { location: `${elsewhere.url}/api/a` }).end(),
    )
    const transport = transportTo(server.url)
    expect(await transport.send(get)).toMatchObject({ status, headers: { location: `${elsewhere.url}/api/a` } })
    await transport.send({ ...get, method: 'POST', body: 'a=b' })
    expect(elsewhere.requests).toEqual([])
    // A client that follows would have got there.
    await fetch(server.url)
    expect(elsewhere.requests).toHaveLength(1)
  })

  it('do not go through a proxy that the environment names', async () => {
    const proxy = await serve()
    const server = await serve()
    for (const name of ['http_proxy', 'HTTP_PROXY', 'all_proxy', 'ALL_PROXY']) vi.stubEnv(name, proxy.url)
    vi.stubEnv('no_proxy', '')
    vi.stubEnv('NO_PROXY', '')
    try {
      await transportTo(server.url).send(get)
    } finally {
      vi.unstubAllEnvs()
    }
    expect(server.requests).toHaveLength(1)
    expect(proxy.requests).toEqual([])
  })

  it('cannot be replaced by headers of a request', async () => {
    const server = await serve()
    await transportTo(server.url).send({ ...get, headers: { authorization: 'Basic b3RoZXI=', AUTHORIZATION: 'x' } })
    expect(server.requests[0]?.headers.authorization).toBe(authorization)
  })

  it.each<[string, Answer]>([
    ['a reset', (_, response) => response.socket?.resetAndDestroy()],
    [
      'a cut reply',
      (_, response) => response.writeHead(200, { 'content-length': '9' }).write('a', () => response.destroy()),
    ],
    ['a reply that is damaged', (_, response) => response.setHeader('Content-Encoding', 'gzip').end('no gzip')],
    ['no HTTP at all', (_, response) => response.socket?.end('HELO\r\n\r\n')],
  ])('are not in the error after %s', async (_, answer) => {
    const server = await serve(answer)
    const failure = await failureOf(transportTo(server.url).send(get))
    expect(failure).toBeInstanceOf(TransportError)
    const shown = inspect(failure, { depth: 20, showHidden: true }) + JSON.stringify(failure)
    expect(shown).not.toContain('a-secret-token')
    expect(shown).not.toContain(authorization.slice('Basic '.length))
  })
})

describe('no reply', () => {
  it('is not sent where nobody listens', async () => {
    const server = await startServer()
    await server.close()
    expect(await failureOf(transportTo(server.url).send(get))).toMatchObject({
      failure: 'notSent',
      systemCode: 'ECONNREFUSED',
    })
  })

  it('is not sent where the host does not exist', async () => {
    expect(await failureOf(transportTo('http://no-such-host.invalid').send(get))).toMatchObject({ failure: 'notSent' })
  })

  it('is not sent where the other side does not speak TLS', async () => {
    const server = await serve()
    expect(await failureOf(transportTo(server.url.replace('http:', 'https:')).send(get))).toMatchObject({
      failure: 'notSent',
    })
    expect(server.requests).toEqual([])
  })

  it.each<[string, Answer]>([
    ['is reset', (_, response) => response.socket?.resetAndDestroy()],
    [
      'ends in the middle of a compressed reply',
      (_, response) => response.setHeader('Content-Encoding', 'gzip').end(gzipSync('a'.repeat(9999)).subarray(0, 20)),
    ],
    [
      'changes its protocol',
      (_, response) => response.writeHead(101, { connection: 'upgrade', upgrade: 'websocket' }).end(),
    ],
    ['ends without a word', (_, response) => response.socket?.end()],
    [
      'breaks in the middle of the reply',
      (_, response) => response.writeHead(200, { 'content-length': '9' }).write('a', () => response.destroy()),
    ],
    [
      'breaks in the middle of a chunked reply',
      (_, response) => response.writeHead(200).write('a', () => response.destroy()),
    ],
  ])('is broken where the connection %s', async (_, answer) => {
    const server = await serve(answer)
    expect(await failureOf(transportTo(server.url).send(get))).toMatchObject({ failure: 'broken' })
    expect(server.requests).toHaveLength(1)
  })

  it('is broken where the answer is no HTTP', async () => {
    const server = createServer((socket) => {
      socket.once('data', () => socket.end('220 mail.example.com ESMTP\r\n'))
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    open.push(server)
    const address = server.address()
    const port = typeof address === 'object' ? address?.port : undefined
    expect(await failureOf(transportTo(`http://127.0.0.1:${port}`).send(get))).toMatchObject({ failure: 'broken' })
  })

  it.each([
    ['never comes', silence],
    ['does not end', half],
  ])('is a timeout where it %s', async (_, answer) => {
    const server = await serve(answer)
    const failure = failureOf(transportTo(server.url).send(get))
    await vi.waitFor(() => expect(server.requests).toHaveLength(1))
    let over = false
    void failure.then(() => {
      over = true
    })
    await clock.advance(39_999)
    expect(over).toBe(false)
    await clock.advance(1)
    expect(await failure).toMatchObject({ failure: 'timeout' })
    expect(clock.sleeping).toBe(0)
  })
})

describe('a reply that is too large', () => {
  it('is left after 50 MB', async () => {
    const chunk = Buffer.alloc(1024 * 1024, 'a')
    let written = 0
    let over: Promise<void> | undefined
    const chunks = function* () {
      for (; written < 200; written++) yield chunk
    }
    const server = await serve((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' })
      // No faster than it is read, and no longer than anybody reads.
      over = pipeline(Readable.from(chunks()), response).catch(() => undefined)
    })
    expect(await failureOf(transportTo(server.url).send(get))).toMatchObject({ failure: 'tooLarge' })
    await over
    expect(written).toBeLessThan(120)
    expect(written).toBeGreaterThanOrEqual(50)
  })

  it('is left also where it was small on the way', async () => {
    const bomb = gzipSync(Buffer.alloc(maxReplyBytes * 2))
    const server = await serve((_, response) => response.setHeader('Content-Encoding', 'gzip').end(bomb))
    expect(bomb.length).toBeLessThan(maxReplyBytes / 100)
    expect(await failureOf(transportTo(server.url).send(get))).toMatchObject({ failure: 'tooLarge' })
  })

  it('is read up to that size', async () => {
    const server = await serve((_, response) => response.end(Buffer.alloc(maxReplyBytes)))
    expect((await transportTo(server.url).send(get)).body).toHaveLength(maxReplyBytes)
  })
})

describe('an AbortSignal', () => {
  const reason = new Error('The user has left.')

  it('that is aborted already sends nothing', async () => {
    const server = await serve()
    expect(await failureOf(transportTo(server.url).send(get, AbortSignal.abort(reason)))).toBe(reason)
    expect(server.requests).toEqual([])
  })

  it.each([
    ['before the reply', silence],
    ['in the middle of the reply', half],
  ])('ends a request %s, with its reason', async (_, answer) => {
    const server = await serve(answer)
    const controller = new AbortController()
    const failure = failureOf(transportTo(server.url).send(get, controller.signal))
    await vi.waitFor(() => expect(server.requests).toHaveLength(1))
    controller.abort(reason)
    expect(await failure).toBe(reason)
    expect(clock.sleeping).toBe(0)
  })

  it('is let go of after every request', async () => {
    const server = await serve((_, response, index) => (index < 3 ? sendJson(response, {}) : response.destroy()))
    const transport = transportTo(server.url)
    const { signal } = new AbortController()
    for (let time = 0; time < 3; time++) await transport.send(get, signal)
    await failureOf(transport.send(get, signal))
    expect(getEventListeners(signal, 'abort')).toHaveLength(0)
    expect(clock.sleeping).toBe(0)
  })
})
