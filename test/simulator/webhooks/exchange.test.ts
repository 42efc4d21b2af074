import { createServer } from 'node:net'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { simulatorNumbers } from '../../../src/simulator/index.js'
import { expectedSignature, laml, type Scene, startScene, until } from '../webhook-receiver.js'

const TO = simulatorNumbers.main

let scene: Scene
beforeEach(async () => {
  scene = await startScene()
})
afterEach(() => scene.end())

const configureCall = (more: Readonly<Record<string, string>> = {}) =>
  scene.configure({ call_handler: 'laml_webhooks', call_request_url: '/call', ...more })
const errors = () => scene.simulator.posts.map(({ error }) => error?.code)

describe('a webhook that asks for instructions is asked once, and fails', () => {
  const huge = `<Response>${' '.repeat(64 * 1024)}</Response>`
  test.each<[string, number, Parameters<Scene['receiver']['answer']>[1]]>([
    ['with a 4xx', 11217, 404],
    ['with a 5xx', 11217, 503],
    ['with a document that is cut off', 12100, '<Response><Say>Hel'],
    ['with another root element', 12100, '<response/>'],
    ['with nothing at all', 12100, ''],
    ['with an unknown verb', 13750, '<Response><say>Hello</say></Response>'],
    ['with a verb inside another', 13750, laml('<Say><Hangup/></Say>')],
    ['with a noun that Dial has not', 13215, laml('<Dial><Client>desk</Client></Dial>')],
    ['with another content type', 12300, (response) => response.setHeader('content-type', 'text/plain').end(laml())],
    ['without a content type', 12300, (response) => response.end(laml())],
    ['with more than 64 kB', 11750, huge],
    ['with a broken connection', 11200, (response) => response.socket?.destroy()],
  ])('%s: %i, and the fallback URL is asked', async (_how, code, answer) => {
    await configureCall({ call_fallback_url: '/fallback' })
    scene.receiver.answer('/call', answer)
    scene.receiver.answer('/fallback', laml('<Say>From the fallback</Say>'))
    const { attempts, heard, problem } = await scene.simulator.ring({ to: TO })
    expect(attempts.map(({ error, fallback }) => [error?.code, fallback])).toEqual([
      [code, false],
      [undefined, true],
    ])
    expect([heard, problem]).toEqual([['From the fallback'], undefined])
    expect(scene.receiver.at('/fallback')[0]?.params).toEqual(scene.receiver.at('/call')[0]?.params)
  })

  test('for good where there is no fallback', async () => {
    await configureCall()
    scene.receiver.answer('/call', 500)
    const { call, problem } = await scene.simulator.ring({ to: TO })
    expect(scene.receiver.received).toHaveLength(1)
    expect([call.status, problem]).toEqual(['failed', expect.stringContaining('11217')])
  })

  test('and whatever bytes come back, the call ends', async () => {
    let bytes = new Uint8Array()
    const junk = createServer((socket) => {
      socket.on('error', () => {})
      socket.on('data', () => socket.end(bytes))
    })
    await new Promise<void>((resolve) => junk.listen(0, '127.0.0.1', resolve))
    const { port } = junk.address() as { port: number }
    await configureCall({ call_request_url: `http://127.0.0.1:${port}/` })
    const head = 'HTTP/1.1 200 OK\r\ncontent-type: text/xml\r\n'
    const replies = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.string().map((text) => Buffer.from(text)),
      fc.string().map((text) => Buffer.from(`${head}\r\n${text}`)),
      fc.string().map((text) => Buffer.from(`${head}content-length: ${text.length * 9}\r\n\r\n${text}`)),
      fc.string().map((text) => Buffer.from(`${head}transfer-encoding: chunked\r\n\r\n${text}`)),
      fc.string().map((text) => Buffer.from(`${head}\r\n<Response><Say a="${text}">${text}</Say></Response>`)),
    )
    await fc.assert(
      fc.asyncProperty(replies, async (reply) => {
        bytes = reply
        const { call } = await scene.simulator.ring({ to: TO })
        expect(['completed', 'failed']).toContain(call.status)
      }),
      { numRuns: 200 },
    )
    expect(scene.clock.sleeping).toBe(0)
    junk.close()
  })

  test('where nothing listens, or what listens speaks no HTTP', async () => {
    const rude = createServer((socket) => socket.end('220 mail.example.com ESMTP\r\n'))
    await new Promise<void>((resolve) => rude.listen(0, '127.0.0.1', resolve))
    const { port } = rude.address() as { port: number }
    await configureCall({ call_request_url: `http://localhost:${port}/`, call_fallback_url: 'http://127.0.0.1:1/' })
    await scene.simulator.ring({ to: TO })
    expect(errors()).toEqual([11251, 11200])
    rude.close()
  })
})

describe('time runs out', () => {
  test.each([
    ['', 5000],
    ['#rt=100', 100],
    ['#ot=100&rt=8000&tt=15000', 8000],
    ['#rt=9000&tt=700', 700],
    ['#rt=99999', 5000],
  ])('for a URL that ends in %j after %i ms without a reply', async (fragment, ms) => {
    await configureCall({ call_request_url: `/call${fragment}`, call_fallback_url: '/fallback' })
    scene.receiver.answer('/call', () => {})
    const ringing = scene.simulator.ring({ to: TO })
    await until(() => scene.receiver.received.length === 1)
    await scene.clock.advance(ms - 1)
    expect(scene.simulator.posts).toEqual([])
    await scene.clock.advance(1)
    const { attempts } = await ringing
    expect(attempts[0]).toMatchObject({ status: null, ms, error: { code: 11200 } })
    expect(attempts[1]).toMatchObject({ status: 200, fallback: true })
    // The fragment is neither sent nor signed.
    const [post] = scene.receiver.received
    expect(post?.target).toBe('/call')
    expect(post?.headers['x-signalwire-signature']).toBe(
      expectedSignature(`${scene.receiver.origin}/call`, post?.pairs ?? []),
    )
  })

  const turns = async () => {
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve))
  }

  test('between two packets as well', async () => {
    await configureCall()
    scene.receiver.answer('/call', (response) => {
      response.writeHead(200, { 'content-type': 'text/xml' })
      response.write('<Response>')
    })
    const ringing = scene.simulator.ring({ to: TO })
    await until(() => scene.receiver.received.length === 1)
    await turns()
    await scene.clock.advance(5000)
    expect((await ringing).attempts[0]).toMatchObject({ status: 200, ms: 5000, error: { code: 11200 } })
  })

  test('in all, for a reply that drips', async () => {
    await configureCall()
    let drip = () => {}
    scene.receiver.answer('/call', (response) => {
      response.writeHead(200, { 'content-type': 'text/xml' })
      drip = () => response.write(' ')
    })
    const ringing = scene.simulator.ring({ to: TO })
    await until(() => scene.receiver.received.length === 1)
    for (let second = 0; second < 15; second++) {
      drip()
      await turns()
      await scene.clock.advance(1000)
    }
    const [attempt] = (await ringing).attempts
    expect(attempt).toMatchObject({ ms: 15_000, error: { code: 11200, message: expect.stringContaining('in all') } })
    expect(scene.clock.sleeping).toBe(0)
  })

  test('for a connection that is never made', async () => {
    // A TLS handshake that the other side does not join.
    const silent = createServer(() => {})
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    const connected = new Promise<{ destroy(): void }>((resolve) => silent.once('connection', resolve))
    const { port } = silent.address() as { port: number }
    await configureCall({ call_request_url: `https://127.0.0.1:${port}/` })
    const ringing = scene.simulator.ring({ to: TO })
    const socket = await connected
    await scene.clock.advance(2000)
    expect((await ringing).attempts[0]).toMatchObject({ ms: 2000, error: { code: 11200 } })
    socket.destroy()
    silent.close()
  })

  test('for nothing any more once the simulator is closed', async () => {
    await configureCall()
    scene.receiver.answer('/call', () => {})
    const ringing = scene.simulator.ring({ to: TO })
    await until(() => scene.receiver.received.length === 1)
    await scene.simulator.close()
    expect((await ringing).problem).toContain('closed')
    expect(scene.clock.sleeping).toBe(0)
  })
})
