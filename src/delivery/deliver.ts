import { randomUUID } from 'node:crypto'
import { type Clock, systemClock } from '../core/clock.js'
import type { Consumer } from './consumer.js'
import type { BundlesOf } from './event-bundles.js'
import type { DeliveryReport } from './report.js'
import { SubscriptionWorker } from './subscription-worker.js'
import type { DeliveryLedger, WantedSubscription } from './worker-options.js'

export interface DeliverOptions {
  readonly ledger: DeliveryLedger
  /**
   * What to deliver. A function is asked again every `pollMs`, and when a hook that is not known yet gets events: hooks that
   * came are then delivered, and those that went no longer.
   */
  readonly subscriptions: readonly WantedSubscription[] | (() => Promise<readonly WantedSubscription[]>)
  /** Turns a stored event into bundles, see `eventBundles`. An event without any is done at once. */
  readonly bundlesOf: BundlesOf
  readonly consumer: Consumer
  /** @default the machine's clock */
  readonly clock?: Clock | undefined
  /**
   * The name under which leases are taken. One that stays the same makes a process that was killed go on at once; it must
   * never be used by two at a time. @default a random one, which waits until the old leases end
   */
  readonly holder?: string | undefined
  /** How long a lease lasts without being renewed, in milliseconds. @default 30000 */
  readonly leaseMs?: number | undefined
  /** How long the consumer may take for one event, in milliseconds. @default 60000 */
  readonly timeoutMs?: number | undefined
  /** How often to look although nothing was announced, such as for replays, in milliseconds. @default 5000 */
  readonly pollMs?: number | undefined
  /** How many events of one subscription are delivered at once where it is not ordered. @default 4 */
  readonly concurrency?: number | undefined
  /** Told what happens, for logs and metrics. */
  readonly report?: ((report: DeliveryReport) => void) | undefined
}

/** A running deliverer. */
export interface Deliverer {
  /**
   * Resolves once it has stopped. Rejects where it cannot go on: code `consumer_gone`, or that of a ledger that has to be
   * opened again.
   */
  readonly done: Promise<void>
  /** Asks for the subscriptions again, where they are a function. */
  refresh(): Promise<void>
  /**
   * Begins no more events and waits for what is being delivered; after `withinMs` it is given up, and offered again later.
   * Resolves when everything has ended and the leases are given back; never rejects.
   *
   * @param options `withinMs` in milliseconds, default 10000.
   */
  stop(options?: { readonly withinMs?: number | undefined }): Promise<void>
}

/**
 * Delivers events to one consumer: at least once, each subscription in order unless it says otherwise, and never again what
 * was acknowledged, unless an operator replays it.
 */
export function deliver(options: DeliverOptions): Deliverer {
  return new Delivering(options)
}

const keyOf = ({ hook, consumer }: WantedSubscription): string => JSON.stringify([hook, consumer])

class Delivering implements Deliverer {
  readonly #options: DeliverOptions
  readonly #clock: Clock
  readonly #holder: string
  readonly #workers = new Map<string, { readonly hook: string; readonly worker: SubscriptionWorker }>()
  /** The workers that have not ended, those of subscriptions that are no longer wanted among them. */
  readonly #running = new Map<SubscriptionWorker, Promise<void>>()
  readonly #stopped = new AbortController()
  readonly #forget: () => void
  readonly #refreshing: Promise<void>
  #failure: { readonly thrown: unknown } | undefined
  readonly done: Promise<void>

  constructor(options: DeliverOptions) {
    this.#options = options
    this.#clock = options.clock ?? systemClock
    this.#holder = options.holder ?? randomUUID()
    this.#forget = options.ledger.onAppended((hooks) => this.#appended(hooks))
    this.#refreshing = this.#keepRefreshing()
    this.done = this.#end()
    // Whoever wants to know listens to `done`; a deliverer that ended must not end a process that does not.
    this.done.catch(() => undefined)
  }

  async refresh(): Promise<void> {
    const { subscriptions } = this.#options
    let wanted: readonly WantedSubscription[]
    try {
      wanted = typeof subscriptions === 'function' ? await subscriptions() : subscriptions
    } catch (thrown) {
      const reason = thrown instanceof Error ? thrown.message : 'The subscriptions could not be read.'
      return this.#report({ kind: 'ledgerFailed', reason })
    }
    if (this.#stopped.signal.aborted) return
    const keys = new Set(wanted.map(keyOf))
    for (const [key, { worker }] of this.#workers) {
      if (keys.has(key)) continue
      worker.stop()
      this.#workers.delete(key)
    }
    for (const subscription of wanted) if (!this.#workers.has(keyOf(subscription))) this.#start(subscription)
  }

  async stop({ withinMs = 10_000 } = {}): Promise<void> {
    for (const worker of this.#running.keys()) worker.stop()
    this.#stopped.abort()
    const ended = new AbortController()
    const all = this.done.catch(() => undefined).finally(() => ended.abort())
    if (withinMs > 0) await Promise.race([all, this.#clock.sleep(withinMs, ended.signal).catch(() => undefined)])
    this.#abandon()
    await all
  }

  #start(subscription: WantedSubscription): void {
    const { ledger, bundlesOf, consumer, leaseMs = 30_000, timeoutMs = 60_000, pollMs = 5000 } = this.#options
    const { hook } = subscription
    const named = { hook, consumer: subscription.consumer }
    const worker = new SubscriptionWorker({
      ledger,
      subscription,
      bundlesOf,
      consumer,
      clock: this.#clock,
      holder: this.#holder,
      leaseMs,
      timeoutMs,
      pollMs,
      concurrency: Math.max(1, this.#options.concurrency ?? 4),
      report: (report) => this.#report({ ...report, subscription: named }),
    })
    this.#workers.set(keyOf(subscription), { hook, worker })
    const running = worker.done
      .catch((thrown: unknown) => {
        this.#failure ??= { thrown }
        const reason = thrown instanceof Error ? thrown.message : 'It failed without saying why.'
        this.#report({ kind: 'stopped', reason, subscription: named })
        this.#abandon()
      })
      .finally(() => this.#running.delete(worker))
    this.#running.set(worker, running)
  }

  #appended(hooks: readonly string[]): void {
    const known = new Set<string>()
    for (const { hook, worker } of this.#workers.values()) {
      known.add(hook)
      if (hooks.includes(hook)) worker.wake()
    }
    if (typeof this.#options.subscriptions === 'function' && hooks.some((hook) => !known.has(hook))) void this.refresh()
  }

  #abandon(): void {
    this.#stopped.abort()
    for (const worker of this.#running.keys()) worker.abandon()
  }

  async #keepRefreshing(): Promise<void> {
    const { signal } = this.#stopped
    await this.refresh()
    if (typeof this.#options.subscriptions !== 'function') return
    while (!signal.aborted) {
      await this.#clock.sleep(this.#options.pollMs ?? 5000, signal).catch(() => undefined)
      if (!signal.aborted) await this.refresh()
    }
  }

  async #end(): Promise<void> {
    await new Promise<void>((resolve) => this.#stopped.signal.addEventListener('abort', () => resolve()))
    this.#forget()
    await this.#refreshing
    await Promise.all(this.#running.values())
    if (this.#failure) throw this.#failure.thrown
  }

  #report(report: DeliveryReport): void {
    try {
      this.#options.report?.(report)
    } catch {
      // A log that fails is no reason to deliver nothing.
    }
  }
}
