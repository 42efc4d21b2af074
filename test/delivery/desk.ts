import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach } from 'vitest'
import { createManualClock, type ManualClock } from '../../src/core/manual-clock.js'
import {
  type BundlesOf,
  type Consumer,
  type ConsumerDelivery,
  type Deliverer,
  type DeliverOptions,
  type DeliveryReport,
  deliver,
} from '../../src/delivery/index.js'
import { EmbeddedLedger } from '../../src/ledger/embedded-ledger.js'
import type { Ledger, NewEvent, Subscription } from '../../src/ledger/port.js'
import { newFolder } from '../ledger/engine.js'

export const calls: Subscription = { hook: 'hook-calls', consumer: 'scenario' }

/** Waits, without a clock, until other code has got somewhere. */
export async function until(condition: () => boolean | Promise<boolean>, what = condition.toString()): Promise<void> {
  for (let turn = 0; turn < 200_000; turn++) {
    if (await condition()) return
    await new Promise((resolve) => setImmediate(resolve))
  }
  throw new Error(`It never came to this: ${what}`)
}

/** Lets everything run that can run without time passing. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve))
}

/** The bundle of a test's event is its body. */
export const bodies: BundlesOf = ({ body }) => (body === 'unasked' ? [] : [{ said: body }])

export const said = ({ bundles }: ConsumerDelivery): unknown => bundles[0]?.said

export interface Desk {
  readonly clock: ManualClock
  readonly ledger: EmbeddedLedger
  readonly reports: DeliveryReport[]
  /** Stores events whose bodies are these. */
  append(texts: readonly string[], rest?: Partial<NewEvent>): Promise<readonly number[]>
  /** Starts a deliverer that is stopped after the test. */
  start(consumer: Consumer, rest?: Partial<DeliverOptions>): Deliverer
  /** What is open for a subscription, when nobody delivers it. */
  open(subscription?: Subscription): Promise<readonly string[]>
  dead(subscription?: Subscription): Promise<readonly (string | undefined)[]>
  /** Closes the ledger and opens it anew, as the next process does. */
  reopen(): Promise<void>
}

/** Gives each test a ledger on a real file and a clock that stands still. */
export function useDesk(): Desk {
  let clock: ManualClock
  let folder: string
  let ledger: EmbeddedLedger
  let count = 0
  const deliverers: Deliverer[] = []
  const reports: DeliveryReport[] = []
  const open = () => EmbeddedLedger.open({ path: join(folder, 'ledger.sqlite'), clock })
  beforeEach(() => {
    clock = createManualClock()
    folder = newFolder()
    ledger = open()
    reports.length = 0
  })
  afterEach(async () => {
    for (const deliverer of deliverers.splice(0)) await deliverer.stop({ withinMs: 0 }).catch(() => undefined)
    await ledger.close()
    rmSync(folder, { recursive: true, force: true })
  })
  return {
    get clock() {
      return clock
    },
    get ledger() {
      return ledger
    },
    reports,
    async append(texts, rest = {}) {
      const events = texts.map((body) => ({
        connection: 'main',
        hook: calls.hook,
        type: 'incomingCall',
        key: `key-${++count}`,
        body,
        ...rest,
      }))
      return (await ledger.append(events)).map(({ row }) => row)
    },
    start(consumer, rest = {}) {
      const report = (one: DeliveryReport) => void reports.push(one)
      const deliverer = deliver({ ledger, subscriptions: [calls], bundlesOf: bodies, consumer, clock, report, ...rest })
      deliverers.push(deliverer)
      return deliverer
    },
    async open(subscription = calls) {
      const lease = await ledger.lease(subscription, { holder: 'test' })
      if (!lease) throw new Error('Somebody still delivers it.')
      const { deliveries } = await ledger.read(lease)
      await ledger.release(lease)
      return deliveries.map(({ body }) => body)
    },
    async dead(subscription = calls) {
      const events = await ledger.events.list({ hook: subscription.hook, state: 'dead' })
      return events.map(({ deliveries }) => deliveries.find(({ state }) => state === 'dead')?.reason)
    },
    async reopen() {
      await ledger.close()
      ledger = open()
    },
  }
}

/** The port with some of its methods replaced. */
export const withLedger = (ledger: Ledger, replaced: Partial<Ledger>): Ledger =>
  new Proxy(ledger, {
    get(target, name: keyof Ledger) {
      const found = replaced[name] ?? target[name]
      return typeof found === 'function' ? found.bind(target) : found
    },
  })
