import { HeldLease } from './held-lease.js'
import { LeasedWork } from './leased-work.js'
import { askLedger } from './patient-ledger.js'
import { WakeUp } from './wake-up.js'
import type { WorkerOptions } from './worker-options.js'

/** Takes the lease of one subscription, whenever it can be had, and delivers while it has it. */
export class SubscriptionWorker {
  readonly #options: WorkerOptions
  readonly #wakeUp: WakeUp
  readonly #stopping = new AbortController()
  readonly #abandoning = new AbortController()
  /** Resolves when it has stopped. Rejects where it cannot go on: the consumer is gone, or the ledger is. */
  readonly done: Promise<void>

  constructor(options: WorkerOptions) {
    this.#options = options
    this.#wakeUp = new WakeUp(options.clock)
    this.done = this.#run()
  }

  /** There may be something to do. */
  wake(): void {
    this.#wakeUp.call()
  }

  /** Begins no more events; what is being delivered is finished. */
  stop(): void {
    this.#stopping.abort()
  }

  /** Gives up what is being delivered; it is offered again. */
  abandon(): void {
    this.stop()
    this.#abandoning.abort()
  }

  async #run(): Promise<void> {
    const { clock, ledger, subscription, holder, leaseMs, report } = this.#options
    const { hook, consumer, ...how } = subscription
    const take = async () => {
      const lease = await ledger.lease({ hook, consumer }, { ordered: true, ...how, holder, forMs: leaseMs })
      return { lease }
    }
    const { signal: stopping } = this.#stopping
    const patience = {
      clock,
      resting: stopping,
      failed: (reason: string) => report({ kind: 'ledgerFailed', reason }),
    }
    let waiting = false
    while (!stopping.aborted) {
      // A lease that is being taken is waited for, or it would be held by nobody.
      const taken = await askLedger(take, patience)
      if (taken.kind !== 'ok') continue
      const { lease } = taken.value
      if (lease) {
        waiting = false
        report({ kind: 'leased' })
        if (!(await this.#work(new HeldLease(ledger, clock, lease, leaseMs)))) continue
        report({ kind: 'leaseLost' })
        // Whoever has it now keeps it: two of the same name would otherwise take it from each other for ever.
      } else if (!waiting) {
        waiting = true
        report({ kind: 'leaseBusy' })
      }
      await clock.sleep(leaseMs / 3, stopping).catch(() => undefined)
    }
  }

  /**
   * Runs the lanes of one lease: one where order counts, otherwise as many as events may be delivered at once.
   *
   * @returns whether the lease was lost.
   */
  async #work(held: HeldLease): Promise<boolean> {
    const { subscription, concurrency } = this.#options
    const over = AbortSignal.any([held.lost, this.#stopping.signal])
    const abandoned = AbortSignal.any([held.lost, this.#abandoning.signal])
    const work = new LeasedWork(this.#options, held, this.#wakeUp, { over, abandoned })
    const lanes = Array.from({ length: subscription.ordered === false ? concurrency : 1 }, () =>
      work.lane().catch((thrown: unknown) => {
        // The others end at once: the consumer is gone for them, too.
        this.abandon()
        throw thrown
      }),
    )
    try {
      const ended = await Promise.allSettled(lanes)
      for (const lane of ended) if (lane.status === 'rejected') throw lane.reason
      return held.lost.aborted
    } finally {
      await held.release()
    }
  }
}
