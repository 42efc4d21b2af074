import { describe, expect, it } from 'vitest'
import { ConnectorError } from '../../src/core/errors.js'
import { consumerGone } from '../../src/delivery/index.js'
import type { Lease } from '../../src/ledger/port.js'
import { calls, said, settled, until, useDesk, withLedger } from './desk.js'

const desk = useDesk()
const ledgerError = (code: string, retry: 'later' | 'never' = 'later') =>
  new ConnectorError('The ledger failed.', { type: 'RuntimeError', code, retry, advice: '' })

/** A consumer that works until it is told to finish. */
const slow = () => {
  const begun: unknown[] = []
  const signals: AbortSignal[] = []
  let finish: () => void = () => undefined
  const finished = new Promise<void>((resolve) => {
    finish = resolve
  })
  return {
    begun,
    signals,
    finish: () => finish(),
    consumer: (delivery: Parameters<typeof said>[0], { signal }: { signal: AbortSignal }) => {
      begun.push(said(delivery))
      signals.push(signal)
      return finished
    },
  }
}

describe('stopping', () => {
  it('finishes what is being delivered, and begins nothing else', async () => {
    await desk.append(['one', 'two'])
    const work = slow()
    const deliverer = desk.start(work.consumer)
    await until(() => work.begun.length === 1)
    const stopped = deliverer.stop({ withinMs: 10_000 })
    await settled()
    expect(work.signals[0]?.aborted).toBe(false)
    work.finish()
    await stopped
    await deliverer.done
    expect(work.begun).toEqual(['one'])
    // The lease was given back, or nobody else could read.
    expect(await desk.open()).toEqual(['two'])
  })

  it('gives it up after the deadline, and offers it again as the same attempt', async () => {
    await desk.append(['one'])
    const work = slow()
    const deliverer = desk.start(work.consumer)
    await until(() => work.begun.length === 1)
    const stopped = deliverer.stop({ withinMs: 10_000 })
    await settled()
    await desk.clock.advance(10_000)
    await stopped
    expect(work.signals[0]?.aborted).toBe(true)
    const attempts: number[] = []
    desk.start(({ event }) => void attempts.push(event.attempt))
    await until(() => attempts.length === 1)
    expect(attempts).toEqual([1])
  })

  it('leaves no timer behind', async () => {
    await desk.append(['one'])
    const deliverer = desk.start(() => undefined)
    await until(() => desk.reports.some(({ kind }) => kind === 'delivered'))
    await settled()
    expect(desk.clock.sleeping).toBeGreaterThan(0)
    await deliverer.stop()
    expect(desk.clock.sleeping).toBe(0)
  })
})

describe('a lease', () => {
  it('is renewed while the consumer works', async () => {
    await desk.append(['one'])
    const work = slow()
    desk.start(work.consumer, { timeoutMs: 600_000 })
    await until(() => work.begun.length === 1)
    for (let passed = 0; passed < 10; passed++) {
      await desk.clock.advance(20_000)
      await settled()
      expect(await desk.ledger.lease(calls, { holder: 'another' })).toBeUndefined()
    }
    work.finish()
    await until(() => desk.reports.some(({ kind }) => kind === 'delivered'))
    expect(await desk.append(['two'])).toHaveLength(1)
  })

  it('that is lost ends the work on it at once, and what the consumer did does not count', async () => {
    await desk.append(['one', 'two'])
    const work = slow()
    desk.start(work.consumer, { holder: 'shared', timeoutMs: 600_000 })
    await until(() => work.begun.length === 1)
    const taken = (await desk.ledger.lease(calls, { holder: 'shared' })) as Lease
    await desk.clock.advance(10_000)
    await until(() => work.signals[0]?.aborted === true)
    work.finish()
    await settled()
    expect(desk.reports.map(({ kind }) => kind)).toEqual(['leased', 'abandoned', 'leaseLost'])
    // The new one goes on undisturbed.
    const { deliveries } = await desk.ledger.read(taken)
    expect(deliveries.map(({ body }) => body)).toEqual(['one', 'two'])
    await desk.ledger.advance(
      taken,
      deliveries.map(({ row }) => row),
    )
  })

  it('that is found lost when an event is acknowledged ends the work, and leaves the event to the next holder', async () => {
    await desk.append(['one', 'two'])
    const work = slow()
    desk.start(work.consumer, { holder: 'shared' })
    await until(() => work.begun.length === 1)
    const taken = (await desk.ledger.lease(calls, { holder: 'shared' })) as Lease
    work.finish()
    await until(() => desk.reports.some(({ kind }) => kind === 'leaseLost'))
    expect(work.begun).toEqual(['one'])
    expect((await desk.ledger.read(taken)).deliveries.map(({ body }) => body)).toEqual(['one', 'two'])
  })

  it('that somebody else has is waited for', async () => {
    await desk.append(['one'])
    const other = (await desk.ledger.lease(calls, { holder: 'another', forMs: 30_000 })) as Lease
    const done: unknown[] = []
    desk.start((delivery) => void done.push(said(delivery)))
    await until(() => desk.reports.some(({ kind }) => kind === 'leaseBusy'))
    await settled()
    expect(done).toEqual([])
    await desk.ledger.release(other)
    await desk.clock.advance(10_000)
    await until(() => done.length === 1)
    expect(desk.reports.filter(({ kind }) => kind === 'leaseBusy')).toHaveLength(1)
  })

  it('is held by one of two deliverers, and the other takes over', async () => {
    const done: string[] = []
    const first = desk.start((delivery) => void done.push(`first ${said(delivery)}`))
    await until(() => desk.reports.some(({ kind }) => kind === 'leased'))
    desk.start((delivery) => void done.push(`second ${said(delivery)}`))
    await desk.append(['one'])
    await until(() => done.length === 1)
    await settled()
    await first.stop()
    await desk.append(['two'])
    await settled()
    await desk.clock.advance(10_000)
    await until(() => done.length === 2)
    expect(done).toEqual(['first one', 'second two'])
  })
})

describe('a consumer that is gone', () => {
  it('ends delivery of everything, and loses nothing', async () => {
    await desk.append(['one'])
    await desk.append(['other'], { hook: 'hook-2' })
    const other = { hook: 'hook-2', consumer: 'scenario' }
    const deliverer = desk.start(
      (delivery) => {
        if (said(delivery) === 'one') throw consumerGone('It is gone.', 'Look for it.')
        return new Promise(() => undefined)
      },
      { subscriptions: [calls, other] },
    )
    await expect(deliverer.done).rejects.toMatchObject({ code: 'consumer_gone' })
    expect(desk.reports.some(({ kind }) => kind === 'stopped')).toBe(true)
    expect(await desk.open()).toEqual(['one'])
    expect(await desk.open(other)).toEqual(['other'])
    expect(await desk.dead()).toEqual([])
  })
})

describe('a ledger that fails', () => {
  it('is told again what became of an event, instead of the consumer being asked again', async () => {
    await desk.append(['one', 'two'])
    let failures = 3
    const ledger = withLedger(desk.ledger, {
      advance: async (lease, rows) => {
        if (failures-- > 0) throw ledgerError('disk_full')
        await desk.ledger.advance(lease, rows)
      },
    })
    const done: unknown[] = []
    desk.start((delivery) => void done.push(said(delivery)), { ledger })
    for (let second = 0; second < 5; second++) {
      await settled()
      await desk.clock.advance(1000)
    }
    await until(() => done.length === 2)
    expect(done).toEqual(['one', 'two'])
    expect(desk.reports.filter(({ kind }) => kind === 'ledgerFailed')).toHaveLength(3)
  })

  it('is asked again to lease, to read and to renew', async () => {
    await desk.append(['one'])
    let failures = 2
    const failing = () => {
      if (failures-- > 0) throw ledgerError('ledger_busy')
    }
    const ledger = withLedger(desk.ledger, {
      lease: async (...args) => {
        failing()
        return desk.ledger.lease(...args)
      },
      read: async (...args) => {
        failing()
        return desk.ledger.read(...args)
      },
      renew: async (...args) => {
        failing()
        return desk.ledger.renew(...args)
      },
    })
    const work = slow()
    desk.start(work.consumer, { ledger })
    for (let second = 0; second < 3; second++) {
      await settled()
      await desk.clock.advance(1000)
    }
    await until(() => work.begun.length === 1)
    failures = 1
    await desk.clock.advance(25_000)
    await settled()
    expect(work.signals[0]?.aborted).toBe(false)
    failures = 3
    await desk.clock.advance(30_000)
    await until(() => work.signals[0]?.aborted === true)
  })

  it('ends delivery where it has to be opened again', async () => {
    const deliverer = desk.start(() => undefined)
    await settled()
    await desk.reopen()
    await desk.clock.advance(5000)
    await expect(deliverer.done).rejects.toMatchObject({ code: 'ledger_closed' })
  })

  it('does not keep a refused acknowledgement busy for ever', async () => {
    await desk.append(['one'])
    let refusals = 1
    const ledger = withLedger(desk.ledger, {
      advance: async (lease, rows) => {
        if (refusals-- > 0) throw ledgerError('out_of_order', 'never')
        await desk.ledger.advance(lease, rows)
      },
    })
    const done: unknown[] = []
    desk.start((delivery) => void done.push(said(delivery)), { ledger })
    await settled()
    await desk.clock.advance(1000)
    await until(() => desk.reports.some(({ kind }) => kind === 'delivered'))
    expect(done).toEqual(['one', 'one'])
  })
})

describe('a crash', () => {
  /** What the next process gives its consumer after this one ended at a moment. */
  const nextGets = async (): Promise<readonly unknown[]> => {
    await desk.reopen()
    const done: unknown[] = []
    const next = desk.start((delivery) => void done.push(said(delivery)), { holder: 'the next' })
    await settled()
    await desk.clock.advance(30_000)
    await settled()
    await desk.clock.advance(10_000)
    await until(() => desk.reports.filter(({ kind }) => kind === 'leased').length === 2)
    await settled()
    await next.stop()
    return done
  }

  it('between the consumer and the acknowledgement repeats the event', async () => {
    await desk.append(['one', 'two'])
    let acknowledging = false
    const ledger = withLedger(desk.ledger, {
      advance: () => {
        acknowledging = true
        return new Promise(() => undefined)
      },
      release: async () => undefined,
    })
    desk.start(() => undefined, { ledger })
    await until(() => acknowledging)
    expect(await nextGets()).toEqual(['one', 'two'])
  })

  it('after the acknowledgement does not', async () => {
    await desk.append(['one', 'two'])
    const work = slow()
    const ledger = withLedger(desk.ledger, { release: async () => undefined })
    desk.start((delivery, context) => (said(delivery) === 'two' ? work.consumer(delivery, context) : undefined), {
      ledger,
    })
    await until(() => work.begun.length === 1)
    expect(await nextGets()).toEqual(['two'])
  })
})
