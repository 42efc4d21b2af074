import type { Database } from 'better-sqlite3'
import type { Clock } from '../core/clock.js'
import { EventQueries } from './event-queries.js'
import type { Names } from './names.js'
import { OpenEvents } from './open-events.js'
import type { Lease, Reading, ReadOptions } from './port.js'
import { Records } from './records.js'
import { Subscriptions } from './subscriptions.js'

/** Everything of the port that only reads; the owner and its guests use it alike. */
export class ReadSide {
  readonly #clock: Clock
  readonly #openEvents: OpenEvents
  readonly queries: EventQueries
  readonly records: Records
  readonly subscriptions: Subscriptions

  constructor(db: Database, names: Names, clock: Clock) {
    this.#clock = clock
    this.#openEvents = new OpenEvents(db, names)
    this.queries = new EventQueries(db, names)
    this.records = new Records(db, names)
    this.subscriptions = new Subscriptions(db, names)
  }

  read(lease: Lease, options: ReadOptions): Reading {
    return this.#openEvents.read(this.subscriptions.leased(lease), options, this.#clock.now())
  }
}
