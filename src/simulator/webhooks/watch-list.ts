import type { RecordingRow } from '../recordings.js'
import type { WebhookUrl } from './poster.js'

/** A call or message whose changes somebody is to hear of. */
export interface Watched {
  readonly kind: 'call' | 'message'
  readonly sid: string
  /** How many steps of its timeline have been dealt with. */
  handled: number
  /** How many status callbacks were due so far. */
  sequence: number
  /** Where an update has sent the call in the meantime. */
  redirect: WebhookUrl | undefined
  /** The recording of the whole call, from the moment it was answered. */
  recording: RecordingRow | undefined
}

/** What is to be reported of a project's calls and messages, and a bell that rings when that may have changed. */
export class WatchList {
  readonly #items = new Map<string, Watched>()
  onChange: (watched: Watched) => void = () => {}

  add(kind: Watched['kind'], sid: string): void {
    const watched = { kind, sid, handled: 0, sequence: 0, redirect: undefined, recording: undefined }
    this.#items.set(sid, watched)
    this.onChange(watched)
  }

  /** The row has changed; `redirect` where an update points the call at another document. */
  changed(sid: string, redirect?: WebhookUrl): void {
    const watched = this.#items.get(sid)
    if (!watched) return
    if (redirect) watched.redirect = redirect
    this.onChange(watched)
  }

  delete(sid: string): void {
    this.#items.delete(sid)
  }

  [Symbol.iterator](): Iterator<Watched> {
    return this.#items.values()
  }
}
