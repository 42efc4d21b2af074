import type { Pairs } from '../request.js'

/** What a webhook is about. `action` is every request with which a call, message or fax goes on. */
export type PostKind =
  | 'call'
  | 'message'
  | 'fax'
  | 'action'
  | 'callStatus'
  | 'messageStatus'
  | 'recordingStatus'
  | 'transcription'

/** One HTTP request to a webhook, or the note that it was not sent. */
export interface WebhookAttempt {
  /** When it was sent, on the simulator's clock. */
  readonly at: number
  readonly kind: PostKind
  /** The call, message or fax. */
  readonly sid: string
  readonly method: 'GET' | 'POST'
  /** Without credentials and fragment. */
  readonly url: string
  /** What was sent, in order; a GET carries it in the URL. */
  readonly params: Pairs
  /** 1; 2 and 3 where a status callback is tried again. */
  readonly attempt: number
  /** Whether this is the fallback URL. */
  readonly fallback: boolean
  /** How many redirects led here. */
  readonly redirects: number
  /** Whether this is the same request once more, as `repeat` asks for it. */
  readonly repeat: boolean
  /** Null where no reply came. */
  readonly status: number | null
  /** How long it took, in milliseconds on the simulator's clock. */
  readonly ms: number
  /** Why the reply did not do: SignalWire's code, null where it has none, and a sentence. */
  readonly error?: { readonly code: number | null; readonly message: string }
  /** False where the simulator does not call that host. */
  readonly called: boolean
}

/** The log keeps this many attempts; older ones are dropped. */
export const POSTS_KEPT = 5000

/** The last attempts, oldest first. */
export class PostLog {
  readonly #onAdd: ((attempt: WebhookAttempt) => void) | undefined
  #attempts: WebhookAttempt[] = []

  constructor(onAdd?: (attempt: WebhookAttempt) => void) {
    this.#onAdd = onAdd
  }

  add(attempt: WebhookAttempt): void {
    this.#attempts.push(attempt)
    if (this.#attempts.length > POSTS_KEPT + 500) this.#attempts = this.#attempts.slice(-POSTS_KEPT)
    this.#onAdd?.(attempt)
  }

  clear(): void {
    this.#attempts = []
  }

  list(): readonly WebhookAttempt[] {
    return this.#attempts.slice(-POSTS_KEPT)
  }
}
