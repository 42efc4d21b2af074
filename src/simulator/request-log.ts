import type { Body, Pairs } from './request.js'

/** One request as it arrived and how it was answered. */
export interface RequestLogEntry {
  /** When it arrived, on the simulator's clock. */
  readonly at: number
  readonly method: string
  /** The path as sent, without the query. */
  readonly path: string
  /** Decoded parameters in the order in which they were sent. */
  readonly query: Pairs
  /** The pairs of a form body, in order. */
  readonly form?: Pairs
  /** The value of a JSON body. */
  readonly json?: unknown
  /** Without Authorization and Cookie. */
  readonly headers: Readonly<Record<string, string>>
  /** Whether credentials were sent, right or wrong. */
  readonly hasAuthorization: boolean
  /** Null where the connection was reset instead of answered. */
  readonly status: number | null
  /** What an injected fault did, if one met this request. */
  readonly fault?: string
}

/** The log keeps this many entries; older ones are dropped. */
export const LOG_LIMIT = 5000
/** Bodies of more pairs or characters than this are not kept. */
const BODY_KEPT = 64 * 1024

/** The body as the log keeps it. */
export function loggedBody(body: Body): Pick<RequestLogEntry, 'form' | 'json'> {
  switch (body.kind) {
    case 'none':
      return {}
    case 'form':
      return body.pairs.reduce((sum, [key, value]) => sum + key.length + value.length, 0) > BODY_KEPT
        ? {}
        : { form: body.pairs }
    case 'json':
      return JSON.stringify(body.value).length > BODY_KEPT ? {} : { json: body.value }
  }
}

/** The last requests, oldest first. */
export class RequestLog {
  #entries: RequestLogEntry[] = []

  add(entry: RequestLogEntry): void {
    this.#entries.push(entry)
    // Trimming in blocks keeps adding cheap.
    if (this.#entries.length > LOG_LIMIT + 500) this.#entries = this.#entries.slice(-LOG_LIMIT)
  }

  clear(): void {
    this.#entries = []
  }

  list(): readonly RequestLogEntry[] {
    return this.#entries.slice(-LOG_LIMIT)
  }
}
