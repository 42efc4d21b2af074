import type { Database, Statement } from 'better-sqlite3'
import { defaultPage } from './defaults.js'
import type { Names } from './names.js'
import type { Delivery, Reading, ReadOptions } from './port.js'
import { isOver, type SubscriptionRow } from './subscriptions.js'

interface OpenRow {
  readonly row: number
  readonly attempts: number
  readonly since: number
  readonly due_at: number
  readonly replayed: 0 | 1
}

interface StoredEvent {
  readonly received_at: number
  readonly connection_no: number
  readonly hook_no: number
  readonly type_no: number
  readonly key: string
  readonly body: string | null
}

interface Span {
  readonly no: number
  readonly hook_no: number
  readonly cursor: number
  readonly now: number
  readonly limit: number
}

const due = '(m.due_at <= @now OR @now < m.since - (m.due_at - m.since))'

/** Finds the events that a subscription has to deliver now. It only reads. */
export class OpenEvents {
  readonly #names: Names
  readonly #behind: Statement<[Span], OpenRow>
  readonly #ahead: Statement<[Span], OpenRow>
  readonly #aheadDue: Statement<[Span], OpenRow>
  readonly #blocking: Statement<[Span], number>
  readonly #dueAt: Statement<[number], number | null>
  readonly #event: Statement<[number], StoredEvent>

  constructor(db: Database, names: Names) {
    this.#names = names
    const waiting = `FROM marks m WHERE m.subscription_no = @no AND m.state = 'waiting' AND m.row <= @cursor`
    this.#behind = db.prepare<[Span], OpenRow>(
      `SELECT m.row, attempts, since, due_at, replayed ${waiting} AND ${due} ORDER BY m.row LIMIT @limit`,
    )
    this.#blocking = db
      .prepare<[Span], number>(`SELECT m.row ${waiting} AND m.replayed = 0 AND NOT ${due} ORDER BY m.row LIMIT 1`)
      .pluck()
    const ahead = (condition: string) =>
      db.prepare<[Span], OpenRow>(
        `SELECT e.row, coalesce(m.attempts, 0) AS attempts, coalesce(m.since, 0) AS since,
           coalesce(m.due_at, 0) AS due_at, coalesce(m.replayed, 0) AS replayed
         FROM events e LEFT JOIN marks m ON m.subscription_no = @no AND m.row = e.row
         WHERE e.hook_no = @hook_no AND e.row > @cursor AND (m.state IS NULL OR ${condition})
         ORDER BY e.row LIMIT @limit`,
      )
    this.#ahead = ahead(`m.state = 'waiting'`)
    this.#aheadDue = ahead(`(m.state = 'waiting' AND ${due})`)
    this.#dueAt = db
      .prepare<[number], number | null>(`SELECT min(due_at) FROM marks WHERE subscription_no = ? AND state = 'waiting'`)
      .pluck()
    this.#event = db.prepare<[number], StoredEvent>(
      `SELECT received_at, connection_no, hook_no, type_no, key, body
       FROM events LEFT JOIN bodies USING (row) WHERE row = ?`,
    )
  }

  read(subscription: SubscriptionRow, { max = defaultPage, skip = [] }: ReadOptions, now: number): Reading {
    const { no, hook_no, cursor, ordered } = subscription
    const skipped = ordered ? new Set<number>() : new Set(skip)
    const span = { no, hook_no, cursor, now, limit: max + skipped.size }
    const open = ordered ? this.#inOrder(span) : [...this.#behind.all(span), ...this.#aheadDue.all(span)]
    const deliveries = open
      .filter(({ row }) => !skipped.has(row))
      .slice(0, max)
      .map((row) => this.#delivery(row))
    return { deliveries, dueAt: this.#dueAt.get(no) ?? undefined }
  }

  /** Everything up to the first event that waits; replayed ones neither wait for others nor hold them up. */
  #inOrder(span: Span): readonly OpenRow[] {
    const blocking = this.#blocking.get(span) ?? Number.POSITIVE_INFINITY
    const open: OpenRow[] = this.#behind.all(span).filter(({ row, replayed }) => replayed || row < blocking)
    if (blocking !== Number.POSITIVE_INFINITY) return open
    for (const row of this.#ahead.all(span)) {
      const isDue = row.attempts === 0 || isOver(row.since, row.due_at, span.now)
      if (isDue) open.push(row)
      else if (!row.replayed) break
    }
    return open
  }

  #delivery({ row, attempts, replayed }: OpenRow): Delivery {
    const event = this.#event.get(row)
    return {
      row,
      connection: this.#names.nameOf(event?.connection_no ?? 0),
      hook: this.#names.nameOf(event?.hook_no ?? 0),
      type: this.#names.nameOf(event?.type_no ?? 0),
      key: event?.key ?? '',
      receivedAt: event?.received_at ?? 0,
      body: event?.body ?? '',
      attempt: attempts + 1,
      replayed: replayed === 1,
    }
  }
}
