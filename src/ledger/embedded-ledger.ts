import type { Database } from 'better-sqlite3'
import { type Clock, systemClock } from '../core/clock.js'
import { diskIsFull, explained, openForWriting, realPlace } from './database.js'
import { defaultBackoff, defaultRetention } from './defaults.js'
import { Deliveries } from './deliveries.js'
import { checkEvent, EventStore } from './event-store.js'
import { GroupCommit } from './group-commit.js'
import { mustReopen, ownedByAnother, storageFailure } from './ledger-error.js'
import { migrate } from './migrate.js'
import { Names } from './names.js'
import { takeOwnership } from './owner-lock.js'
import type * as Port from './port.js'
import { ReadSide } from './read-side.js'
import { Retain } from './retain.js'

export interface LedgerOptions {
  /** The ledger's file; its lock, its socket and SQLite's own files lie beside it. */
  readonly path: string
  /** @default the machine's clock */
  readonly clock?: Clock | undefined
  readonly retention?: Partial<Port.Retention> | undefined
  /** The wait after each failed attempt, in milliseconds; after the last one an event becomes a dead letter. */
  readonly backoff?: readonly number[] | undefined
}

/** The engine in this process: SQLite in one file, owned as long as it is open. */
export class EmbeddedLedger implements Port.Ledger {
  readonly path: string
  readonly #clock: Clock
  readonly #db: Database
  readonly #release: () => void
  readonly #names: Names
  readonly #store: EventStore
  readonly #reads: ReadSide
  readonly #deliveries: Deliveries
  readonly #retain: Retain
  readonly #commit: GroupCommit
  readonly #listeners = new Set<(hooks: readonly string[]) => void>()
  #appended = 0
  #repeated = 0
  #closed = false

  /**
   * Opens the file, creating it where there is none, migrates it and reads its identities.
   *
   * @throws ConnectorError with code `ledger_owned` while another has it open, or a code that says what is wrong with it.
   */
  static open(options: LedgerOptions): EmbeddedLedger {
    const path = explained(options.path, () => realPlace(options.path))
    const release = explained(path, () => takeOwnership(path))
    if (!release) throw ownedByAnother(path, 'which has it open')
    try {
      return explained(path, () => new EmbeddedLedger(options, path, release))
    } catch (thrown) {
      release()
      throw thrown
    }
  }

  private constructor({ clock, retention, backoff }: LedgerOptions, path: string, release: () => void) {
    this.path = path
    this.#clock = clock ?? systemClock
    this.#release = release
    this.#db = openForWriting(path)
    try {
      migrate(this.#db, path)
      this.#names = new Names(this.#db)
      this.#store = new EventStore(this.#db, this.#names)
      this.#reads = new ReadSide(this.#db, this.#names, this.#clock)
      this.#deliveries = new Deliveries(this.#db, backoff ?? defaultBackoff)
      this.#retain = new Retain(this.#db, { ...defaultRetention, ...retention })
      this.#commit = new GroupCommit(this.#db, path, {
        committed: () => this.#announce(this.#store.committed()),
        rolledBack: () => this.#store.rolledBack(),
        explain: (thrown) => storageFailure(thrown, path, () => diskIsFull(path)),
      })
    } catch (thrown) {
      this.#db.close()
      throw thrown
    }
  }

  /** The memory that de-duplication takes. */
  get indexBytes(): number {
    return this.#store.indexBytes
  }

  async append(
    events: readonly Port.NewEvent[],
    { states = [] }: Port.AppendOptions = {},
  ): Promise<readonly Port.Appended[]> {
    events.forEach(checkEvent)
    const append = () => {
      const now = this.#clock.now()
      return events.map((event) => this.#store.append(event, now))
    }
    const appendWithStates = () => {
      for (const { key, value } of states) this.#reads.records.putState(key, value)
      return append()
    }
    const results = await (states.length > 0 ? this.#commit.run(appendWithStates) : this.#commit.runWhole(append))
    for (const { outcome } of results) {
      if (outcome === 'appended') this.#appended += 1
      else this.#repeated += 1
    }
    return results
  }

  answer(row: number, reply: string): Promise<string | undefined> {
    return this.#commit.run(() => this.#store.answer(row, reply))
  }

  async subscribe(subscription: Port.Subscription, options: Port.SubscribeOptions = {}): Promise<void> {
    await this.#commit.run(() => this.#reads.subscriptions.subscribe(subscription, options))
  }

  unsubscribe(subscription: Port.Subscription): Promise<boolean> {
    return this.#commit.run(() => this.#reads.subscriptions.unsubscribe(subscription))
  }

  lease(subscription: Port.Subscription, options: Port.LeaseOptions): Promise<Port.Lease | undefined> {
    return this.#commit.run(() => this.#reads.subscriptions.lease(subscription, options, this.#clock.now()))
  }

  renew(lease: Port.Lease, forMs?: number): Promise<Port.Lease> {
    return this.#commit.run(() => this.#reads.subscriptions.renew(lease, forMs, this.#clock.now()))
  }

  release(lease: Port.Lease): Promise<void> {
    return this.#commit.run(() => this.#reads.subscriptions.release(lease))
  }

  async read(lease: Port.Lease, options: Port.ReadOptions = {}): Promise<Port.Reading> {
    return this.#look((reads) => reads.read(lease, options))
  }

  advance(lease: Port.Lease, rows: readonly number[]): Promise<void> {
    return this.#commit.run(() => this.#deliveries.advance(this.#reads.subscriptions.leased(lease), rows))
  }

  defer(
    lease: Port.Lease,
    delivery: Pick<Port.Delivery, 'row' | 'attempt'>,
    failure: Port.Failure,
  ): Promise<Port.Deferred> {
    return this.#commit.run(() => {
      const subscription = this.#reads.subscriptions.leased(lease)
      return this.#deliveries.defer(subscription, delivery, failure, this.#clock.now())
    })
  }

  bury(lease: Port.Lease, row: number, reason: string): Promise<void> {
    return this.#commit.run(() => {
      const subscription = this.#reads.subscriptions.leased(lease)
      this.#deliveries.bury(subscription, row, reason, this.#clock.now())
    })
  }

  async replay(subscription: Port.Subscription, rows: readonly number[]): Promise<readonly Port.Replayed[]> {
    const replayed = await this.#commit.run(() => {
      const found = this.#reads.subscriptions.find(subscription)
      if (!found) return rows.map((row) => ({ row, outcome: 'unknown' as const }))
      return this.#deliveries.replay(found, rows, this.#clock.now())
    })
    if (replayed.some(({ outcome }) => outcome === 'replayed')) this.#announce([subscription.hook])
    return replayed
  }

  readonly hooks: Port.Ledger['hooks'] = {
    put: (hook) => this.#commit.run(() => this.#reads.records.putHook(hook, this.#clock.now())),
    get: async (id) => this.#look(({ records }) => records.getHook(id)),
    list: async () => this.#look(({ records }) => records.listHooks()),
    remove: (id) => this.#commit.run(() => this.#reads.records.removeHook(id)),
  }

  readonly states: Port.Ledger['states'] = {
    put: (key, value) => this.#commit.run(() => this.#reads.records.putState(key, value)),
    get: async (key) => this.#look(({ records }) => records.getState(key)),
    remove: (key) => this.#commit.run(() => this.#reads.records.removeState(key)),
  }

  readonly events: Port.Ledger['events'] = {
    list: async (filter) => this.#look(({ queries }) => queries.list(filter)),
    show: async (row) => this.#look(({ queries }) => queries.show(row)),
  }

  async stats(): Promise<Port.LedgerStats> {
    return this.#look(({ queries }) => ({
      events: this.#store.size,
      appended: this.#appended,
      repeated: this.#repeated,
      commits: this.#commit.commits,
      subscriptions: queries.subscriptions(),
    }))
  }

  async retain(): Promise<Port.Retained> {
    const now = this.#clock.now()
    const run = <Result>(work: () => Result) => this.#commit.run(work)
    const bodies = await this.#retain.bodies(run, now)
    const identities = await this.#retain.identities(run, now, (removed) => this.#store.forget(removed))
    return { bodies, identities }
  }

  onAppended(listener: (hooks: readonly string[]) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#commit.stop()
    this.#closed = true
    try {
      this.#db.close()
    } finally {
      this.#release()
    }
  }

  #look<Result>(work: (reads: ReadSide) => Result): Result {
    if (this.#closed) throw mustReopen(this.path, 'ledger_closed')
    return explained(this.path, () => work(this.#reads))
  }

  #announce(hooks: readonly string[]): void {
    if (hooks.length === 0) return
    // Later, so that a listener that throws cannot keep an acknowledgement from whoever waits for it.
    for (const listener of this.#listeners) queueMicrotask(() => listener(hooks))
  }
}
