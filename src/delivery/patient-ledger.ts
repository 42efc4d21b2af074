import type { Clock } from '../core/clock.js'
import { isConnectorError } from '../core/errors.js'
import { isLeaseLost } from './held-lease.js'

/** What came of asking the ledger. */
export type Answer<T> =
  | { readonly kind: 'ok'; readonly value: T }
  /** Somebody else has the lease. */
  | { readonly kind: 'leaseLost' }
  /** `later`: the same may work now; `never`: it was refused. */
  | { readonly kind: 'failed'; readonly retry: 'later' | 'never' }

/** How long a ledger that failed is left alone. */
const restMs = 1000

/** Failures after which a ledger works again only once it is opened anew. */
const ends = ['ledger_closed', 'ledger_failed', 'ledger_damaged', 'ledger_unreachable']

interface Patience {
  readonly clock: Clock
  /** Ends the rest after a failure. */
  readonly resting: AbortSignal
  /** From then on an answer is no longer waited for. */
  readonly waiting?: AbortSignal | undefined
  readonly failed: (reason: string) => void
}

/**
 * Asks the ledger once; where it fails, as on a full disk, says so and rests.
 *
 * @throws whatever the ledger threw, where it has to be opened again.
 */
export async function askLedger<T>(
  ask: () => Promise<T>,
  { clock, resting, waiting, failed }: Patience,
): Promise<Answer<T>> {
  try {
    const asked = ask().then((value): Answer<T> => ({ kind: 'ok', value }))
    return await (waiting ? unlessAborted(asked, waiting) : asked)
  } catch (thrown) {
    if (isLeaseLost(thrown)) return { kind: 'leaseLost' }
    if (isConnectorError(thrown) && ends.includes(thrown.code)) throw thrown
    failed(thrown instanceof Error ? thrown.message : 'The ledger failed without saying why.')
    await clock.sleep(restMs, resting).catch(() => undefined)
    return { kind: 'failed', retry: isConnectorError(thrown) && thrown.retry === 'never' ? 'never' : 'later' }
  }
}

function unlessAborted<T>(asked: Promise<Answer<T>>, waiting: AbortSignal): Promise<Answer<T>> {
  return new Promise((resolve, reject) => {
    const stop = () => resolve({ kind: 'failed', retry: 'never' })
    if (waiting.aborted) stop()
    else waiting.addEventListener('abort', stop, { once: true })
    asked.then(resolve, reject).finally(() => waiting.removeEventListener('abort', stop))
  })
}
