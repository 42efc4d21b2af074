import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Clock } from '../../src/core/clock.js'
import { ConnectorError } from '../../src/core/errors.js'
import { metricsType } from './metrics.js'
import type { ReceiverLimits } from './options.js'

/** Where to listen. */
export interface ListenOptions {
  /** 0 takes any free one. */
  readonly port: number
  /** @default '127.0.0.1': a proxy or a tunnel on this machine carries SignalWire's posts here. */
  readonly host?: string | undefined
  /**
   * A second listener for `/healthz`, `/readyz` and `/metrics`, which have no place behind the public URL: a proxy on this
   * machine makes every request look local, so an address alone could not keep them apart. @default none
   */
  readonly management?: { readonly port: number; readonly host?: string | undefined } | undefined
}

export interface Listening {
  readonly url: string
  readonly managementUrl: string | undefined
  /** Takes nothing new, answers what is under way, and closes. */
  close(): Promise<void>
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void

/** What the management listener shows. */
export interface Management {
  metrics(): Promise<string>
  ready(): Promise<boolean>
}

const loopback = '127.0.0.1'

function publicServer(handler: Handler, limits: ReceiverLimits): Server {
  const server = createServer(
    {
      maxHeaderSize: limits.headerBytes,
      headersTimeout: limits.headersMs,
      requestTimeout: limits.headersMs + limits.bodyMs,
      keepAliveTimeout: limits.idleMs,
      connectionsCheckingInterval: 1000,
      noDelay: true,
    },
    handler,
  )
  server.maxConnections = limits.connections
  server.maxHeadersCount = 100
  return server
}

function managementServer(management: Management): Server {
  const answer = async (request: IncomingMessage): Promise<readonly [status: number, type: string, text: string]> => {
    const plain = 'text/plain; charset=utf-8'
    if (request.method !== 'GET') return [405, plain, '']
    switch (request.url) {
      case '/healthz':
        return [200, plain, 'ok\n']
      case '/readyz':
        return (await management.ready()) ? [200, plain, 'ready\n'] : [503, plain, 'not ready\n']
      case '/metrics':
        return [200, metricsType, await management.metrics()]
      default:
        return [404, plain, '']
    }
  }
  return createServer({ maxHeaderSize: 8192, requestTimeout: 10_000 }, (request, response) => {
    const send = ([status, type, text]: readonly [number, string, string]): void => {
      response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(text) }).end(text)
    }
    request.resume()
    answer(request).then(send, () => send([503, 'text/plain; charset=utf-8', 'The ledger cannot be asked.\n']))
  })
}

async function listenOn(server: Server, port: number, host: string): Promise<string> {
  server.listen(port, host)
  try {
    await once(server, 'listening')
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'unknown'
    throw new ConnectorError(`The receiver cannot listen on ${host}, port ${port} (${code}).`, {
      type: 'InvalidConfigurationError',
      code: 'not_listening',
      retry: 'never',
      advice: 'Choose another port, or end what listens there.',
    })
  }
  const { port: taken } = server.address() as AddressInfo
  return `http://${host.includes(':') ? `[${host}]` : host}:${taken}`
}

const closed = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve())
    server.closeIdleConnections()
  })

/** Serves hooks on one port and, where asked for, what operators look at on another. */
export async function serve(
  options: ListenOptions,
  handler: Handler,
  management: Management,
  limits: ReceiverLimits,
  clock: Clock,
  drain: () => Promise<void>,
): Promise<Listening> {
  const server = publicServer(handler, limits)
  const url = await listenOn(server, options.port, options.host ?? loopback)
  const inside = options.management && managementServer(management)
  let managementUrl: string | undefined
  try {
    managementUrl =
      inside && (await listenOn(inside, options.management?.port ?? 0, options.management?.host ?? loopback))
  } catch (thrown) {
    await closed(server)
    throw thrown
  }
  let closing: Promise<void> | undefined
  const close = async (): Promise<void> => {
    const ended = closed(server)
    await drain()
    server.closeIdleConnections()
    // An answer that was just given is still on its way to the socket; a sender who never reads it is not waited for.
    const timer = new AbortController()
    await Promise.race([ended, clock.sleep(1000, timer.signal).catch(() => undefined)])
    timer.abort()
    server.closeAllConnections()
    await ended
    if (!inside) return
    const insideEnded = closed(inside)
    inside.closeAllConnections()
    await insideEnded
  }
  return {
    url,
    managementUrl,
    close: () => {
      closing ??= close()
      return closing
    },
  }
}
