import type { Clock } from '../../core/clock.js'

/** How long one webhook may take, in milliseconds. */
export interface TimeLimits {
  /** Until the connection stands, TLS included. */
  readonly connect: number
  /** Until the reply begins, and between two packets of it. */
  readonly read: number
  /** For everything: redirects and repeated attempts too. */
  readonly total: number
}

/** What SignalWire documents on its pages about webhook errors and connection overrides. */
const defaultLimits: TimeLimits = Object.freeze({ connect: 2000, read: 5000, total: 15_000 })

/**
 * Reads the limits that a URL's fragment sets: `#ot=1000&rt=2000&tt=8000`, in milliseconds (connect from 100 to 10000, the
 * others to 15000). SignalWire has called the first one `ot` and `ct`; both work here. Anything else is ignored.
 */
export function limitsOf(url: string): TimeLimits {
  const mark = url.indexOf('#')
  if (mark < 0) return defaultLimits
  const given = new URLSearchParams(url.slice(mark + 1))
  const limit = (names: readonly string[], most: number, fallback: number) => {
    const text = names.map((name) => given.get(name)).find((value) => value !== null) ?? ''
    const ms = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN
    return ms >= 100 && ms <= most ? ms : fallback
  }
  return {
    connect: limit(['ot', 'ct'], 10_000, defaultLimits.connect),
    read: limit(['rt'], 15_000, defaultLimits.read),
    total: limit(['tt'], 15_000, defaultLimits.total),
  }
}

/** Calls `expired` after `ms` on the clock, unless the function that it returns is called before. */
export function startTimer(clock: Clock, ms: number, expired: () => void): () => void {
  const stop = new AbortController()
  clock.sleep(ms, stop.signal).then(expired, () => undefined)
  return () => stop.abort()
}
