import type { Clock } from '../core/clock.js'

/** Lets workers sleep until there may be something to do. A call between looking and sleeping is not lost. */
export class WakeUp {
  readonly #clock: Clock
  readonly #sleepers = new Set<AbortController>()
  #calls = 0

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** To be read before looking for work. */
  get calls(): number {
    return this.#calls
  }

  /** Wakes everybody. */
  call(): void {
    this.#calls += 1
    for (const sleeper of this.#sleepers) sleeper.abort()
  }

  /** Resolves after `ms`, when called, or when `signal` aborts; at once where it was called after `seen`. */
  async sleep(ms: number, seen: number, signal: AbortSignal): Promise<void> {
    if (seen !== this.#calls || signal.aborted) return
    const sleeper = new AbortController()
    const stop = () => sleeper.abort()
    this.#sleepers.add(sleeper)
    signal.addEventListener('abort', stop, { once: true })
    try {
      await this.#clock.sleep(ms, sleeper.signal)
    } catch {
      // Woken.
    } finally {
      this.#sleepers.delete(sleeper)
      signal.removeEventListener('abort', stop)
    }
  }
}
