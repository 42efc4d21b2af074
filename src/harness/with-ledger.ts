import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Ledger } from '../ledger/port.js'
import { failed } from './command-error.js'
import { folders } from './folders.js'
import type { Session } from './session.js'

/** Opens this user's ledger, creating it where there is none, works with it, and closes it. */
export async function withLedger<T>({ io }: Session, work: (ledger: Ledger) => Promise<T>): Promise<T> {
  const path = folders(io.env).ledger
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'unknown'
    throw failed('unwritable_file', `${dirname(path)} cannot be created: the system said ${code}.`)
  }
  const { openLedger } = await import('../ledger/open-ledger.js')
  const ledger = await openLedger({ path, clock: io.clock })
  try {
    return await work(ledger)
  } finally {
    await ledger.close()
  }
}
