import { rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { EmbeddedLedger } from '../../src/ledger/embedded-ledger.js'
import { migrate } from '../../src/ledger/migrate.js'
import { migrations } from '../../src/ledger/migrations.js'
import { event, newFolder } from './engine.js'

const next = [...migrations, 'CREATE TABLE added (x)']

let folder: string
let path: string

beforeEach(async () => {
  folder = newFolder()
  path = join(folder, 'ledger.sqlite')
  const ledger = EmbeddedLedger.open({ path })
  await ledger.append([event('a')])
  await ledger.close()
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const open = () => new Sqlite(path)
const tablesOf = (db: Sqlite.Database) => db.prepare('SELECT name FROM sqlite_schema').pluck().all()

it('takes the steps that are missing, once', () => {
  const db = open()
  migrate(db, path, next)
  expect(tablesOf(db)).toContain('added')
  migrate(db, path, next)
  expect(db.pragma('user_version', { simple: true })).toBe(next.length)
  db.close()
})

it('puts a copy beside the file first, which only its owner may read and an older version opens', async () => {
  const db = open()
  migrate(db, path, next)
  db.close()
  const copy = `${path}.before-${next.length}`
  expect(statSync(copy).mode & 0o777).toBe(0o600)
  const old = EmbeddedLedger.open({ path: copy })
  expect(await old.append([event('a')])).toMatchObject([{ outcome: 'repeated' }])
  await old.close()
})

it('leaves the file as it was where a step fails, and takes it the next time', () => {
  const db = open()
  expect(() => migrate(db, path, [...next, 'CREATE TABLE half (x); nonsense'])).toThrow()
  expect(tablesOf(db)).not.toContain('half')
  expect(db.pragma('user_version', { simple: true })).toBe(next.length)
  migrate(db, path, [...next, 'CREATE TABLE whole (x)'])
  expect(tablesOf(db)).toContain('whole')
  db.close()
})

it('refuses a file of a newer version and says what to do', () => {
  const db = open()
  migrate(db, path, next)
  db.close()
  expect(() => EmbeddedLedger.open({ path })).toThrow(
    expect.objectContaining({ code: 'newer_ledger', message: expect.stringContaining('Update signalwire-connector') }),
  )
})

it('refuses the database of another program, and does not touch it', () => {
  const other = join(folder, 'other.sqlite')
  const db = new Sqlite(other)
  db.exec('CREATE TABLE theirs (x)')
  db.close()
  expect(() => EmbeddedLedger.open({ path: other })).toThrow(expect.objectContaining({ code: 'not_a_ledger' }))
  const again = new Sqlite(other)
  expect(tablesOf(again)).toEqual(['theirs'])
  again.close()
})
