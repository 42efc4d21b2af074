import type { Pair } from './wire.js'

/** Which of SignalWire's two REST APIs a request belongs to; they differ in bodies, paging and error shapes. */
export type Api = 'laml' | 'relay'

/** A request of a module, as data. */
export interface ApiRequest {
  readonly kind: 'api'
  readonly api: Api
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** From the host on, with `{AccountSid}` for the connection's Project ID and `{Name}` for fields on the path. */
  readonly path: string
  /** Parameters that are sent every time, whatever the input; an empty text is sent as such. */
  readonly always: readonly Pair[]
}

/** The request that Make an API Call takes from its own fields, named here by key. */
export interface ArbitraryRequest {
  readonly kind: 'arbitrary'
  readonly url: string
  readonly method: string
  readonly headers: string
  readonly query: string
  readonly body: string
}

export type ModuleRequest = ApiRequest | ArbitraryRequest

const api =
  (which: Api, base: string) =>
  (method: ApiRequest['method'], path: string, always: Readonly<Record<string, string>> = {}): ApiRequest => ({
    kind: 'api',
    api: which,
    method,
    path: base + path,
    always: Object.entries(always),
  })

/** A request of the Compatibility (LaML) API: form-encoded, under the project's account. */
export const laml = api('laml', '/api/laml/2010-04-01/Accounts/{AccountSid}')

/** A request of the Relay REST API: JSON. */
export const relay = api('relay', '/api/relay/rest')

/** How a list is paged: LaML by `next_page_uri`, Relay by `links.next`. */
export interface Listing {
  readonly request: ApiRequest
  /** The key of the reply that holds the rows. */
  readonly items: string
}
