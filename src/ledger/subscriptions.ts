import type { Database, Statement } from 'better-sqlite3'
import { defaultLeaseMs } from './defaults.js'
import { leaseLost } from './ledger-error.js'
import type { Names } from './names.js'
import type { Lease, LeaseOptions, SubscribeOptions, Subscription } from './port.js'

/** A subscription as it is stored. Every event of the hook up to `cursor` is dealt with, unless a mark says otherwise. */
export interface SubscriptionRow {
  readonly no: number
  readonly hook_no: number
  readonly consumer: string
  readonly ordered: 0 | 1
  readonly started_after: number
  readonly cursor: number
  readonly token: number
  readonly holder: string | null
  readonly leased_at: number
  readonly lease_ends_at: number
}

/**
 * Whether a wait that began at `since` is over. A clock that was set back cannot stretch it: from before its beginning, by
 * more than its length, it counts as over.
 */
export const isOver = (since: number, until: number, now: number): boolean =>
  now >= until || now < since - (until - since)

/** Subscriptions and their leases. What writes runs inside a transaction. */
export class Subscriptions {
  readonly #names: Names
  readonly #find: Statement<[number, string], SubscriptionRow>
  readonly #statements: Readonly<
    Record<'insert' | 'order' | 'remove' | 'removeMarks' | 'take' | 'prolong' | 'release', Statement>
  >
  readonly #nextToken: Statement<[], number>
  readonly #lastRow: Statement<[], number | null>

  constructor(db: Database, names: Names) {
    this.#names = names
    this.#find = db.prepare<[number, string], SubscriptionRow>(
      'SELECT * FROM subscriptions WHERE hook_no = ? AND consumer = ?',
    )
    this.#statements = {
      insert: db.prepare(
        'INSERT INTO subscriptions (hook_no, consumer, ordered, started_after, cursor) VALUES (?, ?, ?, ?, ?)',
      ),
      order: db.prepare('UPDATE subscriptions SET ordered = ? WHERE no = ?'),
      remove: db.prepare('DELETE FROM subscriptions WHERE no = ?'),
      removeMarks: db.prepare('DELETE FROM marks WHERE subscription_no = ?'),
      take: db.prepare('UPDATE subscriptions SET token = ?, holder = ?, leased_at = ?, lease_ends_at = ? WHERE no = ?'),
      prolong: db.prepare('UPDATE subscriptions SET leased_at = ?, lease_ends_at = ? WHERE no = ?'),
      release: db.prepare('UPDATE subscriptions SET holder = NULL, lease_ends_at = 0 WHERE no = ?'),
    }
    this.#nextToken = db.prepare<[], number>('UPDATE tokens SET last = last + 1 RETURNING last').pluck()
    this.#lastRow = db.prepare<[], number | null>('SELECT max(row) FROM events').pluck()
  }

  find({ hook, consumer }: Subscription): SubscriptionRow | undefined {
    const hookNo = this.#names.find(hook)
    return hookNo === undefined ? undefined : this.#find.get(hookNo, consumer)
  }

  /** The subscription of a lease. @throws code `lease_lost` where a later lease exists or it was given back. */
  leased({ subscription, token }: Lease): SubscriptionRow {
    const row = this.find(subscription)
    if (!row || row.token !== token || row.holder === null) throw leaseLost(subscription.consumer)
    return row
  }

  subscribe(subscription: Subscription, { ordered, from = 'first' }: SubscribeOptions): SubscriptionRow {
    const existing = this.find(subscription)
    if (existing && (ordered === undefined || ordered === (existing.ordered === 1))) return existing
    if (existing) this.#statements.order.run(ordered ? 1 : 0, existing.no)
    else {
      const hookNo = this.#names.numberOf(subscription.hook)
      const start = from === 'first' ? 0 : (this.#lastRow.get() ?? 0)
      this.#statements.insert.run(hookNo, subscription.consumer, ordered === false ? 0 : 1, start, start)
    }
    return this.find(subscription) as SubscriptionRow
  }

  unsubscribe(subscription: Subscription): boolean {
    const row = this.find(subscription)
    if (row) this.#remove(row.no)
    return row !== undefined
  }

  #remove(no: number): void {
    this.#statements.removeMarks.run(no)
    this.#statements.remove.run(no)
  }

  lease(subscription: Subscription, options: LeaseOptions, now: number): Lease | undefined {
    const { holder, forMs = defaultLeaseMs } = options
    const row = this.subscribe(subscription, options)
    const held = row.holder !== null && row.holder !== holder
    if (held && !isOver(row.leased_at, row.lease_ends_at, now)) return undefined
    const token = this.#nextToken.get() ?? 0
    const endsAt = now + forMs
    this.#statements.take.run(token, holder, now, endsAt, row.no)
    return { subscription, holder, token, endsAt }
  }

  renew(lease: Lease, forMs: number | undefined, now: number): Lease {
    const endsAt = now + (forMs ?? defaultLeaseMs)
    this.#statements.prolong.run(now, endsAt, this.leased(lease).no)
    return { ...lease, endsAt }
  }

  release({ subscription, token }: Lease): void {
    const row = this.find(subscription)
    if (row?.token === token) this.#statements.release.run(row.no)
  }
}
