import type { Clock } from '../../src/core/clock.js'

interface Deadline {
  readonly since: number
  readonly ms: number
  readonly expire: () => void
}

/** How exactly deadlines are kept. */
const lookMs = 1000

/** Deadlines of many things at once. One sleep watches over all of them, so that a post costs no timer. */
export class Deadlines {
  readonly #clock: Clock
  readonly #ended: AbortSignal
  readonly #waiting = new Set<Deadline>()
  #watching = false

  constructor(clock: Clock, ended: AbortSignal) {
    this.#clock = clock
    this.#ended = ended
  }

  /** Calls `expire` once the time is up, at most a second later. @returns what ends the deadline. */
  start(ms: number, expire: () => void): () => void {
    const deadline: Deadline = { since: this.#clock.now(), ms, expire }
    this.#waiting.add(deadline)
    if (!this.#watching) this.#watch()
    return () => this.#waiting.delete(deadline)
  }

  /** Gives what is awaited, or rejects with `late` once the time is up. */
  within<Result>(ms: number, work: Promise<Result>, late: () => unknown): Promise<Result> {
    return new Promise((resolve, reject) => {
      const end = this.start(ms, () => reject(late()))
      work.then(
        (result) => {
          end()
          resolve(result)
        },
        (thrown: unknown) => {
          end()
          reject(thrown)
        },
      )
    })
  }

  #watch(): void {
    this.#watching = true
    this.#clock.sleep(lookMs, this.#ended).then(
      () => {
        this.#watching = false
        const now = this.#clock.now()
        for (const deadline of this.#waiting) {
          if (now - deadline.since < deadline.ms) continue
          this.#waiting.delete(deadline)
          deadline.expire()
        }
        if (this.#waiting.size > 0) this.#watch()
      },
      () => {
        this.#watching = false
      },
    )
  }
}
