import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createManualClock, type ManualClock } from '../../src/core/manual-clock.js'
import type { Ledger } from '../../src/ledger/port.js'
import { DeliveryModel } from './delivery-model.js'
import { day, event, type Store } from './engine.js'

type Step =
  | { readonly do: 'append'; readonly keys: readonly number[]; readonly atOnce: boolean }
  | { readonly do: 'advance' | 'defer' | 'bury' | 'replay'; readonly pick: number }
  | { readonly do: 'stale' | 'reopen' | 'crash' | 'retain' }
  | { readonly do: 'wait'; readonly seconds: number }

const pick = fc.nat(20)
const steps: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('append' as const),
      keys: fc.array(fc.nat(40), { maxLength: 5 }),
      atOnce: fc.boolean(),
    }),
  },
  { weight: 8, arbitrary: fc.record({ do: fc.constantFrom('advance', 'advance', 'defer', 'bury', 'replay'), pick }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('stale', 'reopen', 'crash', 'retain') }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('wait' as const), seconds: fc.constantFrom(1, 5, 60, 1800, 8 * 86_400) }),
  },
)

/** One history, in the ledger and in the model side by side. */
class History {
  readonly #store: Store
  readonly #clock: ManualClock = createManualClock()
  readonly #subscription = { hook: 'hook-1', consumer: 'scenario' }
  readonly #ordered: boolean
  readonly #model: DeliveryModel
  readonly #acknowledged = new Map<string, number>()
  #ledger!: Ledger

  constructor(store: Store, ordered: boolean) {
    this.#store = store
    this.#ordered = ordered
    this.#model = new DeliveryModel(ordered)
  }

  async run(all: readonly Step[]): Promise<void> {
    this.#ledger = await this.#store.open({ clock: this.#clock })
    try {
      for (const step of all) {
        await this.#take(step)
        await this.#compare()
      }
      await this.#compareEnd()
    } finally {
      await this.#ledger.close()
      await this.#store.remove()
    }
  }

  async #lease() {
    const lease = await this.#ledger.lease(this.#subscription, { holder: 'one', ordered: this.#ordered })
    if (!lease) throw new Error('The subscription is held by another.')
    return lease
  }

  async #take(step: Step): Promise<void> {
    switch (step.do) {
      case 'append':
        return this.#append(step.keys, step.atOnce)
      case 'wait':
        return this.#clock.advance(step.seconds * 1000)
      case 'reopen':
        await this.#ledger.close()
        this.#ledger = await this.#store.open({ clock: this.#clock })
        return
      case 'crash':
        await this.#store.crash(this.#ledger)
        this.#ledger = await this.#store.open({ clock: this.#clock })
        return
      case 'retain':
        await this.#ledger.retain()
        return
      case 'stale':
        return this.#actStale()
      case 'replay':
        return this.#replay(step.pick)
      default:
        return this.#deal(step.do, step.pick)
    }
  }

  async #append(keys: readonly number[], atOnce: boolean): Promise<void> {
    const events = keys.map((key) => event(`key-${key}`))
    const results = atOnce
      ? (await Promise.all(events.map((one) => this.#ledger.append([one])))).flat()
      : await this.#ledger.append(events)
    for (const [index, { row, outcome }] of results.entries()) {
      const key = events[index]?.key ?? ''
      expect([key, outcome]).toEqual([key, this.#acknowledged.has(key) ? 'repeated' : 'appended'])
      if (outcome === 'repeated') expect(row).toBe(this.#acknowledged.get(key))
      else this.#model.append(row)
      this.#acknowledged.set(key, row)
    }
  }

  async #deal(what: 'advance' | 'defer' | 'bury', pick: number): Promise<void> {
    const lease = await this.#lease()
    const due = this.#model.due(this.#clock.now())
    // In order, only replayed events and the first other one can be dealt with.
    const head = due.find(([, , replayed]) => !replayed)
    const candidates = this.#ordered ? due.filter((entry) => entry[2] || entry === head) : due
    const [row, attempt] = candidates[pick % candidates.length] ?? []
    if (row === undefined || attempt === undefined) return
    if (what === 'advance') {
      await this.#ledger.advance(lease, [row])
      this.#model.done(row)
    } else if (what === 'bury') {
      await this.#ledger.bury(lease, row, 'buried')
      this.#model.bury(row)
    } else {
      await this.#ledger.defer(lease, { row, attempt }, { reason: 'deferred' })
      this.#model.defer(row, this.#clock.now())
    }
  }

  async #replay(pick: number): Promise<void> {
    const row = this.#model.rows[pick % this.#model.rows.length]
    if (row === undefined) return
    const [result] = await this.#ledger.replay(this.#subscription, [row])
    if (result?.outcome === 'replayed') this.#model.replay(row, this.#clock.now())
  }

  async #actStale(): Promise<void> {
    const stale = await this.#lease()
    await this.#lease()
    const rows = this.#model.rows.slice(0, 1)
    await expect(this.#ledger.advance(stale, rows)).rejects.toMatchObject({ code: 'lease_lost' })
    await expect(this.#ledger.bury(stale, rows[0] ?? 1, 'stale')).rejects.toMatchObject({ code: 'lease_lost' })
  }

  async #compare(): Promise<void> {
    const { deliveries } = await this.#ledger.read(await this.#lease(), { max: 1000 })
    const offered = deliveries.map(({ row, attempt, replayed }) => [row, attempt, replayed])
    expect(offered).toEqual(this.#model.due(this.#clock.now()))
    // What has to be delivered still has its body.
    for (const { body, key } of deliveries) expect(body).toBe(event(key).body)
  }

  async #compareEnd(): Promise<void> {
    const listed = await this.#ledger.events.list({ limit: 1000 })
    const states = listed.map(({ row, deliveries }) => [row, deliveries[0]?.state]).reverse()
    expect(states).toEqual(this.#model.states())
  }
}

/** Random histories keep every promise: nothing acknowledged is lost, nothing done comes again, order and fencing hold. */
export function testInterleavings(make: () => Store): void {
  for (const ordered of [true, false]) {
    it(`does what the model does, ${ordered ? 'in order' : 'not in order'}`, async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(steps, { minLength: 5, maxLength: 40 }), async (all) => {
          // Identities last longer than any history here, so a repeated post is always known.
          const waited = all.reduce((sum, step) => sum + (step.do === 'wait' ? step.seconds * 1000 : 0), 0)
          fc.pre(waited < 30 * day)
          await new History(make(), ordered).run(all)
        }),
        { numRuns: Number(process.env.LEDGER_RUNS ?? 40) },
      )
    })
  }
}
