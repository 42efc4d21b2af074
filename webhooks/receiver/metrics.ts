import type * as Prometheus from 'prom-client'
import type { EventType } from '../../src/core/post.js'
import type { Ledger } from '../../src/ledger/port.js'
import { loadPackage } from '../../src/runtime/load-package.js'

/** Why a post was not taken: each has its own count. */
export type Refusal =
  | 'unknownHook'
  | 'wrongMethod'
  | 'tooLong'
  | 'tooSlow'
  | 'aborted'
  | 'bodyTaken'
  | 'wrongContentType'
  | 'tooManyParameters'
  | 'invalidEscape'
  | 'invalidText'
  | 'invalidJson'
  | 'noParameters'
  | 'noKey'
  | 'noSignature'
  | 'malformedSignature'
  | 'noUrl'
  | 'mismatch'
  | 'forgedStep'
  | 'ledger'
  | 'stopping'
  | 'defect'

const seconds = [0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5]

/** The receiver's numbers, in the text format of Prometheus. They name no hook, so that whoever reads them can call none. */
export class ReceiverMetrics {
  readonly #registry: Prometheus.Registry
  readonly #received: Prometheus.Counter<'type'>
  readonly #refused: Prometheus.Counter<'reason'>
  readonly #repeated: Prometheus.Counter
  readonly #commit: Prometheus.Histogram
  readonly #answer: Prometheus.Histogram
  readonly #backlog: Prometheus.Gauge
  readonly #dead: Prometheus.Gauge
  readonly #oldest: Prometheus.Gauge
  readonly #ledger: Ledger
  readonly #now: () => number

  constructor(ledger: Ledger, now: () => number) {
    const { Registry, Counter, Histogram, Gauge } = loadPackage('prom-client') as typeof Prometheus
    this.#ledger = ledger
    this.#now = now
    this.#registry = new Registry()
    const registers = [this.#registry]
    const named = (name: string, help: string) => ({ name: `signalwire_receiver_${name}`, help, registers })
    this.#received = new Counter({
      ...named('received_total', 'Posts that were verified and stored, by type of event.'),
      labelNames: ['type'],
    })
    this.#refused = new Counter({
      ...named('refused_total', 'Posts that were not taken, by reason.'),
      labelNames: ['reason'],
    })
    this.#repeated = new Counter(named('repeated_total', 'Posts whose event was stored before.'))
    this.#commit = new Histogram({
      ...named('commit_seconds', 'From a verified post to its being on disk.'),
      buckets: seconds,
    })
    this.#answer = new Histogram({
      ...named('answer_seconds', 'From the headers of a post to its answer, of posts that were taken.'),
      buckets: seconds,
    })
    this.#backlog = new Gauge(
      named('backlog_events', 'Events that are stored and not delivered yet, of all consumers.'),
    )
    this.#dead = new Gauge(named('dead_events', 'Events that could not be delivered and wait for an operator.'))
    this.#oldest = new Gauge(
      named('oldest_undelivered_seconds', 'Age of the oldest event that is not delivered; 0 where there is none.'),
    )
  }

  refused(reason: Refusal): void {
    this.#refused.inc({ reason })
  }

  received(type: EventType, repeated: boolean): void {
    this.#received.inc({ type })
    if (repeated) this.#repeated.inc()
  }

  committed(sinceMs: number): void {
    this.#commit.observe(this.#secondsSince(sinceMs))
  }

  answered(sinceMs: number): void {
    this.#answer.observe(this.#secondsSince(sinceMs))
  }

  /** @throws ConnectorError where the ledger cannot be asked. */
  async text(): Promise<string> {
    const { subscriptions } = await this.#ledger.stats()
    const sum = (of: (one: (typeof subscriptions)[number]) => number) =>
      subscriptions.reduce((total, one) => total + of(one), 0)
    const oldest = Math.min(
      ...subscriptions.map(({ oldestUndelivered }) => oldestUndelivered ?? Number.POSITIVE_INFINITY),
    )
    this.#backlog.set(sum(({ backlog }) => backlog))
    this.#dead.set(sum(({ dead }) => dead))
    this.#oldest.set(Number.isFinite(oldest) ? this.#secondsSince(oldest) : 0)
    return this.#registry.metrics()
  }

  // The wall clock may be set back in between.
  #secondsSince(ms: number): number {
    return Math.max(0, this.#now() - ms) / 1000
  }
}

/** The content type of the numbers. */
export const metricsType = 'text/plain; version=0.0.4; charset=utf-8'
