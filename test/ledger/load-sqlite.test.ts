import { expect, it } from 'vitest'
import { loadSqlite } from '../../src/ledger/load-sqlite.js'

it('loads SQLite', () => {
  expect(new (loadSqlite())(':memory:').prepare('SELECT 1').pluck().get()).toBe(1)
})

it('says what to install where it does not load', () => {
  const missing = () => {
    throw new Error('Could not locate the bindings file.')
  }
  expect(() => loadSqlite(missing)).toThrow(
    expect.objectContaining({
      type: 'InvalidConfigurationError',
      code: 'sqlite_missing',
      message: expect.stringMatching(/C\+\+ compiler, python3 and make.*npm install better-sqlite3@12\.11\.1/),
    }),
  )
})
