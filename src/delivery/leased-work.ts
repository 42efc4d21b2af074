import type { Delivery, Lease } from '../ledger/port.js'
import { type AttemptOutcome, attempt } from './attempt.js'
import { eventId } from './event-id.js'
import { type ConsumerFailure, readFailure } from './failure.js'
import type { HeldLease } from './held-lease.js'
import { type Answer, askLedger } from './patient-ledger.js'
import type { WakeUp } from './wake-up.js'
import type { WorkerOptions } from './worker-options.js'

/** Events that are read at once where they are delivered one after the other. */
const batch = 50

type Outcome = AttemptOutcome | { readonly kind: 'unasked' }

/** When to stop: `over` begins no more events, `abandoned` gives up what is being delivered. */
interface Ends {
  readonly over: AbortSignal
  readonly abandoned: AbortSignal
}

/** Delivers the events of one subscription under one lease. */
export class LeasedWork {
  readonly #options: WorkerOptions
  readonly #held: HeldLease
  readonly #wakeUp: WakeUp
  readonly #ends: Ends
  /** Rows that are being delivered. */
  readonly #busy = new Set<number>()

  constructor(options: WorkerOptions, held: HeldLease, wakeUp: WakeUp, ends: Ends) {
    this.#options = options
    this.#held = held
    this.#wakeUp = wakeUp
    this.#ends = ends
  }

  /** Looks for events, delivers them, and sleeps while there are none. */
  async lane(): Promise<void> {
    const { clock, ledger, pollMs, subscription } = this.#options
    const { over } = this.#ends
    const ordered = subscription.ordered !== false
    while (!over.aborted) {
      const seen = this.#wakeUp.calls
      const read = ordered ? { max: batch } : { max: 1, skip: [...this.#busy] }
      const reading = await this.#ask((lease) => ledger.read(lease, read))
      if (reading.kind !== 'ok') continue
      const { deliveries, dueAt } = reading.value
      if (deliveries.length > 0) {
        await this.#pass(deliveries)
        continue
      }
      // One that is due and not given is being delivered by another lane.
      const wait = dueAt === undefined || dueAt <= clock.now() ? pollMs : Math.min(pollMs, dueAt - clock.now())
      await this.#wakeUp.sleep(wait, seen, over)
    }
  }

  /** Delivers what was read, in order, until one fails that holds up the others. */
  async #pass(deliveries: readonly Delivery[]): Promise<void> {
    // Events that nobody asked for are marked together with the next that somebody did, which saves a transaction each.
    const unasked: number[] = []
    for (const delivery of deliveries) {
      const { row, attempt: number } = delivery
      if (this.#ends.over.aborted) break
      if (this.#busy.has(row)) continue
      this.#busy.add(row)
      try {
        const outcome = await this.#deliver(delivery)
        if (outcome.kind === 'unasked') {
          unasked.push(row)
          this.#options.report({ kind: 'unasked', row, attempt: number })
        } else if (outcome.kind === 'acknowledged') {
          if (!(await this.#advance([...unasked.splice(0), row]))) return
          this.#options.report({ kind: 'delivered', row, attempt: number })
        } else {
          if (!(await this.#advance(unasked.splice(0)))) return
          if (outcome.kind === 'gone') throw outcome.error
          if (outcome.kind === 'abandoned') return this.#options.report({ kind: 'abandoned', row, attempt: number })
          if (!(await this.#fail(delivery, outcome))) return
        }
      } finally {
        this.#busy.delete(row)
      }
    }
    await this.#advance(unasked)
  }

  async #deliver(delivery: Delivery): Promise<Outcome> {
    const { bundlesOf, consumer, clock, timeoutMs, subscription } = this.#options
    const { row, type, hook, replayed, attempt: number, receivedAt } = delivery
    let bundles: ReturnType<typeof bundlesOf>
    try {
      bundles = bundlesOf(delivery)
    } catch (thrown) {
      return readFailure(thrown)
    }
    if (bundles.length === 0) return { kind: 'unasked' }
    const id = eventId(delivery, subscription)
    const event = { row, type, hook, replayed, attempt: number, receivedAt: new Date(receivedAt), id }
    return attempt(consumer, { bundles, event }, { clock, timeoutMs, signal: this.#ends.abandoned })
  }

  async #advance(rows: readonly number[]): Promise<boolean> {
    return rows.length === 0 || this.#settle((lease) => this.#options.ledger.advance(lease, rows))
  }

  /** @returns whether the next event may be delivered. */
  async #fail(delivery: Delivery, failure: Exclude<ConsumerFailure, { kind: 'gone' }>): Promise<boolean> {
    const { ledger, report } = this.#options
    const { row, attempt: number, replayed } = delivery
    const { reason } = failure
    if (failure.kind === 'bury') {
      return this.#settle(async (lease) => {
        await ledger.bury(lease, row, reason)
        report({ kind: 'buried', row, attempt: number, reason })
      })
    }
    let waits = false
    const settled = await this.#settle(async (lease) => {
      const deferred = await ledger.defer(lease, { row, attempt: number }, { reason, afterMs: failure.afterMs })
      waits = deferred.outcome === 'deferred'
      if (deferred.outcome === 'deferred')
        report({ kind: 'deferred', row, attempt: number, reason, dueAt: deferred.dueAt })
      if (deferred.outcome === 'buried') report({ kind: 'buried', row, attempt: number, reason })
    })
    return settled && (replayed || !waits)
  }

  /**
   * Says what became of an event, again and again while the ledger cannot be written: saying nothing would repeat it.
   *
   * @returns false where it could not be said.
   */
  async #settle(say: (lease: Lease) => Promise<void>): Promise<boolean> {
    while (!this.#ends.abandoned.aborted) {
      const said = await this.#ask(say)
      if (said.kind === 'ok') return true
      if (said.kind === 'failed' && said.retry === 'never') return false
    }
    return false
  }

  async #ask<T>(ask: (lease: Lease) => Promise<T>): Promise<Answer<T>> {
    const { clock, report } = this.#options
    const { abandoned } = this.#ends
    const answer = await askLedger(() => ask(this.#held.lease), {
      clock,
      resting: abandoned,
      waiting: abandoned,
      failed: (reason) => report({ kind: 'ledgerFailed', reason }),
    })
    if (answer.kind === 'leaseLost') this.#held.lose()
    return answer
  }
}
