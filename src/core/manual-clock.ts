import type { Clock } from './clock.js'

/** A clock that stands still until it is moved: for tests and for a simulator whose time the caller decides. */
export interface ManualClock extends Clock {
  /** Moves time forward by `ms` milliseconds and wakes every sleep that is then due, earliest first. */
  advance(ms: number): Promise<void>
  /** How many sleeps are waiting: lets a test wait until the code under test has gone to sleep. */
  readonly sleeping: number
}

/**
 * Creates a manual clock.
 *
 * @param start its first `now()`, in milliseconds since 1970; default 2026-01-05T12:00:00Z, a Monday.
 */
export function createManualClock(start = Date.UTC(2026, 0, 5, 12)): ManualClock {
  let time = start
  const waiting = new Set<{ due: number; wake: () => void }>()
  return {
    now: () => time,
    get sleeping() {
      return waiting.size
    },
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) {
          reject(signal.reason)
          return
        }
        const stop = () => {
          waiting.delete(entry)
          reject(signal?.reason)
        }
        const entry = {
          due: time + ms,
          wake: () => {
            waiting.delete(entry)
            signal?.removeEventListener('abort', stop)
            resolve()
          },
        }
        waiting.add(entry)
        signal?.addEventListener('abort', stop, { once: true })
      }),
    async advance(ms) {
      const until = time + ms
      for (;;) {
        const [next] = [...waiting].filter((entry) => entry.due <= until).sort((a, b) => a.due - b.due)
        if (!next) break
        time = Math.max(time, next.due)
        next.wake()
        // Lets the woken code run, so that a sleep it starts can still fall due within this advance.
        await new Promise((resolve) => setImmediate(resolve))
      }
      time = until
    },
  }
}
