/**
 * The receiver of SignalWire's webhooks: it verifies every post, stores it before it is answered, recognises repeated ones,
 * and answers with the LaML that the hook asks for. Embedded in an Express app or standalone, one handler serves both.
 *
 * @example
 * const ledger = await openLedger({ path: 'ledger.sqlite' })
 * const receiver = createReceiver({
 *   ledger, modules: app.modules, publicUrl: 'https://hooks.example.com',
 *   connections: { main: { signingKeys: [signingKey] } },
 * })
 * expressApp.use('/hooks', receiver.router()) // above every body parser
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type * as Express from 'express'
import { systemClock } from '../src/core/clock.js'
import { loadPackage } from '../src/runtime/load-package.js'
import { parseHookPath } from './hook.js'
import { InFlight } from './receiver/in-flight.js'
import { jsonLines } from './receiver/log.js'
import { ReceiverMetrics } from './receiver/metrics.js'
import { checkKeys, defaultLimits, type ReceiverOptions } from './receiver/options.js'
import { type HookRequest, PostHandler } from './receiver/post-handler.js'
import { bare, send } from './receiver/send.js'
import { type Listening, type ListenOptions, serve } from './receiver/serve.js'
import { Tell } from './receiver/tell.js'

export type { EventBody } from './receiver/event-body.js'
export type { Log, LogEntry } from './receiver/log.js'
export type { ConnectionKeys, ReceivedEvent, ReceiverLimits, ReceiverOptions } from './receiver/options.js'
export type { Listening, ListenOptions } from './receiver/serve.js'

export interface Receiver {
  /** Answers one request of plain Node or of Express. Never rejects. */
  handler(request: IncomingMessage, response: ServerResponse): Promise<void>
  /**
   * A router of Express, to mount at `/hooks` below the public URL's own path and above every body parser. Express is loaded
   * by this call only. Paths that are no hook's go on to the app.
   */
  router(): (request: IncomingMessage, response: ServerResponse, next: (error?: unknown) => void) => void
  /** Listens by itself. @throws ConnectorError with code `not_listening` */
  listen(options: ListenOptions): Promise<Listening>
  /** The numbers in the text format of Prometheus. They have no place behind the public URL. */
  metrics(): Promise<string>
  /** Whether posts can be stored; it writes to the ledger to find out. */
  ready(): Promise<boolean>
  /** Refuses new posts and waits for those under way. A listener's `close` does this as well. */
  close(): Promise<void>
}

const readyState = 'receiver/ready'

/**
 * Creates a receiver.
 *
 * @throws ConnectorError with code `no_signing_key` where no post could be verified, or one that names what is wrong with
 * the public URL or the trusted proxies.
 */
export function createReceiver(options: ReceiverOptions): Receiver {
  checkKeys(options)
  const clock = options.clock ?? systemClock
  const limits = { ...defaultLimits, ...options.limits }
  const tell = new Tell(options.log ?? jsonLines((line) => process.stderr.write(line), clock), clock)
  const metrics = new ReceiverMetrics(options.ledger, () => clock.now())
  const inFlight = new InFlight()
  const closing = new AbortController()
  const posts = new PostHandler(options, limits, clock, metrics, tell, closing.signal)
  let stopping = false

  const answer = async (request: HookRequest, response: ServerResponse): Promise<void> => {
    if (stopping) {
      metrics.refused('stopping')
      return send(request, response, bare(503), true)
    }
    try {
      const outcome = await posts.take(request)
      if (outcome) send(request, response, outcome, stopping)
    } catch (thrown) {
      tell.defect(thrown)
      metrics.refused('defect')
      send(request, response, bare(500), true)
    }
  }
  const handler: Receiver['handler'] = (request, response) => inFlight.run(() => answer(request, response))
  const close = async (): Promise<void> => {
    stopping = true
    if (!(await inFlight.drained(limits.drainMs, clock)))
      tell.problem('notDrained', 'Some posts were not answered before the receiver stopped.', '')
    closing.abort()
  }
  const ready = async (): Promise<boolean> => {
    if (stopping) return false
    try {
      await options.ledger.states.put(readyState, clock.now())
      return true
    } catch (thrown) {
      tell.ledgerFailed(thrown, '')
      return false
    }
  }
  const text = (): Promise<string> => metrics.text()

  return {
    handler,
    router: () => {
      const { Router } = loadPackage('express') as typeof Express
      const router = Router()
      router.use((request: HookRequest, response: ServerResponse, next: () => void) => {
        const [path = ''] = (request.originalUrl ?? request.url ?? '').split('?', 1)
        if (parseHookPath(path)) void handler(request, response)
        else next()
      })
      return router as unknown as ReturnType<Receiver['router']>
    },
    listen: (where) => serve(where, handler, { metrics: text, ready }, limits, clock, close),
    metrics: text,
    ready,
    close,
  }
}
