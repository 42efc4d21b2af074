import { rmSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createManualClock } from '../../src/core/manual-clock.js'
import { type Deliverer, deliver } from '../../src/delivery/index.js'
import { EmbeddedLedger } from '../../src/ledger/embedded-ledger.js'
import type { Ledger, Subscription } from '../../src/ledger/port.js'
import { newFolder } from '../ledger/engine.js'
import { bodies, said, settled } from './desk.js'

/** What happens at one call of the consumer, in the order of calls. */
const outcome = fc.constantFrom<Outcome>('ok', 'ok', 'ok', 'fail', 'hang', 'crash before', 'crash after')
type Outcome = 'ok' | 'fail' | 'hang' | 'crash before' | 'crash after'

interface Seen {
  /** Every call, with the numbers of the events. */
  readonly offered: number[]
  /** The events whose acknowledgement is on disk. */
  readonly acknowledged: number[]
  /** Offered after its acknowledgement. */
  readonly repeated: number[]
}

const subscription: Subscription = { hook: 'hook', consumer: 'scenario' }
/** More rounds than any run needs. */
const mostRounds = 500

/** Delivers `count` events with these outcomes, through crashes, until nothing is left. */
async function run(count: number, outcomes: readonly Outcome[], ordered: boolean): Promise<Seen & { dead: number }> {
  const folder = newFolder()
  const clock = createManualClock()
  const open = () => EmbeddedLedger.open({ path: join(folder, 'ledger.sqlite'), clock, backoff: [1000, 2000, 4000] })
  const seen: Seen = { offered: [], acknowledged: [], repeated: [] }
  const script = [...outcomes]
  let ledger = open()
  let deliverer: Deliverer | undefined
  let crash = false
  const start = () => {
    let crashed = false
    const real = ledger
    // What a process that was killed would still have said never arrives.
    const dying = {
      lease: real.lease.bind(real),
      renew: real.renew.bind(real),
      read: real.read.bind(real),
      onAppended: real.onAppended.bind(real),
      release: async () => undefined,
      defer: (...args: Parameters<Ledger['defer']>) => (crashed ? never() : real.defer(...args)),
      bury: (...args: Parameters<Ledger['bury']>) => (crashed ? never() : real.bury(...args)),
      advance: async (...args: Parameters<Ledger['advance']>) => {
        if (crashed) return never()
        await real.advance(...args)
        seen.acknowledged.push(...args[1])
      },
    }
    deliverer = deliver({
      ledger: dying,
      subscriptions: [{ ...subscription, ordered }],
      bundlesOf: bodies,
      clock,
      holder: 'scenario',
      concurrency: 3,
      timeoutMs: 4000,
      leaseMs: 60_000,
      pollMs: 60_000,
      consumer: async (delivery) => {
        const number = Number(said(delivery))
        if (crashed) return never()
        if (seen.acknowledged.includes(delivery.event.row)) seen.repeated.push(number)
        seen.offered.push(number)
        const next = script.shift() ?? 'ok'
        if (next === 'fail') throw new Error('Not now.')
        if (next === 'hang') return never()
        if (next === 'crash before' || next === 'crash after') {
          crashed = true
          crash = true
          if (next === 'crash before') return never()
        }
      },
    })
  }
  const events = Array.from({ length: count }, (_, index) => index)
  await ledger.append(
    events.map((body) => ({ connection: 'main', hook: 'hook', type: 'x', key: `${body}`, body: `${body}` })),
  )
  start()
  const numbers = async () => (await ledger.stats()).subscriptions[0]
  for (let round = 0; round < mostRounds && (await numbers())?.backlog !== 0; round++) {
    await settled()
    await clock.advance(4000)
    if (!crash) continue
    crash = false
    await deliverer?.stop({ withinMs: 0 })
    await ledger.close()
    ledger = open()
    start()
  }
  await settled()
  const stats = await numbers()
  await deliverer?.stop({ withinMs: 0 })
  await ledger.close()
  rmSync(folder, { recursive: true, force: true })
  expect(stats?.backlog).toBe(0)
  return { ...seen, dead: stats?.dead ?? 0 }
}

const never = (): Promise<never> => new Promise(() => undefined)

/** The events in the order of their first, or their last, call. */
const firsts = (rows: readonly number[]) => [...new Set(rows)]
const lasts = (rows: readonly number[]) => [...new Set([...rows].reverse())].reverse()

it('keeps the order, loses nothing and repeats nothing that was acknowledged, whatever fails', async () => {
  const totals = { offered: 0, repeatedCalls: 0, dead: 0 }
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 5 }),
      fc.array(outcome, { maxLength: 12 }),
      fc.boolean(),
      async (count, outcomes, ordered) => {
        const { offered, acknowledged, repeated, dead } = await run(count, outcomes, ordered)
        expect(repeated).toEqual([])
        const all = Array.from({ length: count }, (_, index) => index)
        expect([...new Set(offered)].sort()).toEqual(all)
        expect(new Set(acknowledged).size).toBe(acknowledged.length)
        expect(acknowledged.length + dead).toBe(count)
        if (ordered) {
          expect(firsts(offered)).toEqual(all)
          expect(lasts(offered)).toEqual(all)
        }
        totals.offered += offered.length
        totals.repeatedCalls += offered.length - count
        totals.dead += dead
      },
    ),
    {
      numRuns: 40,
      examples: [
        [2, Array<Outcome>(4).fill('fail'), true],
        [3, ['ok', 'crash before', 'hang', 'crash after'], true],
        [3, ['fail', 'crash before', 'hang', 'crash after'], false],
      ],
    },
  )
  // The control: what was made to happen did happen.
  expect(totals.repeatedCalls).toBeGreaterThan(0)
  expect(totals.dead).toBeGreaterThan(0)
}, 60_000)
