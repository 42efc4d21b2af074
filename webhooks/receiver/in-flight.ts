import type { Clock } from '../../src/core/clock.js'

/** Counts what is under way, so that whoever stops can wait for it. */
export class InFlight {
  #count = 0
  #idle: (() => void) | undefined

  get count(): number {
    return this.#count
  }

  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#count += 1
    try {
      return await work()
    } finally {
      this.#count -= 1
      if (this.#count === 0) this.#idle?.()
    }
  }

  /** Waits until nothing is under way, or the time is up. @returns whether everything ended. */
  async drained(ms: number, clock: Clock): Promise<boolean> {
    if (this.#count === 0) return true
    const timer = new AbortController()
    const late = clock.sleep(ms, timer.signal).then(
      () => false,
      () => true,
    )
    const idle = new Promise<boolean>((resolve) => {
      this.#idle = () => resolve(true)
    })
    const done = await Promise.race([idle, late])
    timer.abort()
    return done
  }
}
