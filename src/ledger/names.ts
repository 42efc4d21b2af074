import type { Database, Statement } from 'better-sqlite3'

/** Numbers for the few texts that recur in every event: connections, hooks and types. */
export class Names {
  readonly #insert: Statement<[string], number>
  readonly #byName: Statement<[string], number>
  readonly #byNumber: Statement<[number], string>
  readonly #numbers = new Map<string, number>()
  readonly #names = new Map<number, string>()

  constructor(db: Database) {
    this.#insert = db.prepare<[string], number>('INSERT INTO names (name) VALUES (?) RETURNING no').pluck()
    this.#byName = db.prepare<[string], number>('SELECT no FROM names WHERE name = ?').pluck()
    this.#byNumber = db.prepare<[number], string>('SELECT name FROM names WHERE no = ?').pluck()
  }

  /** The number of a name that is in use. */
  find(name: string): number | undefined {
    const known = this.#numbers.get(name) ?? this.#byName.get(name)
    if (known !== undefined) this.#remember(known, name)
    return known
  }

  /** The number of a name, a new one where it has none. */
  numberOf(name: string): number {
    const no = this.find(name) ?? this.#insert.get(name) ?? 0
    this.#remember(no, name)
    return no
  }

  nameOf(no: number): string {
    const name = this.#names.get(no) ?? this.#byNumber.get(no)
    if (name !== undefined) this.#remember(no, name)
    return name ?? ''
  }

  /** Forgets what a transaction that was rolled back may have added. */
  forget(): void {
    this.#numbers.clear()
    this.#names.clear()
  }

  #remember(no: number, name: string): void {
    this.#numbers.set(name, no)
    this.#names.set(no, name)
  }
}
