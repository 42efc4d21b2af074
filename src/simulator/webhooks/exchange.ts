import { request as requestPlain } from 'node:http'
import { request as requestSecure } from 'node:https'
import type { LookupFunction } from 'node:net'
import type { Clock } from '../../core/clock.js'
import { startTimer, type TimeLimits } from './time-limits.js'
import { isLoopback, type WebAddress } from './web-address.js'

/** SignalWire reads at most this much of a reply. */
const BODY_LIMIT = 64 * 1024

/** One request to a webhook. */
export interface ExchangeRequest {
  readonly address: WebAddress
  readonly method: 'GET' | 'POST'
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly limits: TimeLimits
  readonly clock: Clock
  /** Aborted once the time for the whole webhook is over. */
  readonly outOfTime: AbortSignal
  /** Aborted when the simulator closes. */
  readonly closing: AbortSignal
}

/** What came of it: a whole reply, or the documented error code. */
export type Exchange =
  | {
      readonly answered: true
      readonly status: number
      readonly contentType: string | undefined
      readonly location: string | undefined
      readonly body: Buffer
    }
  | { readonly answered: false; readonly code: number; readonly reason: string; readonly status: number | null }

/** `localhost` is this machine, whatever a resolver says. */
const onThisMachine: LookupFunction = (_name, options, found) => {
  const addresses = [
    { address: '127.0.0.1', family: 4 },
    { address: '::1', family: 6 },
  ]
  if (options.all) found(null, addresses)
  else found(null, '127.0.0.1', 4)
}

/** Sends a request and reads the reply within the limits. Never rejects. */
export function exchange(wanted: ExchangeRequest): Promise<Exchange> {
  const { address, method, headers, body, limits, clock, outOfTime, closing } = wanted
  return new Promise((resolve) => {
    let stopTimer = () => {}
    let status: number | null = null
    const finish = (result: Exchange) => {
      stopTimer()
      outOfTime.removeEventListener('abort', expire)
      closing.removeEventListener('abort', close)
      resolve(result)
      outgoing.destroy()
    }
    const fail = (code: number, reason: string) => finish({ answered: false, code, reason, status })
    const expire = () => fail(11200, `It took longer than ${limits.total} ms in all.`)
    const close = () => fail(11200, 'The simulator was closed.')
    const wait = (ms: number, reason: string) => {
      stopTimer()
      stopTimer = startTimer(clock, ms, () => fail(11200, reason))
    }
    const request = address.secure ? requestSecure : requestPlain
    const outgoing = request({
      host: address.host,
      port: address.port,
      path: address.target,
      method,
      headers: { ...headers, 'content-length': Buffer.byteLength(body) },
      agent: false,
      ...(isLoopback(address.host) ? { lookup: onThisMachine } : {}),
    })
    outgoing.on('socket', (socket) => {
      socket.once(address.secure ? 'secureConnect' : 'connect', () => {
        wait(limits.read, `No reply came within ${limits.read} ms.`)
      })
    })
    outgoing.on('response', (incoming) => {
      status = incoming.statusCode ?? null
      const chunks: Buffer[] = []
      let size = 0
      incoming.on('data', (chunk: Buffer) => {
        wait(limits.read, `The reply stopped for ${limits.read} ms.`)
        size += chunk.length
        if (size > BODY_LIMIT) fail(11750, `The reply is larger than ${BODY_LIMIT} bytes.`)
        else chunks.push(chunk)
      })
      incoming.on('error', (error) => fail(...failure(error)))
      incoming.on('end', () => {
        const { 'content-type': contentType, location } = incoming.headers
        finish({ answered: true, status: status ?? 0, contentType, location, body: Buffer.concat(chunks) })
      })
      wait(limits.read, `The reply stopped for ${limits.read} ms.`)
    })
    outgoing.on('error', (error) => fail(...failure(error)))
    outOfTime.addEventListener('abort', expire, { once: true })
    closing.addEventListener('abort', close, { once: true })
    if (closing.aborted) close()
    else {
      wait(limits.connect, `No connection within ${limits.connect} ms.`)
      outgoing.end(body)
    }
  })
}

function failure(error: Error): [code: number, reason: string] {
  const name = 'code' in error && typeof error.code === 'string' ? error.code : 'unknown'
  if (name === 'ENOTFOUND' || name === 'EAI_AGAIN') return [11210, 'The host name could not be resolved.']
  if (/^(CERT_|DEPTH_|UNABLE_TO_|ERR_TLS_|ERR_SSL_|EPROTO|SELF_SIGNED)/.test(name))
    return [11220, `The TLS handshake failed (${name}).`]
  if (name.startsWith('HPE_')) return [11251, `The reply is not HTTP (${name}).`]
  if (name === 'ECONNREFUSED') return [11200, 'Nothing listens there.']
  return [11200, `The connection broke (${name}).`]
}
