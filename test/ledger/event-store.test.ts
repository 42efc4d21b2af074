import Sqlite from 'better-sqlite3'
import { expect, it } from 'vitest'
import { EventStore } from '../../src/ledger/event-store.js'
import { migrate } from '../../src/ledger/migrate.js'
import { Names } from '../../src/ledger/names.js'
import { event } from './engine.js'

const parts = [{}, { connection: 'other' }, { hook: 'other' }, { type: 'callStatus' }, { key: 'b' }]

it('tells events apart whose identities have the same hash, also when it is built anew', () => {
  const db = new Sqlite(':memory:')
  migrate(db, ':memory:')
  const same = () => ({ high: 1, low: 1 })
  const store = new EventStore(db, new Names(db), same)
  const rows = parts.map((part) => store.append(event('a', part), 0).row)
  expect(rows).toEqual([1, 2, 3, 4, 5])
  const rebuilt = new EventStore(db, new Names(db), same)
  expect(parts.map((part) => rebuilt.append(event('a', part), 0))).toMatchObject(
    rows.map((row) => ({ outcome: 'repeated', row })),
  )
  db.close()
})

it('forgets what a transaction that was rolled back had stored, and uses its rows again', () => {
  const db = new Sqlite(':memory:')
  migrate(db, ':memory:')
  const store = new EventStore(db, new Names(db))
  store.append(event('a'), 0)
  store.committed()
  db.exec('BEGIN')
  store.append(event('b', { hook: 'new hook' }), 0)
  db.exec('ROLLBACK')
  store.rolledBack()
  expect(store.size).toBe(1)
  expect(store.append(event('b', { hook: 'new hook' }), 0)).toMatchObject({ outcome: 'appended', row: 2 })
  expect(store.append(event('b', { hook: 'new hook' }), 0)).toMatchObject({ outcome: 'repeated', row: 2 })
  db.close()
})
