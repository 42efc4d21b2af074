import type { Clock } from '../core/clock.js'
import type { Perform } from '../core/context.js'
import { createRedactor, type Redactor } from '../core/redact.js'
import type { ApiRequest, Listing } from '../core/request.js'
import type { Source } from '../core/source.js'
import { isLoopback } from './api-url.js'
import { type LoadedOptions, type LoadOptions, loadOptions } from './load-options.js'
import type { Row } from './pages.js'
import { createPerform } from './perform.js'
import type { RetryOptions, Sender } from './send.js'
import { type ProbeReply, sendProbe } from './send-probe.js'
import { type ListRequest, listSpaceRows, type SpaceRequest, sendSpaceRequest } from './space-requests.js'
import { createTransport } from './transport.js'

export interface SpaceOptions {
  readonly spaceName: string
  readonly projectId: string
  readonly authToken: string
  /** Further secrets that must not be printed. */
  readonly secrets: readonly string[]
  readonly apiUrl?: string | undefined
  readonly timeoutMs: number
  readonly retry: RetryOptions
  readonly clock: Clock
  readonly random: () => number
}

/** Everything that can be done with one project of one Space. */
export interface OpenSpace {
  readonly perform: Perform
  readonly redactor: Redactor
  loadOptions(source: Source, options?: LoadOptions): Promise<LoadedOptions>
  sendProbe(request: ApiRequest, signal?: AbortSignal): Promise<ProbeReply>
  request(request: SpaceRequest): Promise<Row | undefined>
  rows(listing: Listing, request: ListRequest): AsyncIterable<Row>
  close(): void
}

/** Builds the client of a project with Basic authentication by Project ID and token (REST API, "Authorization"). */
export function openSpace(options: SpaceOptions): OpenSpace {
  const { projectId, authToken, apiUrl, clock } = options
  const spaceHost = `${options.spaceName}.signalwire.com`
  const baseUrl = apiUrl ?? `https://${spaceHost}`
  const transport = createTransport({
    baseUrl,
    authorization: `Basic ${Buffer.from(`${projectId}:${authToken}`, 'utf8').toString('base64')}`,
    // A simulator tells Spaces by the Host header, so that a wrong Space Name is noticed there too.
    host: apiUrl && isLoopback(apiUrl) ? spaceHost : undefined,
    timeoutMs: options.timeoutMs,
    clock,
  })
  const redactor = createRedactor([authToken, ...options.secrets], { user: projectId, password: authToken })
  const sender: Sender = { transport, baseUrl, clock, redactor, retry: options.retry, random: options.random }
  return {
    perform: createPerform(sender, projectId),
    redactor,
    loadOptions: (source, load) => loadOptions(sender, source, projectId, load),
    sendProbe: (request, signal) => sendProbe(sender, request, projectId, signal),
    request: (request) => sendSpaceRequest(sender, request, projectId),
    rows: (listing, request) => listSpaceRows(sender, listing, request, projectId),
    close: transport.close,
  }
}
