import { ConnectorError, type ErrorType, type RetryAdvice } from '../core/errors.js'

interface Meaning {
  readonly type: ErrorType
  readonly code: string
  readonly retry: RetryAdvice
  readonly problem: string
  readonly advice: string
  /** Whether what SQLite holds in memory can no longer be trusted. */
  readonly reopen: boolean
}

const diskFull: Meaning = {
  type: 'OutOfSpaceError',
  code: 'disk_full',
  retry: 'later',
  problem: 'there is no space left on its disk',
  advice: 'Free some space; nothing has to be restarted.',
  reopen: false,
}

const damaged: Meaning = {
  type: 'RuntimeError',
  code: 'ledger_damaged',
  retry: 'never',
  problem: 'the file is damaged or is no database',
  advice: 'Move it aside and restore a backup, or start with a new file.',
  reopen: true,
}

const unreachable: Meaning = {
  type: 'InvalidConfigurationError',
  code: 'ledger_unreachable',
  retry: 'never',
  problem: 'the file cannot be opened',
  advice: 'Check that the folder exists and that this user may read and write it.',
  reopen: true,
}

/** Such as a text that is too long for SQLite, or a mistake of ours. */
const unexpected: Omit<Meaning, 'problem'> = {
  type: 'RuntimeError',
  code: 'ledger_failed',
  retry: 'never',
  advice: 'Report it with this code; nothing of the same request was stored.',
  reopen: false,
}

const meanings: Readonly<Record<string, Meaning>> = {
  SQLITE_FULL: diskFull,
  SQLITE_CORRUPT: damaged,
  SQLITE_NOTADB: damaged,
  SQLITE_CANTOPEN: unreachable,
  SQLITE_PERM: unreachable,
  SQLITE_AUTH: unreachable,
  SQLITE_READONLY: {
    type: 'InvalidConfigurationError',
    code: 'ledger_read_only',
    retry: 'later',
    problem: 'the file cannot be written',
    advice: 'Give this user the right to write the file and its folder.',
    reopen: false,
  },
  SQLITE_BUSY: {
    type: 'RuntimeError',
    code: 'ledger_busy',
    retry: 'later',
    problem: 'another program has locked the file',
    advice: 'Try again, and end whatever else writes to it, such as a backup or a database browser.',
    reopen: false,
  },
  SQLITE_IOERR: {
    type: 'RuntimeError',
    code: 'ledger_failed',
    retry: 'later',
    problem: 'its disk failed to read or write',
    advice: 'Check the disk, then open the ledger again.',
    reopen: true,
  },
}

/** What the system's own codes are to SQLite. */
const systemCodes: Readonly<Record<string, string>> = {
  ENOSPC: 'SQLITE_FULL',
  EDQUOT: 'SQLITE_FULL',
  EROFS: 'SQLITE_READONLY',
  EACCES: 'SQLITE_READONLY',
  EPERM: 'SQLITE_READONLY',
  EIO: 'SQLITE_IOERR',
  ENOENT: 'SQLITE_CANTOPEN',
  ENOTDIR: 'SQLITE_CANTOPEN',
  EEXIST: 'SQLITE_CANTOPEN',
  EISDIR: 'SQLITE_CANTOPEN',
}

function storageCode(thrown: unknown): string | undefined {
  if (!(thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string')) return undefined
  return thrown.code.startsWith('SQLITE_') ? thrown.code : systemCodes[thrown.code]
}

/** What happened to the store, told so that it can be acted on. */
export interface StorageFailure {
  readonly error: ConnectorError
  readonly reopen: boolean
}

/**
 * Reads what SQLite or the file system threw.
 *
 * @param full whether the disk is full: SQLite reports that as an I/O error where a file cannot be grown.
 * @returns undefined where it was thrown by something else.
 */
export function storageFailure(thrown: unknown, path: string, full: () => boolean): StorageFailure | undefined {
  const code = storageCode(thrown)
  if (!code) return undefined
  // Extended codes, such as SQLITE_IOERR_FSYNC, start with the primary one.
  const family = code.split('_', 2).join('_')
  const known = family === 'SQLITE_IOERR' && full() ? diskFull : meanings[family]
  const meaning = known ?? { ...unexpected, problem: `SQLite reported ${code}` }
  const { type, code: name, retry, advice, problem, reopen } = meaning
  const error = new ConnectorError(`The ledger ${path} failed: ${problem}.`, { type, code: name, retry, advice })
  return { error, reopen }
}

/** A lease that somebody else took over, or that was given back. */
export const leaseLost = (consumer: string): ConnectorError =>
  new ConnectorError(`The lease of "${consumer}" is no longer valid: it was taken over, given back or removed.`, {
    type: 'RuntimeError',
    code: 'lease_lost',
    retry: 'never',
    advice: 'Stop working on its events and lease the subscription again.',
  })

/** Something was said about an event before all earlier ones were done. */
export const outOfOrder = (row: number): ConnectorError =>
  new ConnectorError(`Event ${row} cannot be dealt with yet: an earlier one of its ordered subscription is open.`, {
    type: 'RuntimeError',
    code: 'out_of_order',
    retry: 'never',
    advice: 'Deal with events in the order in which they are read, or subscribe with ordered: false.',
  })

/** The store was closed, or failed so that it has to be opened again. */
export const mustReopen = (path: string, code: 'ledger_closed' | 'ledger_failed'): ConnectorError =>
  new ConnectorError(`The ledger ${path} ${code === 'ledger_closed' ? 'is closed' : 'failed and stopped writing'}.`, {
    type: 'RuntimeError',
    code,
    retry: 'later',
    advice: 'Open it again.',
  })

/** The store belongs to another process. */
export const ownedByAnother = (path: string, why: string): ConnectorError =>
  new ConnectorError(`The ledger ${path} belongs to another process, ${why}.`, {
    type: 'RuntimeError',
    code: 'ledger_owned',
    retry: 'later',
    advice: 'End that process, or try again once it has started up.',
  })

/** A row that is no event of the subscription's hook. */
export const unknownEvent = (row: number): ConnectorError =>
  new ConnectorError(`There is no event ${row} in this subscription.`, {
    type: 'DataError',
    code: 'unknown_event',
    retry: 'never',
    advice: 'Use rows that were read with the same lease.',
  })
