/** One output of a module. */
export type Bundle = Readonly<Record<string, unknown>>

/** The event that bundles come from, as a consumer gets it. */
export interface DeliveredEvent {
  /** The event's number in the ledger; grows with every event. */
  readonly row: number
  /** What it is about, such as `incomingCall`. */
  readonly type: string
  /** The id of the hook that it came to. */
  readonly hook: string
  /** Whether an operator asked for it again. */
  readonly replayed: boolean
  /** 1 for the first attempt; a crash repeats an attempt with its number. */
  readonly attempt: number
  readonly receivedAt: Date
  /** The same for every attempt and replay of this event for this consumer: what a consumer tells repetitions by. */
  readonly id: string
}

/** What a consumer gets: never without a bundle. */
export interface ConsumerDelivery {
  readonly bundles: readonly Bundle[]
  readonly event: DeliveredEvent
}

/**
 * Takes one event. Returning acknowledges it, whatever is returned; throwing asks for another attempt, or for none where a
 * `ConnectorError` says `retry: 'never'` about the data. When `signal` aborts, the outcome no longer counts: the time is up,
 * the deliverer stops, or somebody else has taken over.
 */
export type Consumer = (delivery: ConsumerDelivery, context: { readonly signal: AbortSignal }) => Promise<void> | void
