import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createMessage, modules } from '../../modules/index.js'
import { createReceiver, type LogEntry } from '../../webhooks/receiver.js'
import type { Clock } from '../core/clock.js'
import { type Consumer, type ConsumerDelivery, deliver, eventBundles } from '../delivery/index.js'
import { callbackRows, listHooks } from '../hooks/index.js'
import type { LedgerOptions } from '../ledger/open-ledger.js'
import type { Ledger } from '../ledger/port.js'
import type { Connection } from '../open-connection.js'

export interface LoopOptions {
  readonly connection: Connection
  readonly signingKeys: readonly string[]
  readonly openLedger: (options: LedgerOptions) => Promise<Ledger>
  readonly clock: Clock
  readonly signal: AbortSignal
}

/** What the demo's scenario sent on its own. */
export interface Answer {
  readonly to: string
  readonly sid: string
}

/** A receiver with everything around it that makes scenarios of posts, in this process. */
export interface Loop {
  readonly ledger: Ledger
  readonly publicUrl: string
  /** The name under which hooks know the connection. */
  readonly connectionName: string
  /** What the scenario got and acknowledged, in order. */
  readonly delivered: readonly ConsumerDelivery[]
  readonly answers: readonly Answer[]
  readonly log: readonly LogEntry[]
  /** Waits until the scenario has acknowledged so many events of a type. */
  until(type: string, count: number): Promise<void>
  /** Stops receiving and delivering, as a machine that goes away does. */
  stop(): Promise<void>
  /** Stops, and removes the ledger. */
  close(): Promise<void>
}

const connectionName = 'demo'
const patienceMs = 5000

/** Starts a receiver on a free port of 127.0.0.1, with a ledger in a temporary folder. */
export async function startLoop({ connection, signingKeys, openLedger, clock, signal }: LoopOptions): Promise<Loop> {
  const folder = await mkdtemp(join(tmpdir(), 'signalwire-connector-demo-'))
  const removeFolder = () => rm(folder, { recursive: true, force: true })
  let ledger: Ledger
  try {
    ledger = await openLedger({ path: join(folder, 'ledger.db'), clock })
  } catch (thrown) {
    await removeFolder()
    throw thrown
  }
  const log: LogEntry[] = []
  const answers: Answer[] = []
  const acknowledged = new Acknowledged(clock, signal)
  // The port is part of the public URL, so somebody has to listen before there is a receiver.
  const server = createServer((request, response) => void receiver.handler(request, response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const publicUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const receiver = createReceiver({
    ledger,
    modules,
    publicUrl,
    connections: { [connectionName]: { signingKeys } },
    log: (entry) => log.push(entry),
    clock,
  })
  const scenario = answering(connection, ledger, answers)
  const deliverer = deliver({
    ledger,
    subscriptions: async () => (await listHooks(ledger)).map(({ id }) => ({ hook: id, consumer: 'demo' })),
    bundlesOf: eventBundles(modules),
    consumer: async (delivery, context) => {
      await scenario(delivery, context)
      acknowledged.add(delivery)
    },
    clock,
  })
  const stop = async () => {
    await deliverer.stop()
    await receiver.close()
    if (!server.listening) return
    server.close()
    server.closeAllConnections()
    await once(server, 'close')
  }
  return {
    ledger,
    publicUrl,
    connectionName,
    delivered: acknowledged.deliveries,
    answers,
    log,
    until: (type, count) => acknowledged.until(type, count),
    stop,
    close: async () => {
      await stop()
      await ledger.close()
      await removeFolder()
    },
  }
}

/** The scenario: whoever writes or calls gets a message. That to a writer reports its way to the hook that started it. */
function answering(connection: Connection, ledger: Ledger, answers: Answer[]): Consumer {
  return async ({ bundles, event: { type, hook } }) => {
    const text = texts[type]
    if (text === undefined) return
    const rows = type === 'incomingMessage' ? callbackRows(await listHooks(ledger)) : []
    const statusCallback = rows.find(({ id }) => id === hook)?.url
    for (const { From, To } of bundles) {
      const to = String(From)
      const input = { to, from: String(To), contentType: 'body', body: text, statusCallback } as const
      const sent = await createMessage.execute(input, connection)
      if (sent) answers.push({ to, sid: sent.sid })
    }
  }
}

const texts: Readonly<Record<string, string>> = {
  incomingMessage: 'Your table is booked. See you at 7 pm!',
  incomingCall: 'We have missed your call and will call you back.',
}

/** What the scenario has done, and whoever waits for it. */
class Acknowledged {
  readonly deliveries: ConsumerDelivery[] = []
  readonly #clock: Clock
  readonly #signal: AbortSignal
  #changed = new AbortController()

  constructor(clock: Clock, signal: AbortSignal) {
    this.#clock = clock
    this.#signal = signal
  }

  add(delivery: ConsumerDelivery): void {
    this.deliveries.push(delivery)
    this.#changed.abort()
    this.#changed = new AbortController()
  }

  async until(type: string, count: number): Promise<void> {
    const endsAt = this.#clock.now() + patienceMs
    while (this.deliveries.filter(({ event }) => event.type === type).length < count) {
      const left = endsAt - this.#clock.now()
      if (left <= 0) throw new Error(`The scenario did not start within ${patienceMs / 1000} seconds.`)
      await this.#clock.sleep(left, this.#changed.signal).catch(() => undefined)
      this.#signal.throwIfAborted()
    }
  }
}
