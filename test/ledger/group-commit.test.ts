import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { GroupCommit } from '../../src/ledger/group-commit.js'
import { storageFailure } from '../../src/ledger/ledger-error.js'

let db: Sqlite.Database
let told: string[]
let commit: GroupCommit

beforeEach(() => {
  db = new Sqlite(':memory:')
  db.exec('CREATE TABLE numbers (n)')
  told = []
  commit = new GroupCommit(db, 'ledger.sqlite', {
    committed: () => void told.push('committed'),
    rolledBack: () => void told.push('rolled back'),
    explain: (thrown) => storageFailure(thrown, 'ledger.sqlite', () => false),
  })
})
afterEach(() => db.close())

const insert = (n: number) => () => db.prepare('INSERT INTO numbers VALUES (?)').run(n).changes
const numbers = () => db.prepare('SELECT n FROM numbers ORDER BY n').pluck().all()
const fail = (code: string) => () => {
  insert(9)()
  throw new Sqlite.SqliteError('disk I/O error', code)
}

it('undoes a write that refuses alone, and commits the others', async () => {
  const refuse = commit.run(() => {
    insert(2)()
    throw new Error('refused')
  })
  const results = await Promise.allSettled([commit.run(insert(1)), refuse, commit.run(insert(3))])
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(numbers()).toEqual([1, 3])
  expect(told).toEqual(['committed'])
})

it('undoes everything where the store fails, and writes again', async () => {
  const results = await Promise.allSettled([
    commit.run(insert(1)),
    commit.run(fail('SQLITE_FULL')),
    commit.run(insert(3)),
  ])
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
  expect(results[0]).toMatchObject({ reason: { code: 'disk_full' } })
  expect(numbers()).toEqual([])
  expect(told).toEqual(['rolled back'])
  await commit.run(insert(4))
  expect(numbers()).toEqual([4])
})

it('stops where what the disk holds is unknown, and says that it has to be opened again', async () => {
  for (const failing of [fail('SQLITE_IOERR_FSYNC'), insert(1)])
    await expect(commit.run(failing)).rejects.toMatchObject({
      code: 'ledger_failed',
      message: expect.stringMatching(/open the ledger again|Open it again/),
    })
  expect(numbers()).toEqual([])
})

it('lets a mistake in the program through as it is', async () => {
  const mistake = () => {
    throw new TypeError('a mistake')
  }
  await expect(commit.runWhole(mistake)).rejects.toThrow(new TypeError('a mistake'))
  await commit.run(insert(1))
  expect(numbers()).toEqual([1])
})
