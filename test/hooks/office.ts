import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { watchNewCalls, watchNewMessages } from '../../modules/index.js'
import { createManualClock, type ManualClock } from '../../src/core/manual-clock.js'
import type { InstantTriggerModule } from '../../src/core/module.js'
import { laml, relay } from '../../src/core/request.js'
import { addHook, type HookSpace } from '../../src/hooks/index.js'
import { openLedger } from '../../src/ledger/open-ledger.js'
import type { Ledger } from '../../src/ledger/port.js'
import { type Connection, openConnection } from '../../src/open-connection.js'
import { type Simulator, startSimulator } from '../../src/simulator/index.js'

export const calls = watchNewCalls as unknown as InstantTriggerModule
export const messages = watchNewMessages as unknown as InstantTriggerModule
export const moduleOf = (id: string) => [calls, messages].find((module) => module.id === id)

export const publicUrl = 'https://hooks.example.com'
/** What the numbers of these tests did before anybody attached them. */
export const original = {
  call_handler: 'laml_webhooks',
  call_receive_mode: 'voice',
  call_request_url: 'https://old.example.com/voice?line=1',
  call_request_method: 'GET',
  call_fallback_url: 'https://old.example.com/fallback',
  call_fallback_method: 'GET',
  call_status_callback_url: 'https://old.example.com/status',
  call_status_callback_method: 'GET',
} as const

type Row = Readonly<Record<string, unknown>>

/** An installation: a ledger on disk, a project of a simulator, and numbers. */
export interface Office {
  readonly ledger: Ledger
  readonly space: HookSpace
  readonly connection: Connection
  readonly simulator: Simulator
  readonly clock: ManualClock
  /** Adds a number that does what `original` says, or other things. */
  number(
    settings?: Readonly<Record<string, string>>,
    capabilities?: readonly ('voice' | 'sms' | 'fax')[],
  ): Promise<Line>
  hook(module: InstantTriggerModule, input: Row, url?: string): ReturnType<typeof addHook>
}

export interface Line {
  readonly id: string
  readonly number: string
  /** Its settings now; undefined where it was released. */
  now(): Promise<Row | undefined>
  /** What somebody else does to it. */
  set(settings: Readonly<Record<string, string>>): Promise<void>
  release(): Promise<void>
}

/** Gives the tests of a file an installation. */
export function useOffice(): Office {
  const folder = mkdtempSync(join(tmpdir(), 'signalwire-hooks-'))
  const clock = createManualClock()
  let simulator: Simulator
  let connection: Connection
  let ledger: Ledger
  let count = 0
  beforeAll(async () => {
    simulator = await startSimulator()
    connection = await openConnection(simulator.credentials, { retry: { retries: 0 } })
    ledger = await openLedger({ path: join(folder, 'ledger.db'), clock })
  })
  afterAll(async () => {
    connection.close()
    await ledger.close()
    await simulator.close()
    rmSync(folder, { recursive: true })
  })
  return {
    clock,
    get simulator() {
      return simulator
    },
    get connection() {
      return connection
    },
    get ledger() {
      return ledger
    },
    get space() {
      return { ...connection, clock }
    },
    async number(settings = original, capabilities = ['voice', 'sms']) {
      count += 1
      const { id, number } = simulator.addNumber({ number: `+1202555${1000 + count}`, capabilities })
      const path = [['id', id]] as const
      const line: Line = {
        id,
        number,
        now: () =>
          connection
            .request({ request: relay('GET', '/phone_numbers/{id}'), doing: 'Test', path })
            .catch(() => undefined),
        async set(body) {
          await connection.request({ request: relay('PUT', '/phone_numbers/{id}'), doing: 'Test', path, body })
        },
        async release() {
          await connection.request({
            request: laml('DELETE', '/IncomingPhoneNumbers/{id}'),
            doing: 'Test',
            path,
          })
        },
      }
      if (Object.keys(settings).length > 0) await line.set(settings)
      return line
    },
    hook: (module, input, url = publicUrl) => {
      const { spaceName, projectId } = connection
      return addHook({ ledger, module, input, connection: { name: 'main', spaceName, projectId }, publicUrl: url })
    },
  }
}
