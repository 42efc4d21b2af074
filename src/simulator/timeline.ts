/** One status and the instant from which it holds. */
export interface Step<S extends string> {
  readonly at: number
  readonly status: S
}

/**
 * The statuses that a call or message goes through, oldest first. Nothing ticks: which step holds follows from the time
 * at which somebody asks.
 */
export interface Timeline<S extends string> {
  readonly steps: readonly Step<S>[]
  /** A pinned timeline has happened already, whatever the clock says: rows that were added with a given status. */
  readonly pinned: boolean
}

/** Builds a timeline from statuses and the milliseconds after `start` at which they begin. */
export function timelineFrom<S extends string>(start: number, steps: readonly (readonly [S, number])[]): Timeline<S> {
  return { steps: steps.map(([status, offset]) => ({ status, at: start + offset })), pinned: false }
}

/** The steps that have happened by `now`; the first one always has. */
export function happened<S extends string>({ steps, pinned }: Timeline<S>, now: number): readonly Step<S>[] {
  if (pinned) return steps
  let count = steps.length
  while (count > 1 && (steps[count - 1] as Step<S>).at > now) count--
  return count === steps.length ? steps : steps.slice(0, count)
}

/** Cuts off what has not happened yet and ends the timeline with `status` now. */
export function endNow<S extends string>(timeline: Timeline<S>, status: S, now: number): Timeline<S> {
  return { steps: [...happened(timeline, now), { at: now, status }], pinned: timeline.pinned }
}
