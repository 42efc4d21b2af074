import type { Clock } from '../core/clock.js'
import type { Ledger, SubscribeOptions, Subscription } from '../ledger/port.js'
import type { Consumer } from './consumer.js'
import type { BundlesOf } from './event-bundles.js'
import type { WorkerReport } from './report.js'

/** What a deliverer needs of a ledger. */
export type DeliveryLedger = Pick<
  Ledger,
  'lease' | 'renew' | 'release' | 'read' | 'advance' | 'defer' | 'bury' | 'onAppended'
>

/** A subscription to deliver; `ordered` is set on it, true unless said otherwise. */
export type WantedSubscription = Subscription & SubscribeOptions

/** What the worker of one subscription is made with; times in milliseconds. */
export interface WorkerOptions {
  readonly ledger: DeliveryLedger
  readonly subscription: WantedSubscription
  readonly bundlesOf: BundlesOf
  readonly consumer: Consumer
  readonly clock: Clock
  readonly holder: string
  readonly leaseMs: number
  readonly timeoutMs: number
  readonly pollMs: number
  readonly concurrency: number
  readonly report: (report: WorkerReport) => void
}
