import { afterEach, describe, expect, it } from 'vitest'
import { createManualClock } from '../../src/core/manual-clock.js'
import type { Ledger } from '../../src/ledger/port.js'
import type { ReceivedEvent, ReceiverOptions } from '../../webhooks/receiver.js'
import { callParams, messageParams, type Scene, startScene } from './receiver/scene.js'

const own = '<Response><Say>The scenario speaks.</Say></Response>'
const configured = '<Say>Please hold the line.</Say>'

let scene: Scene
afterEach(() => scene.end())

async function sceneWith(answer: ReceiverOptions['answer'], more: Partial<ReceiverOptions> = {}): Promise<Scene> {
  scene = await startScene({ answer, ...more })
  return scene
}

describe("a scenario's own answer", () => {
  it('is sent, stored, and sent again to a repeated post, whatever the scenario would say now', async () => {
    const asked: ReceivedEvent[] = []
    const { hook, post, stored } = await sceneWith((event) => {
      asked.push(event)
      return `<Response><Say>${asked.length}</Say></Response>`
    })
    const reception = await hook()
    const first = await post(reception, 'call', callParams)
    expect(first.text).toBe('<Response><Say>1</Say></Response>')
    expect((await post(reception, 'call', callParams)).text).toBe(first.text)
    expect(asked).toHaveLength(1)
    expect(asked[0]).toMatchObject({
      hook: { name: 'Reception' },
      post: { event: 'incomingCall' },
      bundles: [callParams],
    })
    expect(await stored()).toMatchObject([{ reply: first.text }])
  })

  it('is waited for by every post of one event', async () => {
    let answer = (_: string) => {}
    const answered = new Promise<string>((resolve) => {
      answer = resolve
    })
    let asked = 0
    const { hook, post, receiver } = await sceneWith(() => {
      asked += 1
      return answered
    })
    const reception = await hook()
    const replies = Promise.all([1, 2, 3].map(() => post(reception, 'call', callParams)))
    while (!(await receiver.metrics()).includes('signalwire_receiver_repeated_total 2'))
      await new Promise((resolve) => setImmediate(resolve))
    answer(own)
    expect((await replies).map(({ text }) => text)).toEqual([own, own, own])
    expect(asked).toBe(1)
  })

  it.each<[string, NonNullable<ReceiverOptions['answer']>, RegExp | undefined]>([
    ['gives none', () => undefined, undefined],
    [
      'throws',
      () => {
        throw new Error('secret of the scenario')
      },
      /failed to answer/,
    ],
    ['rejects', () => Promise.reject(new Error('secret of the scenario')), /failed to answer/],
    ['gives no XML', () => 'Hello', /well-formed/],
    ['gives another root', () => '<Answer/>', /root element/],
    ['gives a document type', () => '<!DOCTYPE x><Response/>', /document type/],
    ['gives too much', () => `<Response><Say>${'a'.repeat(65_536)}</Say></Response>`, /64 kB/],
    ['gives no text', (() => 7) as unknown as () => string, /well-formed/],
  ])('that %s is replaced by the configured reply', async (_, answer, told) => {
    const { hook, post, log, stored } = await sceneWith(answer)
    const reception = await hook()
    const reply = await post(reception, 'call', callParams)
    expect(reply).toMatchObject({ status: 200, text: expect.stringContaining(configured) })
    expect((await post(reception, 'call', callParams)).text).toBe(reply.text)
    expect(await stored()).toHaveLength(1)
    if (told) expect(log[0]?.message).toMatch(told)
    else expect(log).toEqual([])
    expect(JSON.stringify(log)).not.toContain('secret of the scenario')
  })

  it('that takes longer than three seconds is not waited for, and the scenario is told', async () => {
    const clock = createManualClock()
    let aborted = false
    const { hook, post, log } = await sceneWith(
      (_, signal) =>
        new Promise(() => {
          signal.addEventListener('abort', () => {
            aborted = true
          })
        }),
      { clock },
    )
    const reception = await hook()
    const reply = post(reception, 'call', callParams)
    // One sleep watches bodies, the other is the scenario's time.
    while (clock.sleeping < 2) await new Promise((resolve) => setImmediate(resolve))
    await clock.advance(2999)
    expect(aborted).toBe(false)
    await clock.advance(1)
    expect((await reply).text).toContain(configured)
    expect(aborted).toBe(true)
    expect(log).toMatchObject([{ reason: 'answerLate' }])
  })

  it('is not asked for where nobody waits for one', async () => {
    const asked: string[] = []
    const { hook, post } = await sceneWith(({ post: { event } }) => {
      asked.push(event)
      return own
    })
    const orders = await hook({ module: 'watchNewMessages', input: { webhookName: 'Orders', reply: 'nothing' } })
    expect((await post(orders, 'status', { MessageSid: 'm-1', MessageStatus: 'sent' })).status).toBe(204)
    expect((await post(orders, 'message', messageParams)).text).toBe(own)
    expect(asked).toEqual(['incomingMessage'])
  })

  it('is the configured one after a crash between the storing and the answer', async () => {
    const { hook, post, ledger } = await sceneWith(() => own)
    const reception = await hook()
    await ledger.append([
      { connection: 'main', hook: reception.id, type: 'incomingCall', key: callParams.CallSid, body: '{}' },
    ])
    const reply = await post(reception, 'call', callParams)
    expect(reply.text).toContain(configured)
    expect((await post(reception, 'call', callParams)).text).toBe(reply.text)
  })
})

describe('whoever is told of events', () => {
  it('is told once of each, and may fail', async () => {
    const told: number[] = []
    scene = await startScene({
      onEvent: ({ row }) => {
        told.push(row)
        throw new Error('broken')
      },
    })
    const reception = await scene.hook()
    for (const _ of [1, 2]) expect((await scene.post(reception, 'call', callParams)).status).toBe(200)
    expect(told).toEqual([1])
    expect(scene.log).toMatchObject([{ reason: 'listenerFailed' }])
  })
})

describe('a ledger that cannot store', () => {
  const broken = (ledger: Ledger, what: 'append' | 'hooks'): Ledger => {
    const fail = () => Promise.reject(new Error('disk'))
    return new Proxy(ledger, {
      get: (target, name: keyof Ledger) => {
        if (what === 'append' && name === 'append') return fail
        if (what === 'hooks' && name === 'hooks') return { ...target.hooks, get: fail }
        const value = target[name]
        return typeof value === 'function' ? value.bind(target) : value
      },
    })
  }

  it.each(['append', 'hooks'] as const)('sends SignalWire to the fallback URL (%s)', async (what) => {
    scene = await startScene()
    const reception = await scene.hook()
    const failing = await startScene({ ledger: broken(scene.ledger, what) })
    const reply = await failing.post(reception, 'call', callParams)
    expect(reply).toMatchObject({ status: 503, text: '' })
    expect(failing.log).toMatchObject([{ event: 'refused', status: 503 }])
    expect(await scene.stored()).toEqual([])
    // The control: without the failure it is stored.
    expect((await scene.post(reception, 'call', callParams)).status).toBe(200)
    await failing.end()
  })

  it('is not waited for', async () => {
    scene = await startScene()
    const reception = await scene.hook()
    const clock = createManualClock()
    const silent = new Proxy(broken(scene.ledger, 'append'), {
      get: (target, name: keyof Ledger) => (name === 'append' ? () => new Promise(() => {}) : target[name]),
    })
    const waiting = await startScene({ ledger: silent, clock })
    const reply = waiting.post(reception, 'call', callParams)
    while (clock.sleeping === 0) await new Promise((resolve) => setImmediate(resolve))
    await clock.advance(4000)
    expect(await reply).toMatchObject({ status: 503 })
    expect(waiting.log).toMatchObject([{ reason: 'ledger_silent' }])
    await waiting.end()
  })

  it('is the closed one after a stop', async () => {
    scene = await startScene()
    const reception = await scene.hook()
    expect(await scene.receiver.ready()).toBe(true)
    await scene.ledger.close()
    expect((await scene.post(reception, 'call', callParams)).status).toBe(503)
    expect(await scene.receiver.ready()).toBe(false)
    expect(scene.log[0]?.reason).toBe('ledger_closed')
  })
})
