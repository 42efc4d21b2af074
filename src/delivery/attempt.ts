import type { Clock } from '../core/clock.js'
import type { Consumer, ConsumerDelivery } from './consumer.js'
import { type ConsumerFailure, readFailure } from './failure.js'

/** What came of calling the consumer once. `abandoned`: the outcome does not count, see `Consumer`. */
export type AttemptOutcome = { readonly kind: 'acknowledged' } | { readonly kind: 'abandoned' } | ConsumerFailure

export interface AttemptOptions {
  readonly clock: Clock
  /** How long the consumer may take. */
  readonly timeoutMs: number
  /** Ends the attempt at once, whether or not the consumer listens. */
  readonly signal: AbortSignal
}

/** Calls the consumer once. Never rejects, and never waits longer than it may. */
export async function attempt(
  consumer: Consumer,
  delivery: ConsumerDelivery,
  { clock, timeoutMs, signal }: AttemptOptions,
): Promise<AttemptOutcome> {
  if (signal.aborted) return { kind: 'abandoned' }
  const timedOut: AttemptOutcome = {
    kind: 'defer',
    reason: `The consumer did not finish within ${timeoutMs / 1000} seconds.`,
  }
  const over = new AbortController()
  const consuming = new AbortController()
  const working = (async (): Promise<AttemptOutcome> => {
    try {
      await consumer(delivery, { signal: consuming.signal })
      return { kind: 'acknowledged' }
    } catch (thrown) {
      return readFailure(thrown)
    }
  })()
  const abandoned = new Promise<AttemptOutcome>((resolve) => {
    signal.addEventListener('abort', () => resolve({ kind: 'abandoned' }), { once: true, signal: over.signal })
  })
  const timeout = clock.sleep(timeoutMs, over.signal).then(
    () => timedOut,
    (): AttemptOutcome => ({ kind: 'abandoned' }),
  )
  const outcome = await Promise.race([working, abandoned, timeout])
  over.abort()
  if (outcome === timedOut || outcome.kind === 'abandoned')
    consuming.abort(new Error(outcome === timedOut ? timedOut.reason : 'The delivery was given up.'))
  return outcome
}
