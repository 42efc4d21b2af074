import twilio from 'twilio'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { magicNumbers, simulatorCredentials, simulatorNumbers } from '../../../src/simulator/index.js'
import { expectedSignature, laml, type Scene, type sendLaml, startScene, until } from '../webhook-receiver.js'

const TO = simulatorNumbers.main
const [key = ''] = simulatorCredentials.signingKeys

let scene: Scene
beforeEach(async () => {
  scene = await startScene()
})
afterEach(() => scene.end())

const configureCall = (more: Readonly<Record<string, string>> = {}) =>
  scene.configure({ call_handler: 'laml_webhooks', call_request_url: '/call', ...more })
const configureMessage = (more: Readonly<Record<string, string>> = {}) =>
  scene.configure({ message_handler: 'laml_webhooks', message_request_url: '/message', ...more })
const errors = () => scene.simulator.posts.map(({ error }) => error?.code)

describe('a post is signed', () => {
  test('over the URL and the sorted parameters', async () => {
    await configureMessage({ message_request_url: '/message?shop=O%27Neill%20%26%20sons' })
    await scene.simulator.text({ to: TO, body: "you're & 100 % +ü" })
    const [post] = scene.receiver.received
    if (!post) throw new Error('Nothing came.')
    const url = `${scene.receiver.origin}/message?shop=O%27Neill%20%26%20sons`
    const given = String(post.headers['x-signalwire-signature'])
    expect(given).toBe(expectedSignature(url, post.pairs))
    expect(twilio.validateRequest(key, given, url, post.params)).toBe(true)
    expect(twilio.validateRequest(`${key}x`, given, url, post.params)).toBe(false)
    expect(post.headers['content-type']).toMatch(/^application\/x-www-form-urlencoded/)
  })

  test('with nothing appended where it is a GET, whose URL carries the parameters', async () => {
    await configureMessage({ message_request_method: 'GET', message_request_url: '/message?hook=1' })
    await scene.simulator.text({ to: TO })
    const [post] = scene.receiver.received
    expect(post).toMatchObject({ method: 'GET', params: { hook: '1', Body: 'Hello from the simulator' } })
    expect(post?.headers['x-signalwire-signature']).toBe(
      expectedSignature(`${scene.receiver.origin}${post?.target}`, []),
    )
  })

  test.each([
    ['message', 'user:pass%20word@'],
    ['call', ''],
  ])('for a %s with the credentials of its URL as %j', async (kind, signed) => {
    const withCredentials = `http://user:pass%20word@127.0.0.1:${scene.receiver.port}/${kind}`
    if (kind === 'call') await configureCall({ call_request_url: withCredentials })
    else await configureMessage({ message_request_url: withCredentials })
    await (kind === 'call' ? scene.simulator.ring({ to: TO }) : scene.simulator.text({ to: TO }))
    const [post] = scene.receiver.received
    const url = `http://${signed}127.0.0.1:${scene.receiver.port}/${kind}`
    expect(post?.headers['x-signalwire-signature']).toBe(expectedSignature(url, post?.pairs ?? []))
    expect(post?.headers.authorization).toBe(`Basic ${Buffer.from('user:pass word').toString('base64')}`)
    expect(JSON.stringify(scene.simulator.posts)).not.toContain('pass')
  })

  test('not at all, or with another key, where that is asked for', async () => {
    await configureMessage()
    await scene.simulator.text({ to: TO, signature: 'none' })
    await scene.simulator.text({ to: TO, signature: 'wrongKey' })
    const [unsigned, wrong] = scene.receiver.received
    expect(unsigned?.headers['x-signalwire-signature']).toBeUndefined()
    expect(wrong?.headers['x-signalwire-signature']).toMatch(/^[\w+/]{27}=$/)
    expect(wrong?.headers['x-signalwire-signature']).not.toBe(
      expectedSignature(`${scene.receiver.origin}/message`, wrong?.pairs ?? []),
    )
  })

  test('and sent once more, unchanged, as a duplicate', async () => {
    await configureMessage()
    scene.receiver.answer('/message', laml('<Message>Thanks</Message>'))
    const { attempts, replies } = await scene.simulator.text({ to: TO, repeat: true })
    const [first, second] = scene.receiver.received
    expect(scene.receiver.received).toHaveLength(2)
    expect(second).toEqual(first)
    expect(attempts.map(({ repeat, status }) => [repeat, status])).toEqual([
      [false, 200],
      [true, 200],
    ])
    expect(replies).toHaveLength(1)
  })
})

describe('a redirect is followed', () => {
  const redirect = (status: number, location: string) => (response: Parameters<typeof sendLaml>[0]) =>
    response.writeHead(status, { location }).end()

  test('up to three times', async () => {
    await configureCall()
    scene.receiver.answer('/call', redirect(302, '/1'))
    scene.receiver.answer('/1', redirect(301, '/2'))
    scene.receiver.answer('/2', redirect(303, '/3'))
    scene.receiver.answer('/3', laml('<Say>Here</Say>'))
    const { heard, attempts } = await scene.simulator.ring({ to: TO })
    expect(heard).toEqual(['Here'])
    expect(attempts.map(({ status, redirects }) => [status, redirects])).toEqual([
      [302, 0],
      [301, 1],
      [303, 2],
      [200, 3],
    ])
    expect(scene.receiver.at('/3')[0]).toMatchObject({ method: 'GET', params: {} })
  })

  test('not a fourth time: 11215', async () => {
    await configureCall()
    scene.receiver.answer('/call', redirect(302, '/call'))
    await scene.simulator.ring({ to: TO })
    expect(scene.receiver.received).toHaveLength(4)
    expect(errors()).toEqual([undefined, undefined, undefined, 11215])
  })

  test('with method, parameters and a new signature where the status says so', async () => {
    await configureCall()
    scene.receiver.answer('/call', redirect(307, '/there'))
    await scene.simulator.ring({ to: TO })
    const [post] = scene.receiver.at('/there')
    expect(post).toMatchObject({ method: 'POST', params: { Direction: 'inbound' } })
    expect(post?.headers['x-signalwire-signature']).toBe(
      expectedSignature(`${scene.receiver.origin}/there`, post?.pairs ?? []),
    )
  })

  test('but never away from this machine', async () => {
    await configureCall()
    scene.receiver.answer('/call', redirect(302, 'http://192.0.2.1/'))
    const { attempts, problem } = await scene.simulator.ring({ to: TO })
    expect(attempts.map(({ called }) => called)).toEqual([true, false])
    expect(problem).toContain('192.0.2.1')
  })
})

describe('a status callback', () => {
  const send = (callback: string) =>
    scene.post('Messages', {
      // It stays queued, so there is one thing to report.
      To: magicNumbers.message.staysQueued,
      From: TO,
      Body: 'Hello',
      StatusCallback: callback,
    })

  test('is tried three times, then dropped', async () => {
    scene.receiver.answer('/status', 500)
    await send(`${scene.receiver.origin}/status`)
    const attempts = await scene.simulator.deliver()
    expect(attempts.map(({ attempt, error }) => [attempt, error?.code])).toEqual([
      [1, 11217],
      [2, 11217],
      [3, 11217],
    ])
    expect(await scene.simulator.deliver()).toEqual([])
  })

  test.each([
    ['', 3],
    ['#tt=12000', 3],
    ['#tt=7000', 2],
    ['#tt=4000', 1],
  ])('that is not answered is tried within the total time of a URL that ends in %j: %i times', async (end, times) => {
    scene.receiver.answer('/status', () => {})
    await send(`${scene.receiver.origin}/status${end}`)
    const delivering = scene.simulator.deliver()
    let over = false
    delivering.finally(() => {
      over = true
    })
    await until(() => scene.receiver.received.length === 1)
    for (let seen = 1; !over; ) {
      await scene.clock.advance(1000)
      if (scene.simulator.posts.length === seen) {
        seen++
        await until(() => over || scene.receiver.received.length === seen)
      }
    }
    expect(await delivering).toHaveLength(times)
    expect(scene.clock.sleeping).toBe(0)
  })

  test('is tried no more once it has arrived, with 204 or whatever content', async () => {
    scene.receiver.answer('/status', 500, 204)
    await send(`${scene.receiver.origin}/status`)
    expect((await scene.simulator.deliver()).map(({ status }) => status)).toEqual([500, 204])
    expect(scene.receiver.received[1]).toEqual(scene.receiver.received[0])
  })
})

describe('only this machine is called', () => {
  test.each([
    'https://example.com/hook',
    'http://192.0.2.1/hook',
    'http://10.0.0.1/',
    'http://[2001:db8::1]/',
    'http://127.0.0.1.example.com/',
    'http://127.0.0.1@192.0.2.1/',
    'http://localhost.example.com/',
    'http://0.0.0.0/',
  ])('not %s', async (url) => {
    await configureMessage({ message_request_url: url })
    const { attempts, message, problem } = await scene.simulator.text({ to: TO })
    expect(attempts).toMatchObject([{ called: false, status: null, error: { code: null } }])
    expect([message.status, problem]).toEqual(['received', expect.stringContaining('Not called')])
  })

  test('and its fallback is not asked, because nothing has failed', async () => {
    await configureCall({ call_request_url: 'https://example.com/hook', call_fallback_url: '/fallback' })
    expect((await scene.simulator.ring({ to: TO })).attempts).toMatchObject([{ called: false }])
    expect(scene.receiver.received).toEqual([])
  })

  test('and a status callback elsewhere is noted once', async () => {
    const StatusCallback = 'https://example.com/status'
    await scene.post('Messages', { To: magicNumbers.message.staysQueued, From: TO, Body: 'Hello', StatusCallback })
    expect(await scene.simulator.deliver()).toMatchObject([{ called: false, url: StatusCallback }])
  })

  test('and what is allowed by name', async () => {
    await scene.end()
    scene = await startScene({ allowHosts: ['192.0.2.1:81', 'allowed.invalid'] })
    await configureMessage({ message_request_url: 'http://192.0.2.1/' })
    expect((await scene.simulator.text({ to: TO })).attempts[0]?.called).toBe(false)
    await configureMessage({ message_request_url: 'http://allowed.invalid/hook' })
    const { attempts } = await scene.simulator.text({ to: TO })
    expect(attempts).toMatchObject([{ called: true, error: { code: 11210 } }])
  })

  test('and a LaML bin of the Space, which answers without any request', async () => {
    const bins = await scene.get('LamlBins')
    const [bin] = bins.json.laml_bins as { request_url: string }[]
    await configureCall({ call_request_url: bin?.request_url ?? '' })
    expect((await scene.simulator.ring({ to: TO })).heard).toEqual(['Hello'])
  })
})
