import { randomUUID } from 'node:crypto'
import type { Clock } from '../core/clock.js'
import { ConnectorError } from '../core/errors.js'
import type { Ledger } from '../ledger/port.js'

/** No event is ever stored for it: it only lends its lease. */
const subscription = { hook: 'set-up', consumer: 'hooks' }
/** A command that is killed keeps the others waiting no longer. */
const forMs = 30_000

/**
 * Lets one command at a time change what numbers do, whatever the process: two would overwrite each other's snapshots.
 *
 * @param work is given a function that says that it is still at work, to be called before each number.
 * @throws ConnectorError `hooks_busy` while another command is at it.
 */
export async function withSetUpLock<T>(
  ledger: Ledger,
  clock: Clock,
  work: (stillAtWork: () => Promise<void>) => Promise<T>,
): Promise<T> {
  const lease = await ledger.lease(subscription, { holder: randomUUID(), forMs })
  if (!lease)
    throw new ConnectorError('Another command is changing hooks.', {
      type: 'RuntimeError',
      code: 'hooks_busy',
      retry: { afterMs: forMs },
      advice: `Try again when it is done; if it was killed, in ${forMs / 1000} seconds.`,
    })
  let held = lease
  try {
    return await work(async () => {
      if (held.endsAt - clock.now() < forMs / 2) held = await ledger.renew(held, forMs)
    })
  } finally {
    await ledger.release(held)
  }
}
