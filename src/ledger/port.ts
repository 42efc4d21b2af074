/**
 * The ledger's port: one store of events, subscriptions, hooks and trigger states. Everything it takes and gives is plain
 * JSON; times are milliseconds since 1970 by the clock that the engine was given.
 *
 * Delivery is at least once: an event is offered until it is advanced or buried, and never after that unless it is replayed.
 * Engines reject with `ConnectorError`; whatever was acknowledged (a promise that resolved) is on disk.
 */
export interface Ledger {
  /**
   * Stores events, all of them or none, and with them the states in `options`. Resolves once they are on disk. An event
   * whose identity is known already is not stored again; its result carries the row and the reply of the first.
   *
   * @returns one result for each event, in their order.
   */
  append(events: readonly NewEvent[], options?: AppendOptions): Promise<readonly Appended[]>
  /**
   * Records the reply to an event that was appended without one; the first reply stands.
   *
   * @returns the reply that stands; undefined where the event is gone.
   */
  answer(row: number, reply: string): Promise<string | undefined>

  /** Creates a subscription, or changes whether an existing one is ordered. */
  subscribe(subscription: Subscription, options?: SubscribeOptions): Promise<void>
  /** Removes a subscription with its dead letters. @returns whether there was one. */
  unsubscribe(subscription: Subscription): Promise<boolean>

  /**
   * Takes the right to work on a subscription, and with it a fencing token greater than every earlier one. Creates the
   * subscription where there is none. The same holder may take it again; that invalidates its earlier lease.
   *
   * @returns undefined while somebody else holds it.
   */
  lease(subscription: Subscription, options: LeaseOptions): Promise<Lease | undefined>
  /** Prolongs a lease from now on; its token stays. */
  renew(lease: Lease, forMs?: number): Promise<Lease>
  /** Gives a lease back. A lease that was lost already is no error. */
  release(lease: Lease): Promise<void>
  /** The events to deliver now, oldest first. Reading changes nothing. @throws code `lease_lost` */
  read(lease: Lease, options?: ReadOptions): Promise<Reading>
  /**
   * Marks events as done; they are not offered again. In an ordered subscription they have to be the oldest ones that are
   * open, without a gap. Rows that are done already are passed over.
   *
   * @throws code `lease_lost`; code `out_of_order`
   */
  advance(lease: Lease, rows: readonly number[]): Promise<void>
  /**
   * Records a failed attempt: the event is offered again after the delay that the back-off schedule gives, or becomes a dead
   * letter when no attempt is left. Saying the same attempt twice counts once.
   *
   * @throws code `lease_lost`; code `out_of_order`
   */
  defer(lease: Lease, delivery: Pick<Delivery, 'row' | 'attempt'>, failure: Failure): Promise<Deferred>
  /** Makes an event a dead letter at once. @throws code `lease_lost`; code `out_of_order` */
  bury(lease: Lease, row: number, reason: string): Promise<void>
  /**
   * Offers events again, marked as replayed: dead letters and delivered ones. A replayed event that fails does not hold up
   * others. Needs no lease.
   *
   * @returns one result for each row, in their order.
   */
  replay(subscription: Subscription, rows: readonly number[]): Promise<readonly Replayed[]>

  readonly hooks: {
    put(hook: HookRecord): Promise<StoredHook>
    get(id: string): Promise<StoredHook | undefined>
    /** All hooks, oldest first. */
    list(): Promise<readonly StoredHook[]>
    /** Removes a hook and its subscriptions; its events stay until they are too old. @returns whether there was one. */
    remove(id: string): Promise<boolean>
  }
  readonly states: {
    /** @param value plain JSON; the ledger does not read it. */
    put(key: string, value: unknown): Promise<void>
    get(key: string): Promise<unknown>
    remove(key: string): Promise<boolean>
  }
  readonly events: {
    /** Events without their bodies, newest first. */
    list(filter?: EventFilter): Promise<readonly EventSummary[]>
    show(row: number): Promise<EventDetails | undefined>
  }

  /** Numbers for metrics. */
  stats(): Promise<LedgerStats>
  /**
   * Removes what is older than the retention allows. To be called now and then, such as every hour. The body of an event
   * that a subscription still has to deliver is kept, however old.
   */
  retain(): Promise<Retained>
  /** Tells about hooks that got new events. @returns a function that ends it. */
  onAppended(listener: (hooks: readonly string[]) => void): () => void
  /** Waits for what is being written and lets go of the store. */
  close(): Promise<void>
}

/** An event to store. Connection, hook, type and key together are its identity. */
export interface NewEvent {
  /** Which connection's credentials verified it, such as its name. */
  readonly connection: string
  /** The id of the hook, or of whatever else it came from. */
  readonly hook: string
  /** What it is about, such as `incomingCall`. */
  readonly type: string
  /** What tells it from others of its type, such as a CallSid. */
  readonly key: string
  /** What is delivered, as text; the ledger does not read it. */
  readonly body: string
  /** What SignalWire is answered; left out where it is not known yet. */
  readonly reply?: string | undefined
}

export interface AppendOptions {
  /** Trigger states to store in the same transaction. */
  readonly states?: readonly { readonly key: string; readonly value: unknown }[] | undefined
}

export interface Appended {
  readonly outcome: 'appended' | 'repeated'
  /** The event's number; grows with every event and is never used twice. */
  readonly row: number
  /** The reply that was given first; undefined where there is none yet, or its retention is over. */
  readonly reply: string | undefined
}

/** Who gets a hook's events: a cursor over them, not a row for each. */
export interface Subscription {
  readonly hook: string
  readonly consumer: string
}

export interface SubscribeOptions {
  /** Whether an event waits until all earlier ones are done. @default true */
  readonly ordered?: boolean | undefined
  /** Whether a new subscription starts with the oldest event or the next one. @default 'first' */
  readonly from?: 'first' | 'next' | undefined
}

export interface LeaseOptions extends SubscribeOptions {
  /** Who asks: one name per running consumer. */
  readonly holder: string
  /** How long it lasts unless it is renewed, in milliseconds. @default 30000 */
  readonly forMs?: number | undefined
}

export interface Lease {
  readonly subscription: Subscription
  readonly holder: string
  /** The fencing token: a later lease of any subscription has a greater one. */
  readonly token: number
  readonly endsAt: number
}

export interface ReadOptions {
  /** At most this many events. @default 100 */
  readonly max?: number | undefined
  /** Rows that are being worked on and not wanted again; only heeded where the subscription is not ordered. */
  readonly skip?: readonly number[] | undefined
}

export interface Reading {
  readonly deliveries: readonly Delivery[]
  /** When the earliest deferred event is due; undefined where none waits. */
  readonly dueAt: number | undefined
}

/** An event as a consumer gets it. */
export interface Delivery extends Omit<NewEvent, 'reply'> {
  readonly row: number
  readonly receivedAt: number
  /** 1 for the first attempt. */
  readonly attempt: number
  /** Whether an operator asked for it again. */
  readonly replayed: boolean
}

export interface Failure {
  /** What went wrong, one sentence. */
  readonly reason: string
  /** Wait at least this long, such as a `Retry-After` says. */
  readonly afterMs?: number | undefined
}

export type Deferred =
  | { readonly outcome: 'deferred'; readonly attempts: number; readonly dueAt: number }
  | { readonly outcome: 'buried'; readonly attempts: number }
  | { readonly outcome: 'done' }

export interface Replayed {
  readonly row: number
  /** `pending`: it is still to be delivered anyway; `gone`: its body is no longer kept; `unknown`: no such event of the hook. */
  readonly outcome: 'replayed' | 'pending' | 'gone' | 'unknown'
}

/** One hook. The ledger does not read `details`. */
export interface HookRecord {
  readonly id: string
  readonly connection: string
  readonly module: string
  readonly name: string
  /** Plain JSON: the module's input, its URL, snapshots of what numbers called before. */
  readonly details: Readonly<Record<string, unknown>>
}

export interface StoredHook extends HookRecord {
  readonly createdAt: number
  readonly changedAt: number
}

/** `waiting`: failed, and due again later; `pending`: not tried yet. */
export type DeliveryState = 'pending' | 'waiting' | 'delivered' | 'dead'

export interface EventFilter {
  readonly hook?: string | undefined
  readonly type?: string | undefined
  /** Received at this time or later. */
  readonly since?: number | undefined
  /** Received before this time. */
  readonly until?: number | undefined
  /** Events that at least one subscription has in this state. */
  readonly state?: DeliveryState | undefined
  /** With `state`: only subscriptions of this consumer count. */
  readonly consumer?: string | undefined
  /** Events older than this row: the last row of one page gives the next. */
  readonly before?: number | undefined
  /** @default 100 */
  readonly limit?: number | undefined
}

export interface EventSummary extends Omit<NewEvent, 'body' | 'reply'> {
  readonly row: number
  readonly receivedAt: number
  readonly deliveries: readonly DeliveryStatus[]
}

export interface DeliveryStatus {
  readonly consumer: string
  readonly state: DeliveryState
  readonly attempts: number
  readonly reason?: string | undefined
  readonly dueAt?: number | undefined
}

export interface EventDetails extends EventSummary {
  /** Undefined where its retention is over. */
  readonly body: string | undefined
  readonly reply: string | undefined
}

export interface LedgerStats {
  /** Events whose identity is kept. */
  readonly events: number
  /** Since the store was opened. */
  readonly appended: number
  readonly repeated: number
  /** Transactions since the store was opened; `appended / commits` tells how well appends share them. */
  readonly commits: number
  readonly subscriptions: readonly SubscriptionStats[]
}

export interface SubscriptionStats extends Subscription {
  readonly ordered: boolean
  /** Events that are not done. */
  readonly backlog: number
  /** When the oldest of them was received. */
  readonly oldestUndelivered: number | undefined
  readonly waiting: number
  readonly dead: number
}

export interface Retained {
  readonly bodies: number
  readonly identities: number
}

/** How long what is kept, in milliseconds. */
export interface Retention {
  /** Bodies and replies. @default 7 days */
  readonly bodiesMs: number
  /** Identities: for so long a repeated post is recognised. @default 30 days */
  readonly identitiesMs: number
}
