import type { Database } from 'better-sqlite3'
import { mustReopen, type StorageFailure } from './ledger-error.js'
import { atEndOfTurn } from './turn.js'

/** Who is told how a transaction ended. */
export interface TransactionObserver {
  committed(): void
  rolledBack(): void
  /** Tells what an error of the store means; undefined where it is none. */
  explain(thrown: unknown): StorageFailure | undefined
}

interface Write {
  readonly work: () => unknown
  /** Whether it has a savepoint, and so can be undone without the others. */
  readonly alone: boolean
  readonly resolve: (value: unknown) => void
  readonly reject: (error: unknown) => void
  outcome?: { readonly value: unknown } | { readonly error: unknown }
}

/**
 * Runs all writes of one turn of the event loop in one transaction, so that they share the wait for the disk. A write that
 * refuses (a lost lease) is undone alone; a store that fails fails all of them.
 */
export class GroupCommit {
  readonly #db: Database
  readonly #path: string
  readonly #observer: TransactionObserver
  readonly #alone: (work: () => unknown) => unknown
  #writes: Write[] = []
  #stopped: 'ledger_closed' | 'ledger_failed' | undefined
  #commits = 0

  constructor(db: Database, path: string, observer: TransactionObserver) {
    this.#db = db
    this.#path = path
    this.#observer = observer
    // Inside a transaction, better-sqlite3 makes this a savepoint.
    this.#alone = db.transaction((work: () => unknown) => work())
  }

  get commits(): number {
    return this.#commits
  }

  /** Runs `work` in the transaction of this turn. @returns what it returned, once that is on disk. */
  run<Result>(work: () => Result): Promise<Result> {
    return this.#add(() => this.#alone(work), true) as Promise<Result>
  }

  /** The same for work that never refuses half-way, and so needs no savepoint. */
  runWhole<Result>(work: () => Result): Promise<Result> {
    return this.#add(work, false) as Promise<Result>
  }

  /** Writes what waits; takes nothing any more. */
  stop(): void {
    if (this.#writes.length > 0) this.#commit()
    this.#stopped ??= 'ledger_closed'
  }

  #add(work: () => unknown, alone: boolean): Promise<unknown> {
    if (this.#stopped) return Promise.reject(mustReopen(this.#path, this.#stopped))
    return new Promise((resolve, reject) => {
      if (this.#writes.length === 0) atEndOfTurn(() => this.#commit())
      this.#writes.push({ work, alone, resolve, reject })
    })
  }

  #commit(): void {
    const writes = this.#writes
    if (writes.length === 0) return
    this.#writes = []
    const failure = this.#transact(writes)
    for (const { outcome, resolve, reject } of writes) {
      if (failure) reject(failure)
      else if (outcome && 'value' in outcome) resolve(outcome.value)
      else reject(outcome?.error)
    }
  }

  #transact(writes: readonly Write[]): unknown {
    try {
      this.#db.exec('BEGIN IMMEDIATE')
      for (const write of writes) write.outcome = this.#attempt(write)
      this.#db.exec('COMMIT')
    } catch (thrown) {
      return this.#rollBack(thrown)
    }
    this.#commits += 1
    this.#observer.committed()
    return undefined
  }

  #attempt({ work, alone }: Write): Write['outcome'] & object {
    try {
      return { value: work() }
    } catch (thrown) {
      if (!alone || this.#observer.explain(thrown)) throw thrown
      return { error: thrown }
    }
  }

  #rollBack(thrown: unknown): unknown {
    const failure = this.#observer.explain(thrown)
    if (failure?.reopen) this.#stopped = 'ledger_failed'
    try {
      // After some errors SQLite has rolled back already.
      if (this.#db.inTransaction) this.#db.exec('ROLLBACK')
    } catch {
      this.#stopped = 'ledger_failed'
    }
    this.#observer.rolledBack()
    return failure?.error ?? thrown
  }
}
