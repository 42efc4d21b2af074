import type { Clock } from '../../src/core/clock.js'

/** One entry of the log. It holds no body, no phone number, no URL of a hook and no secret. */
export interface LogEntry {
  readonly level: 'info' | 'warn' | 'error'
  /** A word for programs, such as `refused`. */
  readonly event: string
  /** What happened and what to do, for people. */
  readonly message: string
  /** The first characters of the hook's id: enough to find it in a list, too few to call it. */
  readonly hook?: string | undefined
  readonly reason?: string | undefined
  readonly status?: number | undefined
  /** How many entries of this kind were left out before this one. */
  readonly suppressed?: number | undefined
}

export type Log = (entry: LogEntry) => void

/** Writes entries as one JSON line each. */
export const jsonLines =
  (write: (line: string) => void, clock: Clock): Log =>
  (entry) =>
    write(`${JSON.stringify({ time: new Date(clock.now()).toISOString(), ...entry })}\n`)

/** What is logged of a hook's id. */
export const shortId = (id: string): string => id.slice(0, 6)

/** At least this long between two entries of one kind, so that a flood of forged posts fills no disk. */
const pauseMs = 1000

/** Lets one entry of each kind through a second and counts the others. */
export class LogLimit {
  readonly #clock: Clock
  readonly #kinds = new Map<string, { until: number; suppressed: number }>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** @returns how many were left out since the last one, or undefined where this one is to be left out too. */
  pass(kind: string): number | undefined {
    const now = this.#clock.now()
    const last = this.#kinds.get(kind)
    // A clock that was set back must not silence the log until it has caught up.
    if (last && now < last.until && now >= last.until - pauseMs) {
      last.suppressed += 1
      return undefined
    }
    this.#kinds.set(kind, { until: now + pauseMs, suppressed: 0 })
    return last?.suppressed ?? 0
  }
}
