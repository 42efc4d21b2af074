import { createRequire } from 'node:module'
import type Sqlite from 'better-sqlite3'
import { ConnectorError } from '../core/errors.js'

const require = createRequire(import.meta.url)

/** Loads SQLite when it is first needed: it is compiled code, and modules run without it. */
export function loadSqlite(load: (name: string) => unknown = require): typeof Sqlite {
  try {
    const sqlite = load('better-sqlite3') as typeof Sqlite
    // The compiled part is loaded by the first database only; a missing one is better found here.
    new sqlite(':memory:').close()
    return sqlite
  } catch {
    throw new ConnectorError('The package better-sqlite3 does not load, and events cannot be stored without it.', {
      type: 'InvalidConfigurationError',
      code: 'sqlite_missing',
      retry: 'never',
      advice:
        'Install a C++ compiler, python3 and make, then run "npm install better-sqlite3@12.11.1" and allow its install script.',
    })
  }
}
