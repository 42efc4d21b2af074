import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { type Clock, systemClock } from '../core/clock.js'
import { renderCall } from './calls.js'
import { type FaultRule, Faults } from './faults.js'
import type { FaxReport, RingReport, TextReport } from './inbound.js'
import type { FaxOptions, RingOptions, TextOptions } from './inbound-options.js'
import { renderMessage } from './messages.js'
import { relayNumber } from './numbers.js'
import { createPhones } from './phones.js'
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
import type { WebhookAttempt } from './webhooks/post-log.js'
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
  /**
   * Hosts besides this machine whose webhooks are called, as `name` or `name:port`. Default none: a webhook elsewhere is only
   * noted in `posts` as not called.
   */
  readonly allowHosts?: readonly string[]
  /**
   * Whether webhooks are called by themselves when something is due. Default true. With false, `deliver()` does it; a clock
   * that is moved by hand needs that, for a reply would never come within the time that it skips.
   */
  readonly background?: boolean
  /** Called for every request to the API once its reply is decided. */
  readonly onRequest?: (entry: RequestLogEntry) => void
  /** Called for every request to a webhook once it is over. */
  readonly onPost?: (attempt: WebhookAttempt) => void
}

export interface SimulatorCredentials {
  readonly spaceName: string
  readonly projectId: string
  readonly authToken: string
  readonly signingKeys: readonly string[]
  /** Where the simulator listens, which a connection needs besides the rest. */
  readonly apiUrl: string
}

/** A row as the API shows it. */
export type ReplyObject = Readonly<Record<string, unknown>>

/** A running simulator. */
export interface Simulator {
  /** `http://127.0.0.1:<port>`: the default Space. */
  readonly url: string
  readonly port: number
  /** Credentials of the default project, with its first token: what `openConnection` takes. */
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
  /**
   * Lets a call come in: the number's webhook is asked, its LaML acted on, everything reported that is to be. Rejects with a
   * TypeError where the options are malformed or the number does not take calls.
   */
  ring(options: RingOptions): Promise<RingReport>
  /** Lets a message come in. */
  text(options: TextOptions): Promise<TextReport>
  /** Lets a fax come in, on a number whose `call_receive_mode` is fax. */
  fax(options: FaxOptions): Promise<FaxReport>
  /**
   * Calls the webhooks of outgoing calls and messages for everything that is due by now, and waits for the replies. Resolves
   * with what was tried since the last time.
   */
  deliver(): Promise<readonly WebhookAttempt[]>
  /** The last requests to webhooks, oldest first, at most 5000; a copy. */
  readonly posts: readonly WebhookAttempt[]
  clearPosts(): void
  /** Stops listening and ends every connection, webhooks included. */
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
  const phones = createPhones(project, projects, {
    clock,
    signingKey: simulatorCredentials.signingKeys[0] ?? '',
    allowHosts: options.allowHosts ?? [],
    closing: closing.signal,
    background: options.background ?? true,
    onPost: options.onPost,
  })
  const server = createSimulatorServer({
    spaces,
    clock,
    now: () => clock.now(),
    strictUpdates: options.strictUpdates ?? false,
    controlled: { project, phones, faults, log, spaceNames: spaces.map((space) => space.name) },
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
    credentials: { ...credentialsOf(definitions, project), apiUrl: url },
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
    ring: phones.ring,
    text: phones.text,
    fax: phones.fax,
    deliver: phones.deliver,
    get posts() {
      return phones.log.list()
    },
    clearPosts: () => phones.log.clear(),
    close: async () => {
      if (!server.listening) return
      const closed = once(server, 'close')
      server.close()
      closing.abort()
      server.closeAllConnections()
      await closed
      await phones.close()
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

function credentialsOf(
  definitions: readonly SpaceDefinition[],
  project: Project,
): Omit<SimulatorCredentials, 'apiUrl'> {
  const definition = definitions.flatMap((space) => space.projects).find(({ id }) => id === project.id)
  return {
    spaceName: project.spaceName,
    projectId: project.id,
    authToken: definition?.tokens[0]?.token ?? '',
    signingKeys: simulatorCredentials.signingKeys,
  }
}
