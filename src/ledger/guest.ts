import type { Database } from 'better-sqlite3'
import type { Clock } from '../core/clock.js'
import { explained, openForReading, realPlace } from './database.js'
import { checkFormat } from './migrate.js'
import { Names } from './names.js'
import { OwnerConnection, OwnerGone } from './owner-connection.js'
import { socketPath } from './owner-socket.js'
import type { EventFilter, Lease, ReadOptions } from './port.js'
import { ReadSide } from './read-side.js'

/** A process that does not own the ledger: it reads the file itself, and asks the owner to write. */
export class Guest {
  readonly #path: string
  readonly #connection: OwnerConnection
  readonly #db: Database
  readonly #reads: ReadSide

  /** @throws OwnerGone where nobody answers at the ledger's socket. */
  static async visit(path: string, clock: Clock, onAppended: (hooks: readonly string[]) => void): Promise<Guest> {
    const real = explained(path, () => realPlace(path))
    const connection = await OwnerConnection.connect(socketPath(real), onAppended)
    try {
      return explained(real, () => new Guest(real, connection, clock))
    } catch (thrown) {
      connection.close()
      throw thrown
    }
  }

  private constructor(path: string, connection: OwnerConnection, clock: Clock) {
    this.#path = path
    this.#connection = connection
    this.#db = openForReading(path)
    try {
      checkFormat(this.#db, path)
      this.#reads = new ReadSide(this.#db, new Names(this.#db), clock)
    } catch (thrown) {
      this.#db.close()
      throw thrown
    }
  }

  write(name: string, args: readonly unknown[]): Promise<unknown> {
    return this.#connection.ask(name, args)
  }

  async read(lease: Lease, options: ReadOptions = {}) {
    return this.#look((reads) => reads.read(lease, options))
  }

  readonly hooks = {
    get: async (id: string) => this.#look(({ records }) => records.getHook(id)),
    list: async () => this.#look(({ records }) => records.listHooks()),
  }

  readonly states = {
    get: async (key: string) => this.#look(({ records }) => records.getState(key)),
  }

  readonly events = {
    list: async (filter?: EventFilter) => this.#look(({ queries }) => queries.list(filter)),
    show: async (row: number) => this.#look(({ queries }) => queries.show(row)),
  }

  async close(): Promise<void> {
    this.#connection.close()
    this.#db.close()
  }

  #look<Result>(work: (reads: ReadSide) => Result): Result {
    // Without an owner somebody has to take its place; the file could otherwise be read while it is migrated.
    if (!this.#connection.isOpen) throw new OwnerGone()
    return explained(this.#path, () => work(this.#reads))
  }
}
