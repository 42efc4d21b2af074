import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { simulatorNumbers, startSimulator } from '../../../src/simulator/index.js'
import { basic, formText, send } from '../space-client.js'
import { type Scene, startReceiver, startScene, until } from '../webhook-receiver.js'

const FROM = simulatorNumbers.main
const TO = '+12025550142'

let scene: Scene
beforeEach(async () => {
  scene = await startScene({ background: true })
})
afterEach(() => scene.end())

const url = (path: string) => `${scene.receiver.origin}${path}`

describe('by itself', () => {
  test('the simulator reports what is due, and sleeps only while something is', async () => {
    expect(scene.clock.sleeping).toBe(0)
    await scene.post('Messages', { To: TO, From: FROM, Body: 'Hi', StatusCallback: url('/status') })
    for (const ms of [0, 300, 700, 1500]) {
      const before = scene.receiver.received.length
      await scene.clock.advance(ms)
      await until(() => scene.receiver.received.length > before)
      await scene.simulator.deliver()
    }
    expect(scene.receiver.received.map(({ params }) => params.MessageStatus)).toEqual([
      'queued',
      'sending',
      'sent',
      'delivered',
    ])
    expect(scene.clock.sleeping).toBe(0)
  })

  test('also on the machine’s clock, and nothing is left behind after closing', async () => {
    const receiver = await startReceiver()
    const simulator = await startSimulator()
    const { projectId, authToken } = simulator.credentials
    await send(simulator.port, {
      method: 'POST',
      target: `/api/laml/2010-04-01/Accounts/${projectId}/Messages`,
      headers: { authorization: basic(projectId, authToken), 'content-type': 'application/x-www-form-urlencoded' },
      body: formText({ To: TO, From: FROM, Body: 'Hi', StatusCallback: `${receiver.origin}/status` }),
    })
    await until(() => receiver.received.length === 1)
    await simulator.close()
    expect(simulator.posts.length).toBeGreaterThanOrEqual(1)
    await receiver.close()
  })

  test('nothing more is called once it is closed', async () => {
    await scene.post('Calls', { To: TO, From: FROM, Url: url('/answer'), StatusCallback: url('/status') })
    await scene.simulator.close()
    expect(scene.clock.sleeping).toBe(0)
    await scene.clock.advance(120_000)
    expect(scene.receiver.received).toEqual([])
  })

  test('many calls are reported, each of them in order', async () => {
    await scene.end()
    scene = await startScene({ background: false })
    const events = ['initiated', 'ringing', 'answered', 'completed']
    for (let left = 120; left > 0; left--) {
      await scene.post('Calls', {
        To: TO,
        From: FROM,
        Url: url('/answer'),
        StatusCallback: url('/status'),
        StatusCallbackEvent: events,
      })
    }
    await scene.clock.advance(120_000)
    await scene.simulator.deliver()
    const bySid = new Map<string, string[]>()
    for (const { params } of scene.receiver.at('/status')) {
      const sid = params.CallSid ?? ''
      bySid.set(sid, [...(bySid.get(sid) ?? []), params.SequenceNumber ?? ''])
    }
    expect(bySid.size).toBe(120)
    for (const numbers of bySid.values()) expect(numbers).toEqual(['0', '1', '2', '3'])
  })

  test('more than can be under way at once are dealt with one after another', async () => {
    const statusCallback = url('/status')
    for (let left = 120; left > 0; left--) {
      await scene.post('Messages', { To: TO, From: FROM, Body: 'Hi', StatusCallback: statusCallback })
    }
    for (const most of [50, 100, 120]) {
      await scene.clock.advance(0)
      await until(() => scene.receiver.received.length >= most)
      await until(() => scene.simulator.posts.length >= most)
    }
    expect(new Set(scene.receiver.received.map(({ params }) => params.MessageSid)).size).toBe(120)
  })
})
