import { signalwire } from '../connection/connection.js'
import { judgeProbe, needsDecider, type ProbeVerdict } from '../connection/probe.js'
import { normaliseSpaceName } from '../connection/space-name.js'
import { type Clock, systemClock } from './core/clock.js'
import type { ConnectionInput } from './core/connection.js'
import type { Context } from './core/context.js'
import type { Redactor } from './core/redact.js'
import type { Listing } from './core/request.js'
import type { Source } from './core/source.js'
import type { LoadedOptions, LoadOptions } from './runtime/load-options.js'
import type { Row } from './runtime/pages.js'
import type { RetryOptions } from './runtime/send.js'
import type { ListRequest, SpaceRequest } from './runtime/space-requests.js'

/** The credentials of one project in one Space. */
export type Credentials = ConnectionInput<typeof signalwire>

export interface ConnectionOptions {
  /** The IANA zone of dates without an offset. @default 'UTC' */
  readonly timeZone?: string | undefined
  /** Ends whatever is under way. */
  readonly signal?: AbortSignal | undefined
  /** See `Context.reconcile`. @default false */
  readonly reconcile?: boolean | undefined
  /** From the start of a request to the end of its reply. @default 40000, as in Make */
  readonly timeoutMs?: number | undefined
  /** How reads and idempotent writes are repeated. @default 3 retries, pauses up to 0.5, 1, 2 s */
  readonly retry?: Partial<RetryOptions> | undefined
  /** The host of an API URL that is not on this machine, named again to allow it. */
  readonly allowApiHost?: string | undefined
  /** @default the machine's clock */
  readonly clock?: Clock | undefined
  /** The jitter's source, from 0 to 1. @default Math.random */
  readonly random?: (() => number) | undefined
}

/** An open connection: the context that every module's `execute` takes. */
export interface Connection extends Context {
  readonly spaceName: string
  readonly projectId: string
  /** Set where requests go somewhere other than SignalWire. */
  readonly apiUrl: string | undefined
  /** Space and project, as hosts show it. */
  readonly label: string
  /** Replaces this connection's secrets in anything that is about to be shown. */
  readonly redactor: Redactor
  /** Tries what the token may do. Never throws for what the Space answers: the verdict tells what is wrong. */
  test(signal?: AbortSignal): Promise<ProbeVerdict>
  /** The entries of a dropdown. */
  options(source: Source, options?: LoadOptions): Promise<LoadedOptions>
  /** Sends one request that is no module's. @returns the reply's object; undefined for a DELETE */
  request(request: SpaceRequest): Promise<Row | undefined>
  /** The rows of a list, all pages of it, one page ahead. */
  rows(listing: Listing, request: ListRequest): AsyncIterable<Row>
  /** Closes kept connections; the process can then end at once. */
  close(): void
}

/**
 * Opens a connection. Nothing is sent yet; `test()` tries it.
 *
 * @throws ConnectorError of type `BundleValidationError` or `InvalidConfigurationError` where the credentials cannot be
 *   right: a Space Name that is no name, a Project ID that is no UUID, an API URL on another host.
 */
export async function openConnection(credentials: Credentials, options: ConnectionOptions = {}): Promise<Connection> {
  // The runtime and its packages are loaded here, so that importing the connector stays cheap.
  const [{ parseInput }, { openSpace }, { checkApiUrl }, { checkTimeZone }, { defaultRetry }] = await Promise.all([
    import('./runtime/parse.js'),
    import('./runtime/open-space.js'),
    import('./runtime/api-url.js'),
    import('./runtime/dates.js'),
    import('./runtime/send.js'),
  ])
  const { values } = parseInput({ ...signalwire, refusal: 'The connection cannot be opened' }, credentials, {
    timeZone: 'UTC',
  })
  if (options.timeZone !== undefined) checkTimeZone(options.timeZone)
  const spaceName = normaliseSpaceName(String(values.spaceName))
  const projectId = String(values.projectId)
  const apiUrl = values.apiUrl === undefined ? undefined : checkApiUrl(String(values.apiUrl), options.allowApiHost)
  const space = openSpace({
    spaceName,
    projectId,
    authToken: String(values.authToken),
    secrets: (values.signingKeys ?? []) as readonly string[],
    apiUrl,
    timeoutMs: options.timeoutMs ?? 40_000,
    retry: { ...defaultRetry, ...options.retry },
    clock: options.clock ?? systemClock,
    random: options.random ?? Math.random,
  })
  return {
    perform: space.perform,
    clock: options.clock ?? systemClock,
    signal: options.signal,
    timeZone: options.timeZone,
    reconcile: options.reconcile,
    spaceName,
    projectId,
    apiUrl,
    label: `${spaceName}, project ${projectId}`,
    redactor: space.redactor,
    async test(signal = options.signal) {
      const results = await Promise.all(
        signalwire.probes.map(async ({ scope, request }) => ({ scope, ...(await space.sendProbe(request, signal)) })),
      )
      return judgeProbe(results, needsDecider(results) ? await space.sendProbe(signalwire.decider, signal) : undefined)
    },
    options: (source, load) =>
      space.loadOptions(source, { ...(options.signal && { signal: options.signal }), ...load }),
    request: (request) => space.request({ ...(options.signal && { signal: options.signal }), ...request }),
    rows: (listing, request) => space.rows(listing, { ...(options.signal && { signal: options.signal }), ...request }),
    close: space.close,
  }
}
