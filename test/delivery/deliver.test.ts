import { describe, expect, it } from 'vitest'
import { ConnectorError } from '../../src/core/errors.js'
import type { ConsumerDelivery } from '../../src/delivery/index.js'
import { calls, said, settled, until, useDesk, withLedger } from './desk.js'

const desk = useDesk()
const minute = 60_000

/** Takes everything and remembers it. */
const taking = () => {
  const taken: ConsumerDelivery[] = []
  return { taken, consumer: async (delivery: ConsumerDelivery) => void taken.push(delivery) }
}

describe('a deliverer', () => {
  it('gives each event once, in order, with what is known of it', async () => {
    const rows = await desk.append(['one', 'two', 'three'])
    const { taken, consumer } = taking()
    const deliverer = desk.start(consumer)
    await until(() => taken.length === 3)
    expect(taken.map(said)).toEqual(['one', 'two', 'three'])
    expect(taken[0]?.event).toEqual({
      row: rows[0],
      type: 'incomingCall',
      hook: calls.hook,
      replayed: false,
      attempt: 1,
      receivedAt: new Date(desk.clock.now()),
      id: expect.stringMatching(/^evt_[\w-]{32}$/),
    })
    expect(new Set(taken.map(({ event }) => event.id)).size).toBe(3)
    await deliverer.stop()
    expect(await desk.open()).toEqual([])
    const again = taking()
    await desk.reopen()
    desk.start(again.consumer)
    await settled()
    expect(again.taken).toEqual([])
  })

  it('wakes when an event is stored, without time passing', async () => {
    const { taken, consumer } = taking()
    desk.start(consumer)
    await settled()
    await desk.append(['later'])
    await until(() => taken.length === 1)
  })

  it('wakes for an event that is stored between looking and falling asleep', async () => {
    const { taken, consumer } = taking()
    let looked = false
    const ledger = withLedger(desk.ledger, {
      read: async (...args) => {
        const reading = await desk.ledger.read(...args)
        if (!looked) await desk.append(['meanwhile'])
        looked = true
        await settled()
        return reading
      },
    })
    desk.start(consumer, { ledger })
    await until(() => taken.length === 1)
  })

  it('gives an event again that is replayed, marked, and with the same id', async () => {
    const [row = 0] = await desk.append(['one'])
    const { taken, consumer } = taking()
    desk.start(consumer)
    await until(() => taken.length === 1)
    await desk.ledger.replay(calls, [row])
    await until(() => taken.length === 2)
    expect(taken[1]?.event).toMatchObject({ row, replayed: true, attempt: 1, id: taken[0]?.event.id })
  })

  it('looks now and then by itself, should an announcement be lost', async () => {
    const { taken, consumer } = taking()
    const ledger = withLedger(desk.ledger, { onAppended: () => () => undefined })
    desk.start(consumer, { ledger, pollMs: 5000 })
    await settled()
    await desk.append(['one'])
    await desk.clock.advance(4999)
    await settled()
    expect(taken).toEqual([])
    await desk.clock.advance(1)
    await until(() => taken.length === 1)
  })

  it('passes silently over events that nobody asked for', async () => {
    await desk.append(['unasked', 'one', 'unasked', 'unasked'])
    const { taken, consumer } = taking()
    const deliverer = desk.start(consumer)
    await until(() => desk.reports.filter(({ kind }) => kind === 'unasked').length === 3)
    await deliverer.stop()
    expect(taken.map(said)).toEqual(['one'])
    expect(await desk.open()).toEqual([])
  })

  it('gives every subscription of a hook each event', async () => {
    await desk.append(['one'])
    const { taken, consumer } = taking()
    desk.start(consumer, { subscriptions: [calls, { ...calls, consumer: 'archive' }] })
    await until(() => taken.length === 2)
    expect(taken.map(said)).toEqual(['one', 'one'])
    expect(new Set(taken.map(({ event }) => event.id)).size).toBe(2)
  })

  it('starts with hooks that come, and ends with those that go, where subscriptions are a function', async () => {
    const other = { hook: 'hook-texts', consumer: 'scenario' }
    let wanted = [calls]
    const { taken, consumer } = taking()
    desk.start(consumer, { subscriptions: async () => wanted, pollMs: 5000 })
    await settled()
    wanted = [other]
    await desk.append(['a text'], { hook: other.hook })
    await until(() => taken.length === 1)
    await desk.append(['a call'])
    await settled()
    expect(taken.map(said)).toEqual(['a text'])
    wanted = [other, calls]
    await desk.clock.advance(5000)
    await until(() => taken.length === 2)
    expect(taken.map(said)).toEqual(['a text', 'a call'])
  })
})

describe('a failed event', () => {
  it('comes again later, and holds up the others meanwhile', async () => {
    await desk.append(['one', 'two'])
    const tried: unknown[] = []
    desk.start(async (delivery) => {
      tried.push(`${said(delivery)} ${delivery.event.attempt}`)
      if (tried.length === 1) throw new Error('The database is down.')
    })
    await until(() => desk.reports.some(({ kind }) => kind === 'deferred'))
    await settled()
    expect(tried).toEqual(['one 1'])
    await desk.clock.advance(5000)
    await until(() => tried.length === 3)
    expect(tried).toEqual(['one 1', 'one 2', 'two 1'])
  })

  it('becomes a dead letter after eight attempts within about an hour, and lets the others pass', async () => {
    await desk.append(['bad', 'good'])
    const start = desk.clock.now()
    const tried: unknown[] = []
    desk.start(async (delivery) => {
      tried.push(said(delivery))
      if (said(delivery) === 'bad') throw new Error('It never works.')
    })
    for (let passed = 0; passed < 75 && !tried.includes('good'); passed++) {
      await settled()
      await desk.clock.advance(minute)
    }
    expect(tried).toEqual([...Array(8).fill('bad'), 'good'])
    expect(desk.clock.now() - start).toBeGreaterThan(55 * minute)
    expect(await desk.dead()).toEqual(['It never works.'])
  })

  it('waits as long as the error asks for', async () => {
    await desk.append(['one'])
    let tries = 0
    desk.start(async () => {
      tries += 1
      throw new ConnectorError('Slow down.', {
        type: 'RateLimitError',
        code: 'slow',
        retry: { afterMs: 4 * minute },
        advice: '',
      })
    })
    await until(() => desk.reports.some(({ kind }) => kind === 'deferred'))
    expect(desk.reports.at(-1)).toMatchObject({ dueAt: desk.clock.now() + 4 * minute })
    await desk.clock.advance(3 * minute)
    await settled()
    expect(tries).toBe(1)
    await desk.clock.advance(minute)
    await until(() => tries === 2)
  })

  const never = (type: 'DataError' | 'InvalidAccessTokenError') =>
    new ConnectorError('It was refused.', { type, code: 'refused', retry: 'never', advice: 'Change it.' })

  it('becomes a dead letter at once where its data can never work, but not where a token is wrong', async () => {
    await desk.append(['data', 'token', 'last'])
    desk.start(async (delivery) => {
      if (said(delivery) === 'data') throw never('DataError')
      if (said(delivery) === 'token') throw never('InvalidAccessTokenError')
    })
    await until(() => desk.reports.some(({ kind }) => kind === 'deferred'))
    expect(desk.reports.filter(({ kind }) => kind !== 'leased')).toMatchObject([
      { kind: 'buried', attempt: 1, reason: 'It was refused. Change it.' },
      { kind: 'deferred', attempt: 1 },
    ])
    expect(await desk.dead()).toEqual(['It was refused. Change it.'])
  })

  it.each([
    ['nothing', undefined],
    ['a text', 'no'],
    [
      'an object that cannot be read',
      new Proxy(new Error('x'), {
        get: () => {
          throw new Error('no')
        },
      }),
    ],
    ['an error with a message of megabytes and escape sequences', new Error(`\u001b[2J${'x'.repeat(5_000_000)}`)],
    ['an error with a message that is no text', Object.assign(new Error(), { message: Symbol('x') })],
  ])('is deferred when the consumer throws %s', async (_, thrown) => {
    await desk.append(['one'])
    desk.start(() => {
      throw thrown
    })
    await until(() => desk.reports.some(({ kind }) => kind === 'deferred'))
    const [report] = desk.reports.filter((one) => one.kind === 'deferred')
    expect(report?.reason.length).toBeGreaterThan(0)
    expect(report?.reason.length).toBeLessThanOrEqual(300)
    expect(report?.reason).not.toContain('\u001b')
  })

  it('is deferred when the consumer hangs, which is told so, and the next attempt is another call', async () => {
    await desk.append(['one'])
    const signals: AbortSignal[] = []
    desk.start((_, { signal }) => {
      signals.push(signal)
      return signals.length === 1 ? new Promise(() => undefined) : undefined
    })
    await until(() => signals.length === 1)
    await desk.clock.advance(59_000)
    expect(signals[0]?.aborted).toBe(false)
    await desk.clock.advance(1000)
    await until(() => desk.reports.some(({ kind }) => kind === 'deferred'))
    expect(signals[0]?.aborted).toBe(true)
    expect(desk.reports.at(-1)).toMatchObject({ reason: 'The consumer did not finish within 60 seconds.' })
    await desk.clock.advance(5000)
    await until(() => desk.reports.some(({ kind }) => kind === 'delivered'))
  })

  it.each([
    ['false', false],
    ['an error', new Error('no')],
    ['a function', () => undefined],
  ])('is none when the consumer returns %s: returning acknowledges', async (_, returned) => {
    await desk.append(['one'])
    desk.start((() => returned) as never)
    await until(() => desk.reports.some(({ kind }) => kind === 'delivered'))
  })

  it('is buried where its body holds no bundles to deliver', async () => {
    await desk.append(['one'])
    desk.start(() => undefined, {
      bundlesOf: () => {
        throw never('DataError')
      },
    })
    await until(() => desk.reports.some(({ kind }) => kind === 'buried'))
  })

  it('does not hold up others where the subscription is not ordered', async () => {
    await desk.append(['slow', 'bad', 'three', 'four'])
    const done: unknown[] = []
    let finish: () => void = () => undefined
    const slow = new Promise<void>((resolve) => {
      finish = resolve
    })
    desk.start(
      async (delivery) => {
        if (said(delivery) === 'bad' && delivery.event.attempt === 1) throw new Error('Later.')
        if (said(delivery) === 'slow') await slow
        done.push(said(delivery))
      },
      { subscriptions: [{ ...calls, ordered: false }], concurrency: 2 },
    )
    await until(() => done.length === 2)
    expect(done).toEqual(['three', 'four'])
    await desk.clock.advance(5000)
    await until(() => done.length === 3)
    finish()
    await until(() => done.length === 4)
    expect(done).toEqual(['three', 'four', 'bad', 'slow'])
  })

  it('stays behind, alone, where it was replayed', async () => {
    const [row = 0] = await desk.append(['one'])
    const done: unknown[] = []
    let works = true
    desk.start(async (delivery) => {
      if (!works && said(delivery) === 'one') throw new Error('Not again.')
      done.push(said(delivery))
    })
    await until(() => done.length === 1)
    works = false
    await desk.ledger.replay(calls, [row])
    await desk.append(['two', 'three'])
    await until(() => done.length === 3)
    expect(done).toEqual(['one', 'two', 'three'])
    expect(desk.reports.some(({ kind }) => kind === 'deferred')).toBe(true)
  })
})
