import type { Database, Statement } from 'better-sqlite3'
import type { Retention } from './port.js'

/** So many rows go in one transaction: few enough that a post that comes meanwhile hardly waits. */
const batch = 500

interface OldIdentity {
  readonly row: number
  readonly high: number
  readonly low: number
}

interface Old {
  readonly after: number
  readonly before: number
  readonly kept: number
  readonly limit: number
}

/** So many rows are looked at in one go. */
const searched = 20_000

/** Runs work in a transaction of its own, so that posts get in between. */
type Run = <Result>(work: () => Result) => Promise<Result>

/**
 * Finds and removes what is too old, a batch at a time.
 *
 * How old an event is, its neighbours tell as well: all events before the first one that is young enough are old. So a clock
 * that stood far in the past for a while costs no identities, and one that stood in the future holds nothing up.
 */
export class Retain {
  readonly #retention: Retention
  readonly #young: Statement<[number, number, number, number], number>
  readonly #firstBody: Statement<[], number | null>
  readonly #lastRow: Statement<[], number | null>
  readonly #oldBodies: Statement<[Old], number>
  readonly #oldIdentities: Statement<[Old], OldIdentity>
  readonly #removeBody: Statement<[number]>
  readonly #removeEvent: Statement<[number]>
  readonly #removeMarks: Statement<[number]>

  constructor(db: Database, retention: Retention) {
    this.#retention = retention
    this.#young = db
      .prepare<[number, number, number, number], number>(
        'SELECT row FROM events NOT INDEXED WHERE row > ? AND row <= ? AND received_at BETWEEN ? AND ? ORDER BY row LIMIT 1',
      )
      .pluck()
    this.#firstBody = db.prepare<[], number | null>('SELECT min(row) FROM bodies').pluck()
    this.#lastRow = db.prepare<[], number | null>('SELECT max(row) FROM events').pluck()
    this.#oldBodies = db
      .prepare<[Old], number>(
        `SELECT b.row FROM bodies b JOIN events e ON e.row = b.row
         WHERE b.row > @after AND b.row < @before AND NOT EXISTS (
           SELECT 1 FROM subscriptions s LEFT JOIN marks m ON m.subscription_no = s.no AND m.row = b.row
           WHERE s.hook_no = e.hook_no AND (m.state = 'waiting' OR (m.state = 'dead' AND m.since >= @kept)
             OR (m.state IS NULL AND b.row > s.cursor)))
         ORDER BY b.row LIMIT @limit`,
      )
      .pluck()
    this.#oldIdentities = db.prepare<[Old], OldIdentity>(
      `SELECT row, hash_high AS high, hash_low AS low FROM events e NOT INDEXED
       WHERE row > @after AND row < @before AND NOT EXISTS (SELECT 1 FROM bodies b WHERE b.row = e.row)
       ORDER BY row LIMIT @limit`,
    )
    this.#removeBody = db.prepare('DELETE FROM bodies WHERE row = ?')
    this.#removeEvent = db.prepare('DELETE FROM events WHERE row = ?')
    this.#removeMarks = db.prepare(
      'DELETE FROM marks WHERE row = ? AND subscription_no IN (SELECT no FROM subscriptions)',
    )
  }

  /** Removes the bodies that are too old. @returns how many. */
  async bodies(run: Run, now: number): Promise<number> {
    const kept = now - this.#retention.bodiesMs
    const first = this.#firstBody.get() ?? 0
    const before = await this.#firstYoung(run, first - 1, kept, now)
    return this.#inBatches(run, (after) => {
      const rows = this.#oldBodies.all({ after, before, kept, limit: batch })
      for (const row of rows) this.#removeBody.run(row)
      return rows
    })
  }

  /**
   * Removes the events whose identity is too old and whose body is gone.
   *
   * @param forget told about them inside the transaction.
   */
  async identities(run: Run, now: number, forget: (removed: readonly OldIdentity[]) => void): Promise<number> {
    const kept = now - Math.max(this.#retention.identitiesMs, this.#retention.bodiesMs)
    const young = await this.#firstYoung(run, 0, kept, now)
    // The newest event stays in any case: row numbers go on from it.
    const before = Math.min(young, this.#last)
    return this.#inBatches(run, (after) => {
      const removed = this.#oldIdentities.all({ after, before, kept, limit: batch })
      for (const { row } of removed) {
        this.#removeMarks.run(row)
        this.#removeEvent.run(row)
      }
      forget(removed)
      return removed.map(({ row }) => row)
    })
  }

  async #inBatches(run: Run, step: (after: number) => readonly number[]): Promise<number> {
    let count = 0
    for (let after: number | undefined = 0; after !== undefined; ) {
      const from: number = after
      const rows = await run(() => step(from))
      count += rows.length
      after = rows.at(-1)
    }
    return count
  }

  /** The row before which everything is old. */
  async #firstYoung(run: Run, after: number, kept: number, now: number): Promise<number> {
    const last = this.#last
    for (let from = after; from < last; from += searched) {
      const young = await run(() => this.#young.get(from, from + searched, kept, now))
      if (young !== undefined) return young
    }
    return last + 1
  }

  get #last(): number {
    return this.#lastRow.get() ?? 0
  }
}
