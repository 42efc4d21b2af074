import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import type Axios from 'axios'
import type { Clock } from '../core/clock.js'
import { createHttpAdapter, ReplyTooLarge } from './http-adapter.js'
import { loadPackage } from './load-package.js'

/** A request that is ready to be sent. */
export interface HttpRequest {
  readonly method: string
  /** From the host on, with its query. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | undefined
}

/** A reply of any status. */
export interface HttpReply {
  readonly status: number
  /** By lower-case name; values of a repeated header are joined by a comma. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/**
 * Why no reply came.
 * - `notSent`: no connection, so nothing can have happened
 * - `timeout`, `broken`: it was sent, and what came of it is not known
 * - `tooLarge`: the reply had more bytes than are read
 */
export type TransportFailure = 'notSent' | 'timeout' | 'broken' | 'tooLarge'

/** A request without a usable reply. Internal: users see the `ConnectorError` made from it. */
export class TransportError extends Error {
  readonly failure: TransportFailure
  /** The system's code, such as ENOTFOUND. */
  readonly systemCode: string

  constructor(failure: TransportFailure, systemCode: string) {
    super(failure)
    this.failure = failure
    this.systemCode = systemCode
  }
}

/** Replies with more bytes than this are not read to the end. */
export const maxReplyBytes = 50 * 1024 * 1024

/** Codes of failures before the first byte was sent. */
const notSent = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'EADDRNOTAVAIL',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_NOT_YET_VALID',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'ERR_SSL_WRONG_VERSION_NUMBER',
  'EPROTO',
])

export interface TransportOptions {
  /** Scheme and host, and a path before `/api` where there is one. */
  readonly baseUrl: string
  /** Left out where nobody has to know who asks. */
  readonly authorization?: string | undefined
  /** Replaces the Host header, for a simulator that tells Spaces by it. */
  readonly host?: string | undefined
  /** From the start of a request to the end of its reply. */
  readonly timeoutMs: number
  /** Replies with more bytes are not read to the end. @default maxReplyBytes */
  readonly maxReplyBytes?: number | undefined
  readonly clock: Clock
}

/** The one place that speaks HTTP, and the only one that holds the credentials. */
export interface Transport {
  /**
   * @throws TransportError where no reply came.
   * @throws the reason of `signal` where it aborts.
   */
  send(request: HttpRequest, signal?: AbortSignal): Promise<HttpReply>
  /** Closes kept connections. */
  close(): void
}

/** The reason of ending a wait that is no longer needed. One for all: a DOMException for each request is slow to make. */
const answered = Symbol('answered')

/** Creates a transport. It follows no redirect and uses no proxy: credentials go to that host alone. */
export function createTransport(options: TransportOptions): Transport {
  // With an adapter of our own, the build for browsers is all that is needed; it starts in half the time of the other.
  const axios = (loadPackage('axios/dist/browser/axios.cjs') as { default: typeof Axios }).default
  const { protocol } = new URL(options.baseUrl)
  const agent = protocol === 'https:' ? new HttpsAgent({ keepAlive: true }) : new HttpAgent({ keepAlive: true })
  const client = axios.create({
    adapter: createHttpAdapter({ agent, maxReplyBytes: options.maxReplyBytes ?? maxReplyBytes }),
    validateStatus: null,
    transformRequest: [],
    transformResponse: [],
  })
  return {
    async send(request, signal) {
      signal?.throwIfAborted()
      const ended = new AbortController()
      const stop = () => ended.abort(answered)
      signal?.addEventListener('abort', stop, { once: true })
      let timedOut = false
      options.clock.sleep(options.timeoutMs, ended.signal).then(
        () => {
          timedOut = true
          stop()
        },
        // The reply was there first.
        () => undefined,
      )
      try {
        const reply = await client.request<Buffer>({
          method: request.method,
          url: options.baseUrl + request.path,
          headers: {
            Accept: 'application/json',
            'User-Agent': 'signalwire-connector',
            // Or axios would name a type for a body that is not there.
            ...(request.body === undefined && { 'Content-Type': null }),
            ...request.headers,
            ...(options.host && { Host: options.host }),
            ...(options.authorization !== undefined && { Authorization: options.authorization }),
          },
          data: request.body,
          signal: ended.signal,
        })
        return { status: reply.status, headers: plainHeaders(reply.headers), body: reply.data }
      } catch (thrown) {
        signal?.throwIfAborted()
        if (timedOut) throw new TransportError('timeout', 'ETIMEDOUT')
        throw transportError(thrown)
      } finally {
        signal?.removeEventListener('abort', stop)
        stop()
      }
    },
    close: () => agent.destroy(),
  }
}

/** Axios errors hold the request with its credentials, so nothing of them but a code goes further. */
function transportError(thrown: unknown): TransportError {
  const { code } = thrown as { code?: unknown }
  const systemCode = typeof code === 'string' ? code : 'UNKNOWN'
  if (notSent.has(systemCode)) return new TransportError('notSent', systemCode)
  if (thrown instanceof ReplyTooLarge) return new TransportError('tooLarge', systemCode)
  if (systemCode === 'ETIMEDOUT') return new TransportError('timeout', systemCode)
  return new TransportError('broken', systemCode)
}

function plainHeaders(headers: object): Record<string, string> {
  const plain: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && value !== null)
      plain[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : String(value)
  }
  return plain
}
