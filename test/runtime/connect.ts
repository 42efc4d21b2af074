import type { Clock } from '../../src/core/clock.js'
import { createManualClock, type ManualClock } from '../../src/core/manual-clock.js'
import { type Connection, type ConnectionOptions, openConnection } from '../../src/open-connection.js'
import {
  type Simulator,
  type SimulatorOptions,
  simulatorCredentials,
  startSimulator,
} from '../../src/simulator/index.js'

/** The account's path in the Compatibility API, as every fresh simulator has it. */
export const account = `/api/laml/2010-04-01/Accounts/${simulatorCredentials.projectId}`

const timeoutMs = 40_000

export interface Connected extends Connection {
  readonly clock: ManualClock
  /** The pauses there were between requests, in milliseconds. */
  readonly pauses: readonly number[]
}

/**
 * Connects to a server on loopback with the credentials of every fresh simulator. Timeouts wait for the test to move the
 * clock; pauses between requests are over at once, the clock being moved to their end.
 */
export async function connect(
  apiUrl: string,
  options: Omit<ConnectionOptions, 'clock'> & {
    readonly clock?: ManualClock
    readonly authToken?: string
    /** Pauses wait for the test, too. */
    readonly still?: boolean
  } = {},
): Promise<Connected> {
  const { clock = createManualClock(), still = false, authToken = simulatorCredentials.authToken, ...rest } = options
  const pauses: number[] = []
  const skipping: Clock = {
    now: clock.now,
    async sleep(ms, signal) {
      if (ms === timeoutMs || still) return clock.sleep(ms, signal)
      signal?.throwIfAborted()
      pauses.push(ms)
      await clock.advance(ms)
    },
  }
  const { spaceName, projectId } = simulatorCredentials
  const connection = await openConnection(
    { spaceName, projectId, authToken, apiUrl },
    // Jitter at its longest, so that pauses can be told.
    { random: () => 1, timeoutMs, ...rest, clock: skipping },
  )
  return { ...connection, clock, pauses }
}

/** A simulator and a connection to it on one clock. */
export async function connectToSimulator(
  options: Omit<SimulatorOptions, 'clock'> = {},
  connection: Parameters<typeof connect>[1] = {},
): Promise<{ readonly simulator: Simulator; readonly space: Connected }> {
  const clock = connection.clock ?? createManualClock()
  const simulator = await startSimulator({ ...options, clock })
  return { simulator, space: await connect(simulator.url, { ...connection, clock }) }
}

/** What a run was refused or failed with. */
export async function failureOf(run: Promise<unknown>): Promise<unknown> {
  const [result] = await Promise.allSettled([run])
  if (result.status === 'rejected') return result.reason
  throw new Error('The run succeeded.')
}

export async function collect<T>(rows: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const row of rows) all.push(row)
  return all
}
