import { expect, it } from 'vitest'
import { storageFailure } from '../../src/ledger/ledger-error.js'

const thrown = (code: string) => Object.assign(new Error('as thrown, with /a/path'), { code })
const failure = (code: string, full = false) => storageFailure(thrown(code), 'ledger.sqlite', () => full)

it.each([
  ['SQLITE_FULL', 'OutOfSpaceError', 'disk_full', 'later', false],
  ['ENOSPC', 'OutOfSpaceError', 'disk_full', 'later', false],
  ['SQLITE_CORRUPT_INDEX', 'RuntimeError', 'ledger_damaged', 'never', true],
  ['SQLITE_NOTADB', 'RuntimeError', 'ledger_damaged', 'never', true],
  ['SQLITE_READONLY_DBMOVED', 'InvalidConfigurationError', 'ledger_read_only', 'later', false],
  ['EROFS', 'InvalidConfigurationError', 'ledger_read_only', 'later', false],
  ['SQLITE_BUSY_SNAPSHOT', 'RuntimeError', 'ledger_busy', 'later', false],
  ['SQLITE_IOERR_WRITE', 'RuntimeError', 'ledger_failed', 'later', true],
  ['SQLITE_CANTOPEN', 'InvalidConfigurationError', 'ledger_unreachable', 'never', true],
  ['SQLITE_TOOBIG', 'RuntimeError', 'ledger_failed', 'never', false],
])('%s is %s, code %s', (code, type, name, retry, reopen) => {
  expect(failure(code)).toMatchObject({ error: { type, code: name, retry }, reopen })
  expect(failure(code)?.error.message).toMatch(/^The ledger ledger\.sqlite failed: .+\. .+\.$/)
})

it('takes an I/O error on a disk without room for a full disk', () => {
  expect(failure('SQLITE_IOERR_SHMSIZE', true)).toMatchObject({ error: { code: 'disk_full' }, reopen: false })
})

it('leaves errors of others alone', () => {
  expect([failure('ECONNRESET'), storageFailure(new TypeError('a mistake'), '', () => true)]).toEqual([
    undefined,
    undefined,
  ])
})
