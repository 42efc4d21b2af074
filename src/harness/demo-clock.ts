import type { Clock } from '../core/clock.js'

/** A clock that runs like another one and can be put forward. */
export interface MovableClock extends Clock {
  forward(ms: number): void
}

/** The simulator's time in the demo, so that nobody has to wait until a message has left its queue. */
export function createMovableClock(clock: Clock): MovableClock {
  let offset = 0
  return {
    now: () => clock.now() + offset,
    sleep: (ms, signal) => clock.sleep(ms, signal),
    forward(ms) {
      offset += ms
    },
  }
}
