import type { Database, Statement } from 'better-sqlite3'
import { outOfOrder, unknownEvent } from './ledger-error.js'
import type { Deferred, Delivery, Failure, Replayed } from './port.js'
import type { SubscriptionRow } from './subscriptions.js'

/** What is known about one event of one subscription that its cursor does not say. */
interface Mark {
  readonly state: 'done' | 'waiting' | 'dead'
  readonly attempts: number
  readonly due_at: number
  readonly replayed: 0 | 1
}

interface NewMark {
  readonly state: Mark['state']
  readonly attempts: number
  readonly since: number
  readonly dueAt: number
  readonly replayed: 0 | 1
  readonly reason: string | null
}

/**
 * What becomes of a subscription's events. Its methods write, run inside a transaction and are undone where they throw.
 *
 * The cursor stands before the oldest open event. An event behind it has a mark only where it waits for another attempt or
 * is a dead letter; one ahead of it, only where it was tried or is done before earlier ones (unordered).
 */
export class Deliveries {
  readonly #backoff: readonly number[]
  readonly #mark: Statement<[number, number], Mark>
  readonly #setMark: Statement<[number, number, string, number, number, number, number, string | null]>
  readonly #removeMark: Statement<[number, number]>
  readonly #moveCursor: Statement<[number, number]>
  readonly #next: Statement<[number, number], number>
  readonly #hookOf: Statement<[number], number>
  readonly #hasBody: Statement<[number], number>
  readonly #earlierWaiting: Statement<[number, number], number>

  /** @param backoff the wait after each failed attempt; one more attempt than it has entries is made. */
  constructor(db: Database, backoff: readonly number[]) {
    this.#backoff = backoff
    this.#mark = db.prepare<[number, number], Mark>(
      'SELECT state, attempts, due_at, replayed FROM marks WHERE subscription_no = ? AND row = ?',
    )
    this.#setMark = db.prepare('INSERT OR REPLACE INTO marks VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
    this.#removeMark = db.prepare('DELETE FROM marks WHERE subscription_no = ? AND row = ?')
    this.#moveCursor = db.prepare('UPDATE subscriptions SET cursor = ? WHERE no = ?')
    this.#next = db
      .prepare<[number, number], number>('SELECT row FROM events WHERE hook_no = ? AND row > ? ORDER BY row LIMIT 1')
      .pluck()
    this.#hookOf = db.prepare<[number], number>('SELECT hook_no FROM events WHERE row = ?').pluck()
    this.#hasBody = db.prepare<[number], number>('SELECT 1 FROM bodies WHERE row = ?').pluck()
    this.#earlierWaiting = db
      .prepare<[number, number], number>(
        `SELECT row FROM marks WHERE subscription_no = ? AND row < ? AND state = 'waiting' AND replayed = 0 LIMIT 1`,
      )
      .pluck()
  }

  advance(subscription: SubscriptionRow, rows: readonly number[]): void {
    let at = subscription
    for (const row of [...rows].sort((a, b) => a - b)) at = this.#done(at, row)
  }

  #done(subscription: SubscriptionRow, row: number): SubscriptionRow {
    const mark = this.#open(subscription, row)
    if (mark === 'closed') return subscription
    if (row <= subscription.cursor) {
      this.#removeMark.run(subscription.no, row)
      return subscription
    }
    this.#set(subscription, row, { state: 'done', attempts: 0, since: 0, dueAt: 0, replayed: 0, reason: null })
    return this.#settle(subscription)
  }

  defer(
    subscription: SubscriptionRow,
    { row, attempt }: Pick<Delivery, 'row' | 'attempt'>,
    { reason, afterMs = 0 }: Failure,
    now: number,
  ): Deferred {
    const mark = this.#open(subscription, row)
    if (mark === 'closed') return this.#outcome(subscription, row)
    const counted = mark?.attempts ?? 0
    if (mark && attempt <= counted) return { outcome: 'deferred', attempts: counted, dueAt: mark.due_at }
    const attempts = counted + 1
    const wait = this.#backoff[counted]
    const replayed = mark?.replayed ?? 0
    if (wait === undefined) {
      this.#set(subscription, row, { state: 'dead', attempts, since: now, dueAt: 0, replayed, reason })
      this.#settle(subscription)
      return { outcome: 'buried', attempts }
    }
    // A consumer may ask for more time, but not for so much that its event never becomes a dead letter.
    const dueAt = now + Math.max(wait, Math.min(afterMs, Math.max(...this.#backoff)))
    this.#set(subscription, row, { state: 'waiting', attempts, since: now, dueAt, replayed, reason })
    this.#settle(subscription)
    return { outcome: 'deferred', attempts, dueAt }
  }

  bury(subscription: SubscriptionRow, row: number, reason: string, now: number): void {
    const mark = this.#open(subscription, row)
    if (mark === 'closed') return
    const { attempts = 0, replayed = 0 } = mark ?? {}
    this.#set(subscription, row, { state: 'dead', attempts: attempts + 1, since: now, dueAt: 0, replayed, reason })
    this.#settle(subscription)
  }

  replay(subscription: SubscriptionRow, rows: readonly number[], now: number): readonly Replayed[] {
    return rows.map((row) => ({ row, outcome: this.#replayOne(subscription, row, now) }))
  }

  #replayOne(subscription: SubscriptionRow, row: number, now: number): Replayed['outcome'] {
    if (this.#hookOf.get(row) !== subscription.hook_no) return 'unknown'
    const mark = this.#mark.get(subscription.no, row)
    if (mark?.state === 'waiting' || (!mark && row > subscription.cursor)) return 'pending'
    if (this.#hasBody.get(row) === undefined) return 'gone'
    this.#set(subscription, row, { state: 'waiting', attempts: 0, since: now, dueAt: now, replayed: 1, reason: null })
    return 'replayed'
  }

  /** The mark of an event that is still open and whose turn it is; `closed` where it was dealt with already. */
  #open(subscription: SubscriptionRow, row: number): Mark | undefined | 'closed' {
    const mark = this.#mark.get(subscription.no, row)
    if (mark ? mark.state !== 'waiting' : row <= subscription.cursor) return 'closed'
    if (!mark && this.#hookOf.get(row) !== subscription.hook_no) throw unknownEvent(row)
    if (subscription.ordered && !mark?.replayed) {
      const ahead = row > subscription.cursor && this.#next.get(subscription.hook_no, subscription.cursor) !== row
      if (ahead || this.#earlierWaiting.get(subscription.no, row) !== undefined) throw outOfOrder(row)
    }
    return mark
  }

  #outcome(subscription: SubscriptionRow, row: number): Deferred {
    const mark = this.#mark.get(subscription.no, row)
    return mark?.state === 'dead' ? { outcome: 'buried', attempts: mark.attempts } : { outcome: 'done' }
  }

  #set({ no }: SubscriptionRow, row: number, { state, attempts, since, dueAt, replayed, reason }: NewMark): void {
    this.#setMark.run(no, row, state, attempts, since, dueAt, replayed, reason)
  }

  /** Moves the cursor over everything that no longer holds it up. */
  #settle(subscription: SubscriptionRow): SubscriptionRow {
    const { no, hook_no, ordered } = subscription
    let { cursor } = subscription
    for (;;) {
      const row = this.#next.get(hook_no, cursor)
      const mark = row === undefined ? undefined : this.#mark.get(no, row)
      if (row === undefined || !mark) break
      if (mark.state === 'waiting' && ordered && !mark.replayed) break
      if (mark.state === 'done') this.#removeMark.run(no, row)
      cursor = row
    }
    if (cursor !== subscription.cursor) this.#moveCursor.run(cursor, no)
    return { ...subscription, cursor }
  }
}
