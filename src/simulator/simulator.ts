import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { type Clock, systemClock } from '../core/clock.js'
import { renderCall } from './calls.js'
import { type FaultRule, Faults } from './faults.js'
import { renderMessage } from './messages.js'
import { relayNumber } from './numbers.js'
import type { Project } from './project.js'
import { RequestLog, type RequestLogEntry } from './request-log.js'
import {
  addCall,
  addMessage,
  addNumber,
  type CallOverrides,
  type MessageOverrides,
  type NumberOverrides,
} from './rows.js'
import { addWellKnownRows, plantSeed, type Seed } from './seed.js'
import { createSimulatorServer } from './server.js'
import { createSpaces, defaultSpaces, type SpaceDefinition } from './spaces.js'
import { simulatorCredentials } from './well-known.js'

export interface SimulatorOptions {
  /** The port on 127.0.0.1; default any free one. */
  readonly port?: number
  /** Where the time comes from, on which calls and messages advance. Default the machine's clock. */
  readonly clock?: Clock
  /** The Spaces; the first project of the first one is the default project. Default: one Space, see `simulatorCredentials`. */
  readonly spaces?: readonly SpaceDefinition[]
  /** Rows that the default project starts with. */
  readonly seed?: Seed
  /**
   * Refuse an update of a call that carries other fields than the API documents, instead of ignoring them. Default false:
   * what the real API does with them is not documented.
   */
  readonly strictUpdates?: boolean
  /** Called for every request to the API once its reply is decided. */
  readonly onRequest?: (entry: RequestLogEntry) => void
}

export interface SimulatorCredentials {
  readonly spaceName: string
  readonly projectId: string
  readonly authToken: string
  readonly signingKey: string
}

/** A row as the API shows it. */
export type ReplyObject = Readonly<Record<string, unknown>>

/** A running simulator. */
export interface Simulator {
  /** `http://127.0.0.1:<port>`: the default Space. */
  readonly url: string
  readonly port: number
  /** Credentials of the default project, with its first token. */
  readonly credentials: SimulatorCredentials
  /** The last requests to the API, oldest first, at most 5000; a copy. */
  readonly requests: readonly RequestLogEntry[]
  clearRequests(): void
  /** The address under which a Space is reached by path, for any Space and also for one that does not exist. */
  spaceUrl(name: string): string
  /** Adds a fault. Throws a TypeError where the rule is malformed. */
  fault(rule: FaultRule): void
  clearFaults(): void
  /** Adds a call to the default project and returns it as the API shows it. */
  addCall(overrides?: CallOverrides): ReplyObject & { readonly sid: string }
  addMessage(overrides?: MessageOverrides): ReplyObject & { readonly sid: string }
  addNumber(overrides: NumberOverrides): ReplyObject & { readonly id: string; readonly number: string }
  /** Stops listening and ends every connection. */
  close(): Promise<void>
}

/** Starts a simulator of a SignalWire Space on 127.0.0.1. Rejects where the port is taken. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const clock = options.clock ?? systemClock
  const definitions = options.spaces ?? defaultSpaces
  const spaces = createSpaces(definitions, clock, options.seed?.value ?? 1)
  const projects = spaces.flatMap((space) => [...space.projects.values()].map(({ project }) => project))
  const [project] = projects
  if (!project) throw new TypeError('A simulator needs at least one Space with one project.')
  for (const each of projects) addWellKnownRows(each)
  plantSeed(project, options.seed ?? {})

  const faults = new Faults()
  const log = new RequestLog()
  const closing = new AbortController()
  const server = createSimulatorServer({
    spaces,
    clock,
    now: () => clock.now(),
    strictUpdates: options.strictUpdates ?? false,
    controlled: { project, faults, log, spaceNames: spaces.map((space) => space.name) },
    onRequest: options.onRequest,
    closing: closing.signal,
  })
  server.listen(options.port ?? 0, '127.0.0.1')
  await listening()
  const { port } = server.address() as AddressInfo
  const url = `http://127.0.0.1:${port}`

  return {
    url,
    port,
    credentials: credentialsOf(definitions, project),
    get requests() {
      return log.list()
    },
    clearRequests: () => log.clear(),
    spaceUrl: (name) => `${url}/spaces/${encodeURIComponent(name)}`,
    fault: (rule) => faults.add(rule),
    clearFaults: () => faults.clear(),
    addCall: (overrides = {}) => JSON.parse(renderCall(addCall(project, overrides), project, clock.now(), '')),
    addMessage: (overrides = {}) => JSON.parse(renderMessage(addMessage(project, overrides), project, clock.now(), '')),
    addNumber: (overrides) => relayNumber(addNumber(project, overrides)),
    close: async () => {
      if (!server.listening) return
      const closed = once(server, 'close')
      server.close()
      closing.abort()
      server.closeAllConnections()
      await closed
    },
  }

  async function listening(): Promise<void> {
    try {
      await once(server, 'listening')
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
      const taken = code === 'EADDRINUSE' ? 'it is already in use' : `the system said ${code}`
      throw new Error(`The simulator cannot listen on port ${options.port}: ${taken}. Choose another port.`)
    }
  }
}

function credentialsOf(definitions: readonly SpaceDefinition[], project: Project): SimulatorCredentials {
  const definition = definitions.flatMap((space) => space.projects).find(({ id }) => id === project.id)
  return {
    spaceName: project.spaceName,
    projectId: project.id,
    authToken: definition?.tokens[0]?.token ?? '',
    signingKey: simulatorCredentials.signingKey,
  }
}
