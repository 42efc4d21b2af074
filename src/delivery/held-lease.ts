import type { Clock } from '../core/clock.js'
import { isConnectorError } from '../core/errors.js'
import type { Lease, Ledger } from '../ledger/port.js'

/** Whether an error says that somebody else works on the subscription now, or that it was removed. */
export const isLeaseLost = (thrown: unknown): boolean => isConnectorError(thrown) && thrown.code === 'lease_lost'

/** A lease that is prolonged as long as it is held. */
export class HeldLease {
  readonly #ledger: Pick<Ledger, 'renew' | 'release'>
  readonly #clock: Clock
  readonly #forMs: number
  readonly #ended = new AbortController()
  readonly #lost = new AbortController()
  readonly #renewing: Promise<void>
  #lease: Lease

  /** @param forMs how long it was taken for; it is renewed after a third of that. */
  constructor(ledger: Pick<Ledger, 'renew' | 'release'>, clock: Clock, lease: Lease, forMs: number) {
    this.#ledger = ledger
    this.#clock = clock
    this.#lease = lease
    this.#forMs = forMs
    this.#renewing = this.#renew()
  }

  get lease(): Lease {
    return this.#lease
  }

  /** Aborts as soon as it is known, or has to be assumed, that the lease is lost. */
  get lost(): AbortSignal {
    return this.#lost.signal
  }

  lose(): void {
    this.#lost.abort()
    this.#ended.abort()
  }

  /** Stops prolonging it and gives it back. */
  async release(): Promise<void> {
    this.#ended.abort()
    await this.#renewing
    // Where it cannot be given back it ends by itself.
    if (!this.lost.aborted) await this.#ledger.release(this.#lease).catch(() => undefined)
  }

  async #renew(): Promise<void> {
    // Counted in sleeps rather than read from the clock, which may be set.
    let left = this.#forMs
    const step = this.#forMs / 3
    for (;;) {
      try {
        await this.#clock.sleep(step, this.#ended.signal)
      } catch {
        return
      }
      try {
        this.#lease = await this.#ledger.renew(this.#lease, this.#forMs)
        left = this.#forMs
      } catch (thrown) {
        left -= step
        // A ledger that cannot be written may be well again in time.
        if (isLeaseLost(thrown) || left <= step / 2) return this.lose()
      }
    }
  }
}
