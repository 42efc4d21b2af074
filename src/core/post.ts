/** What an event in a webhook's posts is about. `unknown` is kept, never dropped. */
export type EventType =
  | 'incomingCall'
  | 'callStatus'
  | 'recording'
  | 'incomingMessage'
  | 'messageStatus'
  | 'incomingFax'
  | 'faxStatus'
  | 'transcription'
  | 'callStep'
  | 'unknown'

/** One HTTP request from SignalWire, read and classified. */
export interface Post {
  readonly event: EventType
  /** The parameters as they came; of a repeated one the last. */
  readonly params: Readonly<Record<string, string>>
}
