import type { Database, Statement } from 'better-sqlite3'
import { defaultPage } from './defaults.js'
import type { Names } from './names.js'
import type {
  DeliveryState,
  DeliveryStatus,
  EventDetails,
  EventFilter,
  EventSummary,
  SubscriptionStats,
} from './port.js'

interface ListedEvent {
  readonly row: number
  readonly received_at: number
  readonly connection_no: number
  readonly hook_no: number
  readonly type_no: number
  readonly key: string
}

interface StatusRow {
  readonly consumer: string
  readonly state: DeliveryState
  readonly attempts: number
  readonly reason: string | null
  readonly due_at: number
}

interface Filter {
  readonly hook: number | null
  readonly type: number | null
  readonly since: number | null
  readonly until: number | null
  readonly state: DeliveryState | null
  readonly consumer: string | null
  readonly before: number | null
  readonly limit: number
}

interface StatsRow {
  readonly hook_no: number
  readonly consumer: string
  readonly ordered: 0 | 1
  readonly ahead: number
  readonly settled_ahead: number
  readonly waiting_behind: number
  readonly waiting: number
  readonly dead: number
  readonly oldest: number | null
}

/** An event's state for a subscription `s` with its mark `m`; events before the subscription began have none. */
const stateOf = `CASE WHEN m.state = 'done' THEN 'delivered' WHEN m.state IS NOT NULL THEN m.state
  WHEN e.row <= s.cursor THEN 'delivered' ELSE 'pending' END`
const statuses = `subscriptions s LEFT JOIN marks m ON m.subscription_no = s.no AND m.row = e.row
  WHERE s.hook_no = e.hook_no AND (m.state IS NOT NULL OR e.row > s.started_after)`

const listSql = `
  SELECT e.row, e.received_at, e.connection_no, e.hook_no, e.type_no, e.key FROM events e
  WHERE (@hook IS NULL OR e.hook_no = @hook) AND (@type IS NULL OR e.type_no = @type)
    AND (@since IS NULL OR e.received_at >= @since) AND (@until IS NULL OR e.received_at < @until)
    AND (@before IS NULL OR e.row < @before)
    -- Few events wait or are dead; without this, finding them would read every event.
    AND (coalesce(@state, '') NOT IN ('waiting', 'dead') OR e.row IN (SELECT row FROM marks WHERE state = @state))
    AND (@state IS NULL OR EXISTS (SELECT 1 FROM ${statuses}
      AND (@consumer IS NULL OR s.consumer = @consumer) AND ${stateOf} = @state))
  ORDER BY e.row DESC LIMIT @limit`

const statsSql = `
  SELECT s.hook_no, s.consumer, s.ordered,
    (SELECT count(*) FROM events WHERE hook_no = s.hook_no AND row > s.cursor) AS ahead,
    (SELECT count(*) FROM marks WHERE subscription_no = s.no AND row > s.cursor AND state <> 'waiting') AS settled_ahead,
    (SELECT count(*) FROM marks WHERE subscription_no = s.no AND row <= s.cursor AND state = 'waiting') AS waiting_behind,
    (SELECT count(*) FROM marks WHERE subscription_no = s.no AND state = 'waiting') AS waiting,
    (SELECT count(*) FROM marks WHERE subscription_no = s.no AND state = 'dead') AS dead,
    (SELECT received_at FROM events WHERE row = min(
      coalesce((SELECT min(row) FROM marks WHERE subscription_no = s.no AND state = 'waiting'), 9e15),
      coalesce((SELECT e.row FROM events e LEFT JOIN marks m ON m.subscription_no = s.no AND m.row = e.row
        WHERE e.hook_no = s.hook_no AND e.row > s.cursor AND m.state IS NULL ORDER BY e.row LIMIT 1), 9e15))) AS oldest
  FROM subscriptions s ORDER BY s.no`

/** Answers questions about events. It only reads. */
export class EventQueries {
  readonly #names: Names
  readonly #list: Statement<[Filter], ListedEvent>
  readonly #one: Statement<[number], ListedEvent>
  readonly #body: Statement<[number], { body: string; reply: string | null }>
  readonly #statuses: Statement<[{ row: number; hook_no: number }], StatusRow>
  readonly #stats: Statement<[], StatsRow>

  constructor(db: Database, names: Names) {
    this.#names = names
    this.#list = db.prepare<[Filter], ListedEvent>(listSql)
    this.#one = db.prepare<[number], ListedEvent>('SELECT * FROM events WHERE row = ?')
    this.#body = db.prepare<[number], { body: string; reply: string | null }>(
      'SELECT body, reply FROM bodies WHERE row = ?',
    )
    this.#statuses = db.prepare<[{ row: number; hook_no: number }], StatusRow>(
      `SELECT s.consumer, ${stateOf} AS state, coalesce(m.attempts, 0) AS attempts, m.reason, coalesce(m.due_at, 0) AS due_at
       FROM (SELECT @row AS row, @hook_no AS hook_no) e, ${statuses} ORDER BY s.no`,
    )
    this.#stats = db.prepare<[], StatsRow>(statsSql)
  }

  list(filter: EventFilter = {}): readonly EventSummary[] {
    const hook = filter.hook === undefined ? null : this.#names.find(filter.hook)
    const type = filter.type === undefined ? null : this.#names.find(filter.type)
    if (hook === undefined || type === undefined) return []
    const { since = null, until = null, state = null, consumer = null, before = null, limit = defaultPage } = filter
    return this.#list
      .all({ hook, type, since, until, state, consumer, before, limit })
      .map((event) => this.#summary(event))
  }

  show(row: number): EventDetails | undefined {
    const event = this.#one.get(row)
    if (!event) return undefined
    const stored = this.#body.get(row)
    return { ...this.#summary(event), body: stored?.body, reply: stored?.reply ?? undefined }
  }

  subscriptions(): readonly SubscriptionStats[] {
    return this.#stats.all().map((row) => ({
      hook: this.#names.nameOf(row.hook_no),
      consumer: row.consumer,
      ordered: row.ordered === 1,
      backlog: row.ahead - row.settled_ahead + row.waiting_behind,
      oldestUndelivered: row.oldest ?? undefined,
      waiting: row.waiting,
      dead: row.dead,
    }))
  }

  #summary({ row, received_at, connection_no, hook_no, type_no, key }: ListedEvent): EventSummary {
    const deliveries = this.#statuses.all({ row, hook_no }).map(
      ({ consumer, state, attempts, reason, due_at }): DeliveryStatus => ({
        consumer,
        state,
        attempts,
        ...(reason === null ? {} : { reason }),
        ...(state === 'waiting' ? { dueAt: due_at } : {}),
      }),
    )
    return {
      row,
      connection: this.#names.nameOf(connection_no),
      hook: this.#names.nameOf(hook_no),
      type: this.#names.nameOf(type_no),
      key,
      receivedAt: received_at,
      deliveries,
    }
  }
}
