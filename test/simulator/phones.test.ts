import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { simulatorNumbers } from '../../src/simulator/index.js'
import { rowsOf, send } from './space-client.js'
import { laml, type Scene, startScene } from './webhook-receiver.js'

const TO = simulatorNumbers.main

let scene: Scene
beforeEach(async () => {
  scene = await startScene()
  await scene.configure({
    call_handler: 'laml_webhooks',
    call_request_url: '/call',
    message_handler: 'laml_webhooks',
    message_request_url: '/message',
  })
})
afterEach(() => scene.end())

const control = (method: string, page: string, value?: unknown, headers: Readonly<Record<string, string>> = {}) =>
  send(scene.simulator.port, {
    method,
    target: `/_simulator/${page}`,
    headers: { ...(value === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(value === undefined ? {} : { body: JSON.stringify(value) }),
  })

describe('the pages that ring and text', () => {
  test('tell what happened', async () => {
    scene.receiver.answer('/call', laml('<Say>Hello</Say>'))
    const rung = await control('POST', 'ring', { to: TO, from: '+12025550142' })
    expect(rung.json).toMatchObject({
      call: { direction: 'inbound', from: '+12025550142' },
      heard: ['Hello'],
      verbs: [{ verb: 'Say', text: 'Hello' }],
      attempts: [{ kind: 'call', url: `${scene.receiver.origin}/call`, status: 200, called: true }],
    })
    scene.receiver.answer('/message', laml('<Message>Thanks</Message>'))
    const texted = await control('POST', 'text', { to: TO, body: 'Hi', repeat: true })
    expect(texted.json).toMatchObject({ message: { body: 'Hi' }, replies: [{ body: 'Thanks' }] })
    expect(scene.receiver.at('/message')).toHaveLength(2)
    await scene.configure({ call_receive_mode: 'fax' })
    expect((await control('POST', 'fax', { to: TO })).json).toMatchObject({ fax: { to: TO } })
  })

  test('report what is due', async () => {
    await scene.post('Messages', {
      To: '+12025550142',
      From: TO,
      Body: 'Hi',
      StatusCallback: `${scene.receiver.origin}/s`,
    })
    const delivered = await control('POST', 'deliver', {})
    expect(JSON.parse(delivered.text)).toMatchObject([{ kind: 'messageStatus', status: 200 }])
  })

  test('are told to whoever listens', async () => {
    const heard: unknown[] = []
    await scene.end()
    scene = await startScene({ onPost: ({ kind, called }) => heard.push([kind, called]) })
    await scene.configure({ call_handler: 'laml_webhooks', call_request_url: '/call' })
    await control('POST', 'ring', { to: TO })
    expect(heard).toEqual([['call', true]])
  })

  test('list and empty the log of webhooks', async () => {
    await control('POST', 'ring', { to: TO })
    expect(JSON.parse((await control('GET', 'posts')).text)).toEqual(JSON.parse(JSON.stringify(scene.simulator.posts)))
    expect(scene.simulator.posts).toHaveLength(1)
    expect((await control('DELETE', 'posts')).status).toBe(204)
    expect(scene.simulator.posts).toEqual([])
  })

  test.each([
    ['ring', { to: '+12025550199' }, 'does not own'],
    ['ring', {}, 'to must be'],
    ['text', { to: TO, body: 5 }, 'body must be'],
    ['fax', { to: TO }, 'receives voice calls'],
  ])('refuse a %s of %j', async (page, value, words) => {
    const reply = await control('POST', page, value)
    expect([reply.status, reply.json.error]).toEqual([422, expect.stringContaining(words)])
  })

  test.each([{ origin: 'https://evil.example.com' }, { host: 'evil.example.com' }])(
    'cannot be used by a page on the web (%j)',
    async (headers) => {
      expect((await control('POST', 'ring', { to: TO }, headers)).status).toBe(403)
      expect(scene.receiver.received).toEqual([])
    },
  )
})

describe('recordings', () => {
  test('are listed, read and deleted', async () => {
    scene.receiver.answer('/call', laml('<Record action="/recorded"/>'))
    await scene.simulator.ring({ to: TO })
    await scene.clock.advance(86_400_000)
    await scene.simulator.ring({ to: TO, voicemailSeconds: 3 })
    const list = await scene.get('Recordings')
    const [newest, oldest] = rowsOf(list, 'recordings')
    expect([newest?.duration, oldest?.duration]).toEqual([3, 10])
    expect(rowsOf(await scene.get('Recordings', { DateCreated: '2026-01-05' }), 'recordings')).toEqual([oldest])
    expect(rowsOf(await scene.get('Recordings', { CallSid: String(newest?.call_sid) }), 'recordings')).toEqual([newest])
    expect((await scene.get(`Recordings/${newest?.sid}`)).json).toEqual(newest)
    expect((await scene.delete(`Recordings/${newest?.sid}`)).status).toBe(204)
    expect((await scene.get(`Recordings/${newest?.sid}`)).status).toBe(404)
  })
})
