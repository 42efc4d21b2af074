import { accessSync, constants, mkdirSync, realpathSync, statfsSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Database } from 'better-sqlite3'
import { storageFailure } from './ledger-error.js'
import { loadSqlite } from './load-sqlite.js'
import { createPrivate } from './owner-lock.js'

/** How long a write waits for a program that has locked the file. The whole process waits, so it is short. */
const busyMs = 200

/** The file's real place, so that two ways to it name one lock. Creates the folder, closed to others, where it is missing. */
export function realPlace(path: string): string {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  createPrivate(path)
  const real = realpathSync(path)
  // SQLite opens what it cannot write as well, and reports something else later.
  for (const needed of [real, dirname(real)]) accessSync(needed, constants.R_OK | constants.W_OK)
  return real
}

/** Opens the file for its owner, as durable as the guarantees say. */
export function openForWriting(path: string): Database {
  const db = new (loadSqlite())(path, { timeout: busyMs })
  try {
    db.pragma('journal_mode = WAL')
    db.pragma('synchronous = FULL')
    db.pragma('wal_autocheckpoint = 4000')
    return db
  } catch (thrown) {
    db.close()
    throw thrown
  }
}

/** Opens the file beside its owner. */
export const openForReading = (path: string): Database =>
  new (loadSqlite())(path, { readonly: true, fileMustExist: true, timeout: busyMs })

/** Whether the disk that holds the file has no room left. */
export function diskIsFull(path: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(dirname(path))
    return bavail * bsize < 64 * 1024
  } catch {
    return false
  }
}

/** What the store or the file system threw, as an error that says what to do; anything else as it is. */
export const explainedError = (path: string, thrown: unknown): unknown =>
  storageFailure(thrown, path, () => diskIsFull(path))?.error ?? thrown

/** Runs `work`; what the store throws becomes an error that says what to do. */
export function explained<Result>(path: string, work: () => Result): Result {
  try {
    return work()
  } catch (thrown) {
    throw explainedError(path, thrown)
  }
}
