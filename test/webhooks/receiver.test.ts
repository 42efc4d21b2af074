import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createManualClock } from '../../src/core/manual-clock.js'
import { lamlProblem } from '../../src/runtime/laml-document.js'
import { type HookDefinition, hookUrl } from '../../webhooks/hook.js'
import { createReceiver } from '../../webhooks/receiver.js'
import { signPost } from '../../webhooks/sign-post.js'
import {
  bundlesOf,
  callParams,
  exchange,
  messageParams,
  publicUrl,
  type Scene,
  signed,
  startScene,
} from './receiver/scene.js'
import { compatibilityApi, twilio } from './validators.js'

const clock = createManualClock()
let scene: Scene
beforeAll(async () => {
  scene = await startScene({ clock })
})
afterAll(() => scene.end())
beforeEach(() => {
  scene.log.length = 0
})

const sid = (() => {
  let count = 0
  return () => `5a9f0c3e-7b41-4d26-9e58-${String(++count).padStart(12, '0')}`
})()

const eventsOf = async (hook: HookDefinition) => (await scene.stored()).filter((event) => event.hook === hook.id)

describe('a post from SignalWire', () => {
  it('is stored, and answered with the reply that the hook chose', async () => {
    const hook = await scene.hook()
    const reply = await scene.post(hook, 'call', callParams)
    expect(reply.status).toBe(200)
    expect(reply.headers['content-type']).toBe('application/xml; charset=utf-8')
    expect(reply.text).toContain('<Say>Please hold the line.</Say>')
    const [event, ...others] = await eventsOf(hook)
    expect(others).toEqual([])
    expect(event).toMatchObject({
      connection: 'main',
      type: 'incomingCall',
      key: callParams.CallSid,
      reply: reply.text,
    })
    expect(bundlesOf(event)).toEqual([callParams])
  })

  it('is stored once when it comes twice, and answered as the first time although the hook has changed', async () => {
    const hook = await scene.hook()
    const first = await scene.post(hook, 'call', callParams)
    await scene.hook({ ...hook, input: { ...hook.input, say: 'Somebody else speaks.' } })
    await clock.advance(1000)
    const again = await scene.post(hook, 'call', { ...callParams, CallStatus: 'in-progress' })
    expect(again.text).toBe(first.text)
    expect(await eventsOf(hook)).toHaveLength(1)
    // The control: the change counts for the next call.
    const other = await scene.post(hook, 'call', { ...callParams, CallSid: sid() })
    expect(other.text).toContain('Somebody else speaks.')
    expect(await eventsOf(hook)).toHaveLength(2)
  })

  it('is stored once when it comes twenty times at once', async () => {
    const hook = await scene.hook()
    const replies = await Promise.all(Array.from({ length: 20 }, () => scene.post(hook, 'call', callParams)))
    expect(new Set(replies.map(({ status, text }) => `${status} ${text}`)).size).toBe(1)
    expect(await eventsOf(hook)).toHaveLength(1)
  })

  it('is another event at another hook', async () => {
    const hooks = [await scene.hook(), await scene.hook()]
    for (const hook of hooks) await scene.post(hook, 'call', callParams)
    for (const hook of hooks) expect(await eventsOf(hook)).toHaveLength(1)
  })

  it.each([
    { title: 'a GET', more: { method: 'GET' as const } },
    { title: 'the header of Twilio', more: { header: 'x-twilio-signature' as const } },
    { title: 'a hex signature of the body', more: { scheme: 'bodySha1' as const } },
    { title: 'a SHA256 signature of the body', more: { scheme: 'bodySha256' as const } },
  ])('may come with $title', async ({ more }) => {
    const hook = await scene.hook()
    const reply = await scene.post(hook, 'call', callParams, more)
    expect(reply.status).toBe(200)
    expect(await eventsOf(hook)).toMatchObject([{ type: 'incomingCall', key: callParams.CallSid }])
  })

  it('may be JSON', async () => {
    const hook = await scene.hook()
    const url = hookUrl(publicUrl, hook.id, 'call')
    const { headers, body } = signPost({ key: 'PSKtest1234567890abcdef', url, json: callParams })
    const reply = await scene.send({ method: 'POST', target: new URL(url).pathname, headers, body })
    expect(reply.status).toBe(200)
    expect(bundlesOf((await eventsOf(hook))[0])).toEqual([callParams])
  })

  it.each([twilio, compatibilityApi])(
    'is accepted as $name signs it, and with any byte changed is not',
    async (library) => {
      const hook = await scene.hook({ module: 'watchNewMessages', input: { webhookName: 'Orders', reply: 'nothing' } })
      const url = `${hookUrl(publicUrl, hook.id, 'message')}?tenant=it's%20me`
      const target = url.slice(publicUrl.length)
      const body = Buffer.from(new URLSearchParams(messageParams).toString())
      const send = (bytes: Uint8Array, signature: string, path = target) =>
        scene.send({
          method: 'POST',
          target: path,
          headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-signalwire-signature': signature },
          body: bytes,
        })
      const signature = library.sign('PSKtest1234567890abcdef', url, Object.entries(messageParams))
      for (let index = 0; index < body.length; index++) {
        const changed = Buffer.from(body)
        changed[index] = changed[index] === 0x78 ? 0x79 : 0x78
        // A separator that is changed may leave parameters that cannot be read, which is refused before the signature.
        expect([400, 403]).toContain((await send(changed, signature)).status)
      }
      for (let index = 0; index < signature.length; index++) {
        const other = signature[index] === 'A' ? 'B' : 'A'
        expect((await send(body, signature.slice(0, index) + other + signature.slice(index + 1))).status).toBe(403)
      }
      for (let index = target.indexOf('?') + 1; index < target.length; index++) {
        const other = target[index] === 'x' ? 'y' : 'x'
        expect((await send(body, signature, target.slice(0, index) + other + target.slice(index + 1))).status).toBe(403)
      }
      expect(await eventsOf(hook)).toEqual([])
      expect((await send(body, signature)).status).toBe(200)
      expect(await eventsOf(hook)).toHaveLength(1)
    },
  )
})

describe('what is not an incoming call', () => {
  it.each([
    ['status', { ...callParams, CallStatus: 'completed', CallDuration: '7' }, 'callStatus', 204],
    [
      'recording',
      { CallSid: callParams.CallSid, RecordingSid: 'r-1', RecordingStatus: 'completed', RecordingUrl: 'u' },
      'recording',
      204,
    ],
    ['status', { MessageSid: 'm-1', MessageStatus: 'delivered' }, 'messageStatus', 204],
    ['fax', { FaxSid: 'f-1', FaxStatus: 'received', NumPages: '2' }, 'faxStatus', 200],
    ['call', { ...callParams, Direction: 'outbound-api', CallStatus: 'in-progress' }, 'callStep', 200],
    ['call', { Something: 'else' }, 'unknown', 200],
    ['status', { Something: 'else' }, 'unknown', 204],
  ] as const)('is kept: %s %j', async (purpose, params, type, status) => {
    const hook = await scene.hook()
    const reply = await scene.post(hook, purpose, params as Readonly<Record<string, string>>)
    expect(reply.status).toBe(status)
    if (status === 204) expect(reply.text).toBe('')
    else expect(lamlProblem(reply.text)).toBeUndefined()
    const events = await eventsOf(hook)
    expect(events).toMatchObject([{ type }])
    // The hook watches for calls only.
    expect(bundlesOf(events[0])).toEqual([])
    const everything = await scene.hook({
      input: { ...hook.input, also: ['callStatus', 'recording', 'fax'] },
    })
    await scene.post(everything, purpose, params as Readonly<Record<string, string>>)
    const watched = ['callStatus', 'recording', 'faxStatus'].includes(type)
    expect(bundlesOf((await eventsOf(everything))[0])).toHaveLength(watched ? 1 : 0)
  })
})

describe('a call that goes on', () => {
  const attribute = (laml: string, name: string) =>
    new RegExp(`${name}="([^"]*)"`).exec(laml)?.[1]?.replaceAll('&amp;', '&') ?? ''

  it('takes a voicemail: one call, one recording, no second greeting', async () => {
    const hook = await scene.hook({
      input: { webhookName: 'Voicemail', reply: 'voicemail', greeting: 'Leave a message.', also: ['recording'] },
    })
    const greeting = await scene.post(hook, 'call', callParams)
    const recording = { CallSid: callParams.CallSid, RecordingSid: 'r-1', RecordingUrl: 'https://example.com/r-1' }
    const step = attribute(greeting.text, 'action')
    const after = await exchange(scene.port, signed(step, { params: { ...callParams, ...recording, Digits: '#' } }))
    expect(after.status).toBe(200)
    expect(after.text).toContain('<Response><Hangup/></Response>')
    const callback = attribute(greeting.text, 'recordingStatusCallback')
    const reported = await exchange(
      scene.port,
      signed(callback, { params: { ...recording, RecordingStatus: 'completed' } }),
    )
    expect(reported.status).toBe(204)
    const events = await eventsOf(hook)
    expect(events.map(({ type }) => type)).toEqual(['incomingCall', 'callStep', 'recording'])
    expect(events.map((event) => bundlesOf(event).length)).toEqual([1, 0, 1])
  })

  it.each(['POST', 'GET'] as const)('hangs up after it was forwarded (%s)', async (method) => {
    const hook = await scene.hook({ input: { webhookName: 'Desk', reply: 'forward', forwardTo: '+12025550101' } })
    const { text } = await scene.post(hook, 'call', callParams)
    const after = await exchange(
      scene.port,
      signed(attribute(text, 'action'), { params: { ...callParams, DialCallStatus: 'completed' }, method }),
    )
    expect(after.text).toContain('<Hangup/>')
    const events = await eventsOf(hook)
    expect(events.map(({ type }) => type)).toEqual(['incomingCall', 'callStep'])
    expect(JSON.parse(events[1]?.body ?? '')).toMatchObject({ step: 'forwarded', bundles: [] })
    expect(events[1]?.body).not.toContain('proof')
  })

  it('refuses a step that no reply gave out, although SignalWire signed it', async () => {
    const [hook, other] = [
      await scene.hook({ input: { webhookName: 'Desk', reply: 'forward', forwardTo: '+12025550101' } }),
      await scene.hook({ input: { webhookName: 'Desk', reply: 'forward', forwardTo: '+12025550101' } }),
    ]
    const { text } = await scene.post(hook, 'call', callParams)
    const url = attribute(text, 'action')
    const tried = [
      hookUrl(publicUrl, hook.id, 'step'),
      url.replace('step=forwarded', 'step=recorded'),
      url.replace(hook.id, other.id),
      url.replace('/step?', '/recording?'),
      url.slice(0, -1),
    ]
    for (const one of tried)
      expect((await exchange(scene.port, signed(one, { params: callParams }))).status, one).toBe(403)
    expect((await exchange(scene.port, signed(url, { params: callParams }))).status).toBe(200)
    expect((await eventsOf(hook)).map(({ type }) => type)).toEqual(['incomingCall', 'callStep'])
  })
})

describe('a hook', () => {
  it('that does not exist, is removed or is called at another path is not found', async () => {
    const hook = await scene.hook()
    const sent = signed(hookUrl(publicUrl, hook.id, 'call'), { params: callParams })
    expect((await scene.send(sent)).status).toBe(200)
    for (const target of [
      `/hooks/${'A'.repeat(22)}/call`,
      `/hooks/${hook.id}`,
      `/hooks/${hook.id}/unknown`,
      `/hooks/${hook.id}/call/more`,
      '/',
      '/metrics',
      '/healthz',
      '/readyz',
      '//',
    ]) {
      const reply = await scene.send({ ...sent, target })
      expect({ target, status: reply.status, text: reply.text }).toEqual({ target, status: 404, text: '' })
    }
    await scene.ledger.hooks.remove(hook.id)
    // It is noticed within a second.
    await clock.advance(1000)
    expect(await scene.send(sent)).toMatchObject({ status: 404, text: '' })
  })

  it.each(['PUT', 'DELETE', 'HEAD', 'OPTIONS', 'PATCH', 'TRACE'])('is not called with %s', async (method) => {
    const hook = await scene.hook()
    const sent = signed(hookUrl(publicUrl, hook.id, 'call'), { params: callParams })
    const reply = await scene.send({ ...sent, method })
    expect(reply).toMatchObject({ status: 405, headers: { allow: 'GET, POST' }, text: '' })
  })
})

describe('a forged post', () => {
  it('is refused without a word, and the operator reads why, once a second', async () => {
    const seconds = createManualClock()
    const quiet = await startScene({ clock: seconds })
    const hook = await quiet.hook()
    const url = hookUrl(publicUrl, hook.id, 'call')
    const wrongPort = signed(url.replace('.com', '.com:8443'), { params: callParams })
    for (let count = 0; count < 3; count++) expect(await quiet.send(wrongPort)).toMatchObject({ status: 403, text: '' })
    expect(quiet.log).toHaveLength(1)
    expect(quiet.log[0]).toMatchObject({ event: 'refused', reason: 'mismatch', hook: hook.id.slice(0, 6) })
    expect(quiet.log[0]?.message).toContain('8443')
    await seconds.advance(1000)
    await quiet.send(wrongPort)
    expect(quiet.log[1]).toMatchObject({ reason: 'mismatch', suppressed: 2 })
    // Two kinds of mistakes do not hide each other.
    await quiet.send({ ...wrongPort, headers: { 'content-type': 'application/x-www-form-urlencoded' } })
    expect(quiet.log[2]).toMatchObject({ reason: 'noSignature' })
    expect(JSON.stringify(quiet.log)).not.toMatch(/1202|PSKtest|proof/)
    expect(JSON.stringify(quiet.log)).not.toContain(hook.id)
    expect(await quiet.stored()).toEqual([])
    await quiet.end()
  })

  it('is refused without a signature, with a cut one and with two', async () => {
    const hook = await scene.hook()
    const sent = signed(hookUrl(publicUrl, hook.id, 'call'), { params: callParams })
    const signature = String(sent.headers['x-signalwire-signature'])
    const type = { 'content-type': 'application/x-www-form-urlencoded' }
    for (const headers of [
      type,
      { ...type, 'x-signalwire-signature': signature.slice(0, -1) },
      { ...type, 'x-signalwire-signature': [signature, signature] },
    ])
      expect((await scene.send({ ...sent, headers })).status).toBe(403)
    expect((await scene.send(sent)).status).toBe(200)
  })

  it('is refused with the keys of another connection', async () => {
    const hook = await scene.hook({ connection: 'other' })
    scene.log.length = 0
    expect((await scene.post(hook, 'call', callParams)).status).toBe(403)
    expect(scene.log[0]?.message).toContain('connection other')
  })
})

describe('a receiver without a signing key', () => {
  it.each([{}, { main: { signingKeys: [] } }, { main: { signingKeys: ['  '] } }])('is refused (%j)', (connections) => {
    expect(() => createReceiver({ ledger: scene.ledger, modules: [], publicUrl, connections })).toThrowError(
      /signing key/,
    )
  })

  it('is allowed for a test, and verifies what it can', async () => {
    const open = await startScene({
      allowUnsigned: true,
      connections: { main: { signingKeys: [] }, keyed: { signingKeys: ['PSKother1234567890'] } },
    })
    const sent = (id: string) => {
      const { headers: _, ...rest } = signed(hookUrl(publicUrl, id, 'call'), { params: callParams })
      return { ...rest, headers: { 'content-type': 'application/x-www-form-urlencoded' } }
    }
    const [hook, keyed] = [await open.hook(), await open.hook({ connection: 'keyed' })]
    expect((await open.send(sent(hook.id))).status).toBe(200)
    expect((await open.send(sent(keyed.id))).status).toBe(403)
    await open.end()
  })
})
