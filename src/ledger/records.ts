import type { Database, Statement } from 'better-sqlite3'
import type { Names } from './names.js'
import type { HookRecord, StoredHook } from './port.js'

interface HookRow {
  readonly id: string
  readonly connection: string
  readonly module: string
  readonly name: string
  readonly details: string
  readonly created_at: number
  readonly changed_at: number
}

const toHook = ({ details, created_at, changed_at, ...rest }: HookRow): StoredHook => ({
  ...rest,
  details: JSON.parse(details) as HookRecord['details'],
  createdAt: created_at,
  changedAt: changed_at,
})

/** Hooks and trigger states: small JSON documents. What writes runs inside a transaction. */
export class Records {
  readonly #names: Names
  readonly #putHook: Statement<[Omit<HookRow, 'created_at'>], HookRow>
  readonly #getHook: Statement<[string], HookRow>
  readonly #listHooks: Statement<[], HookRow>
  readonly #removeHook: Statement<[string]>
  readonly #removeMarks: Statement<[number]>
  readonly #removeSubscriptions: Statement<[number]>
  readonly #putState: Statement<[string, string]>
  readonly #getState: Statement<[string], string>
  readonly #removeState: Statement<[string]>

  constructor(db: Database, names: Names) {
    this.#names = names
    this.#putHook = db.prepare<[Omit<HookRow, 'created_at'>], HookRow>(
      `INSERT INTO hooks VALUES (@id, @connection, @module, @name, @details, @changed_at, @changed_at)
       ON CONFLICT (id) DO UPDATE SET connection = @connection, module = @module, name = @name, details = @details,
         changed_at = @changed_at
       RETURNING *`,
    )
    this.#getHook = db.prepare<[string], HookRow>('SELECT * FROM hooks WHERE id = ?')
    this.#listHooks = db.prepare<[], HookRow>('SELECT * FROM hooks ORDER BY rowid')
    this.#removeHook = db.prepare('DELETE FROM hooks WHERE id = ?')
    this.#removeMarks = db.prepare(
      'DELETE FROM marks WHERE subscription_no IN (SELECT no FROM subscriptions WHERE hook_no = ?)',
    )
    this.#removeSubscriptions = db.prepare('DELETE FROM subscriptions WHERE hook_no = ?')
    this.#putState = db.prepare('INSERT OR REPLACE INTO states VALUES (?, ?)')
    this.#getState = db.prepare<[string], string>('SELECT value FROM states WHERE key = ?').pluck()
    this.#removeState = db.prepare('DELETE FROM states WHERE key = ?')
  }

  putHook({ id, connection, module, name, details }: HookRecord, now: number): StoredHook {
    const row = { id, connection, module, name, details: JSON.stringify(details), changed_at: now }
    return toHook(this.#putHook.get(row) as HookRow)
  }

  getHook(id: string): StoredHook | undefined {
    const row = this.#getHook.get(id)
    return row && toHook(row)
  }

  listHooks(): readonly StoredHook[] {
    return this.#listHooks.all().map(toHook)
  }

  removeHook(id: string): boolean {
    const no = this.#names.find(id)
    if (no !== undefined) {
      this.#removeMarks.run(no)
      this.#removeSubscriptions.run(no)
    }
    return this.#removeHook.run(id).changes > 0
  }

  putState(key: string, value: unknown): void {
    this.#putState.run(key, JSON.stringify(value ?? null))
  }

  getState(key: string): unknown {
    const value = this.#getState.get(key)
    return value === undefined ? undefined : JSON.parse(value)
  }

  removeState(key: string): boolean {
    return this.#removeState.run(key).changes > 0
  }
}
