import type { ApiRequest, Listing } from '../core/request.js'
import type { Pair } from '../core/wire.js'
import { pageSizePair, pages, type Row } from './pages.js'
import { fillPath, formBody, withQuery } from './prepare-request.js'
import { readObject } from './read-reply.js'
import { type Sender, send } from './send.js'
import type { HttpRequest } from './transport.js'

/** One request that is no module's, such as setting what a phone number does. */
export interface SpaceRequest {
  readonly request: ApiRequest
  /** What it is for, at the start of errors: `Setting up +12025550100`. */
  readonly doing: string
  /** The values of the path's placeholders; `AccountSid` is known. */
  readonly path?: readonly Pair[] | undefined
  /** What is sent: a form for the LaML API, JSON for the Relay API. */
  readonly body?: Readonly<Record<string, string>> | undefined
  readonly signal?: AbortSignal | undefined
}

export interface ListRequest {
  readonly doing: string
  readonly query?: readonly Pair[] | undefined
  readonly signal?: AbortSignal | undefined
}

/**
 * Sends one request. All but a POST are repeated like a module's read; a POST whose outcome is unknown is not.
 *
 * @returns the reply's object; undefined where there is none, as for a DELETE.
 * @throws ConnectorError with the status where SignalWire refused it.
 */
export async function sendSpaceRequest(
  sender: Sender,
  { request, doing, path = [], body, signal }: SpaceRequest,
  projectId: string,
): Promise<Row | undefined> {
  const { method } = request
  const prepared: HttpRequest = {
    method,
    path: withQuery(fillPath(request, projectId, path), request.always),
    ...(body === undefined ? { headers: {} } : encoded(request, body)),
  }
  const deletes = method === 'DELETE'
  const reply = await send(sender, prepared, { doing, idempotent: method !== 'POST', deletes, signal })
  return reply && !deletes ? readObject(reply, doing) : undefined
}

const encoded = (request: ApiRequest, body: Readonly<Record<string, string>>) =>
  request.api === 'laml'
    ? { headers: { 'Content-Type': 'application/x-www-form-urlencoded' }, body: formBody(Object.entries(body)) }
    : { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }

/** The rows of a list, all pages of it. */
export async function* listSpaceRows(
  sender: Sender,
  listing: Listing,
  { doing, query = [], signal }: ListRequest,
  projectId: string,
): AsyncGenerator<Row, void, undefined> {
  const path = withQuery(fillPath(listing.request, projectId), [...query, pageSizePair(listing.request.api)])
  const first: HttpRequest = { method: 'GET', path, headers: {} }
  for await (const rows of pages(sender, listing, first, { doing, signal, limit: Number.POSITIVE_INFINITY }))
    yield* rows
}
