import { closeSync, openSync } from 'node:fs'
import { loadSqlite } from './load-sqlite.js'

/**
 * Creates a file that only its owner may read, where it is not there; SQLite gives its own files the same mode. One that is
 * there is not even opened: closing it again would let go of every lock that this process holds on it (POSIX).
 */
export function createPrivate(path: string): void {
  try {
    closeSync(openSync(path, 'wx', 0o600))
  } catch (thrown) {
    if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST')) throw thrown
  }
}

/**
 * Takes the right to write a ledger, for as long as this process lives: a lock that the system holds open and lets go of
 * even when the process is killed, so nothing stale can be left behind.
 *
 * @returns a function that gives it back; undefined while another process, or another ledger in this one, has it.
 */
export function takeOwnership(path: string): (() => void) | undefined {
  const lockPath = `${path}.lock`
  createPrivate(lockPath)
  // Its own file: an exclusive lock on the ledger itself would keep others from reading it.
  const lock = new (loadSqlite())(lockPath, { timeout: 0 })
  try {
    lock.exec('BEGIN EXCLUSIVE')
    return () => lock.close()
  } catch (thrown) {
    lock.close()
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'SQLITE_BUSY') return undefined
    throw thrown
  }
}
