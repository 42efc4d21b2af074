import type { Clock } from '../../src/core/clock.js'
import { ConnectorError } from '../../src/core/errors.js'
import type { InstantTriggerModule, Module } from '../../src/core/module.js'
import type { Post } from '../../src/core/post.js'
import type { Ledger } from '../../src/ledger/port.js'
import type { OtherSecret } from '../explain-signature.js'
import type { HookDefinition } from '../hook.js'
import type { Log } from './log.js'

/** What the receiver knows of a connection. */
export interface ConnectionKeys {
  /** The project's signing keys: one, or two while one replaces the other. */
  readonly signingKeys: readonly string[]
  /** Secrets that people give by mistake in place of the signing key; only their names are ever logged. */
  readonly others?: readonly OtherSecret[] | undefined
}

/** A post that was verified and is on disk. */
export interface ReceivedEvent {
  readonly hook: HookDefinition
  readonly post: Post
  /** What starts the scenario: one bundle, or none where the hook does not watch for this event. */
  readonly bundles: readonly unknown[]
  /** The event's number in the ledger. */
  readonly row: number
}

/** How much of anything one sender gets. */
export interface ReceiverLimits {
  /** The longest body. @default 262144 */
  readonly bodyBytes: number
  /** How long a body may take to arrive. @default 10000 */
  readonly bodyMs: number
  /** How long the ledger may take; SignalWire then goes to the fallback URL. @default 3000 */
  readonly commitMs: number
  /** How long a scenario may take to answer by itself; SignalWire itself waits 5 s. @default 3000 */
  readonly answerMs: number
  /** How long `close` waits for requests under way. @default 10000 */
  readonly drainMs: number
  /** Connections at the same time, standalone. @default 1000 */
  readonly connections: number
  /** How long the headers of a request may take, standalone. @default 5000 */
  readonly headersMs: number
  /** How long a connection may be idle, standalone. @default 65000, longer than proxies keep theirs */
  readonly idleMs: number
  /** The size of all headers of a request, standalone. @default 16384 */
  readonly headerBytes: number
}

export const defaultLimits: ReceiverLimits = {
  bodyBytes: 256 * 1024,
  bodyMs: 10_000,
  commitMs: 3000,
  answerMs: 3000,
  drainMs: 10_000,
  connections: 1000,
  headersMs: 5000,
  idleMs: 65_000,
  headerBytes: 16 * 1024,
}

export interface ReceiverOptions {
  /** Where events and hooks are kept. */
  readonly ledger: Ledger
  /** The modules that hooks may start; others than instant triggers are passed over. */
  readonly modules: readonly (Module | InstantTriggerModule)[]
  /** The address under which SignalWire reaches the receiver, such as `https://hooks.example.com`. */
  readonly publicUrl: string
  /** The connections that hooks belong to, by name. */
  readonly connections: Readonly<Record<string, ConnectionKeys>>
  /** Takes posts of connections without a signing key unverified: anybody can then start their scenarios. @default false */
  readonly allowUnsigned?: boolean | undefined
  /** Addresses, ranges or `loopback`: the proxies whose `X-Forwarded-*` headers are believed. @default none */
  readonly trustProxies?: readonly string[] | undefined
  readonly limits?: Partial<ReceiverLimits> | undefined
  /**
   * Lets a scenario answer a call, message or fax by itself with a LaML document. The configured reply is sent where it
   * gives none, fails, takes too long, or gives something that is no LaML. Asked once for each event.
   */
  readonly answer?:
    | ((event: ReceivedEvent, signal: AbortSignal) => Promise<string | undefined> | string | undefined)
    | undefined
  /** Told of every post that was stored for the first time. What it throws is logged. */
  readonly onEvent?: ((event: ReceivedEvent) => void) | undefined
  /** Takes the log's entries, which hold no bodies, numbers or secrets. @default one JSON line each on the standard error output */
  readonly log?: Log | undefined
  /** @default the machine's clock */
  readonly clock?: Clock | undefined
}

/** @throws ConnectorError with code `no_signing_key` where a post could not be verified. */
export function checkKeys({ connections, allowUnsigned }: ReceiverOptions): void {
  const entries = Object.entries(connections)
  const keyless = entries.filter(([, { signingKeys }]) => !signingKeys.some((key) => key.trim() !== ''))
  if (allowUnsigned || (entries.length > 0 && keyless.length < entries.length)) return
  const [name] = keyless.map(([one]) => one)
  throw new ConnectorError(
    name === undefined
      ? 'The receiver has no connection whose signing key could verify posts.'
      : `The connection ${name} has no signing key, so no post can be verified.`,
    {
      type: 'InvalidConfigurationError',
      code: 'no_signing_key',
      retry: 'never',
      advice:
        'Copy the Signing Key from API Credentials in the SignalWire Dashboard, or allow unsigned posts for a test on your own machine.',
    },
  )
}
