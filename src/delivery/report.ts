import type { Subscription } from '../ledger/port.js'

/** What the worker of one subscription tells about its work, without bodies. */
export type WorkerReport =
  /** `leaseBusy`: somebody else delivers this subscription. */
  | { readonly kind: 'leased' | 'leaseBusy' | 'leaseLost' }
  /** `unasked`: stored, but nobody asked for bundles of it. `abandoned`: given up in the middle, and offered again. */
  | { readonly kind: 'delivered' | 'unasked' | 'abandoned'; readonly row: number; readonly attempt: number }
  | {
      readonly kind: 'deferred'
      readonly row: number
      readonly attempt: number
      readonly reason: string
      readonly dueAt: number
    }
  | { readonly kind: 'buried'; readonly row: number; readonly attempt: number; readonly reason: string }
  /** The ledger could not be read or written; it is tried again. */
  | { readonly kind: 'ledgerFailed'; readonly reason: string }
  /** Delivery cannot go on, see `Deliverer.done`. */
  | { readonly kind: 'stopped'; readonly reason: string }

/** What a deliverer tells, for logs and metrics. */
export type DeliveryReport = WorkerReport & { readonly subscription?: Subscription | undefined }
