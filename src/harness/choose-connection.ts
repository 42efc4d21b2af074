import type { Credentials } from '../open-connection.js'
import { nothingFound, wrongUsage } from './command-error.js'
import { type ConnectionFlags, variables } from './connection-flags.js'
import { didYouMean } from './did-you-mean.js'
import { flagOf } from './field-flags.js'
import { readText } from './read-text.js'
import type { Session } from './session.js'
import { readConnections, type StoredConnections } from './stored-connections.js'

/** What to connect with, and the host that may receive it besides SignalWire. */
export interface Chosen {
  readonly credentials: Credentials
  readonly allowApiHost: string | undefined
  /** The stored connection's name, where it is one. */
  readonly name?: string | undefined
}

type Partly = { readonly [K in keyof Credentials]?: Credentials[K] | undefined }

const identity = ['spaceName', 'projectId', 'authToken'] as const

/** What the flags alone say. A token of `-` is read from the standard input. */
export async function fromFlags(flags: ConnectionFlags, session: Session): Promise<Partly> {
  const { spaceName, projectId, apiUrl } = flags
  const authToken =
    flags.authToken === '-' ? (await readText('-', flagOf('authToken'), session.io)).trim() : flags.authToken
  session.terminal.hide([authToken])
  return defined({ spaceName, projectId, authToken, apiUrl })
}

/** What the environment says. */
export function fromEnvironment({ io }: Session): Partly {
  const get = (name: string): string | undefined => io.env[name] || undefined
  const signingKeys = get(variables.signingKeys)
    ?.split(/[\s,]+/)
    .filter((key) => key !== '')
  return defined({
    spaceName: get(variables.spaceName),
    projectId: get(variables.projectId),
    authToken: get(variables.authToken),
    signingKeys,
    apiUrl: get(variables.apiUrl),
  })
}

/**
 * Decides what to connect with: a stored connection that is named; else flags, completed by the environment; else the only
 * stored one. Credentials of different origin are never mixed unless the flags say so, so that no token goes astray.
 *
 * @throws CommandError of wrong usage that says what is missing.
 */
export async function chooseConnection(flags: ConnectionFlags, session: Session): Promise<Chosen> {
  const typed = await fromFlags(flags, session)
  if (flags.connection !== undefined) {
    const stored = storedOf(flags.connection, await readConnections(session))
    const credentials = { ...stored, ...typed }
    return {
      credentials: credentialsOf(credentials),
      allowApiHost: flags.allowApiHost ?? stored.allowApiHost,
      name: flags.connection,
    }
  }
  const merged: Partly = { ...fromEnvironment(session), ...typed }
  const missing = identity.filter((key) => merged[key] === undefined)
  if (missing.length === 0) return { credentials: merged as Credentials, allowApiHost: flags.allowApiHost }
  if (missing.length < identity.length) throw wrongUsage(`The connection is incomplete. ${howToComplete(missing)}`)
  const connections = await readConnections(session)
  const [only] = connections
  if (!only)
    throw wrongUsage(
      `There is no connection yet. Store one with: signalwire-connector connection add <name>. Or set ${identity.map((key) => variables[key]).join(', ')}. Without an account, start one to try with: signalwire-connector simulator.`,
    )
  if (connections.size > 1)
    throw wrongUsage(
      `Several connections are stored: ${[...connections.keys()].join(', ')}. Name one with --connection.`,
    )
  const [name, stored] = only
  return {
    credentials: credentialsOf({ ...stored, ...typed }),
    allowApiHost: flags.allowApiHost ?? stored.allowApiHost,
    name,
  }
}

/** A stored connection by its name. */
export function storedOf(name: string, connections: StoredConnections) {
  const stored = connections.get(name)
  if (stored) return stored
  const names = [...connections.keys()]
  const known = names.length > 0 ? `Stored are: ${names.join(', ')}.` : 'None is stored yet.'
  throw nothingFound(`There is no connection ${JSON.stringify(name)}.${didYouMean(name, names)} ${known}`)
}

/** `Give --auth-token or set SIGNALWIRE_TOKEN.` */
export const howToComplete = (missing: readonly (typeof identity)[number][]): string =>
  missing.map((key) => `Give ${flagOf(key)} or set ${variables[key]}.`).join(' ')

function credentialsOf(partly: Partly): Credentials {
  const { spaceName = '', projectId = '', authToken = '', signingKeys, apiUrl } = partly
  return { spaceName, projectId, authToken, ...defined({ signingKeys, apiUrl }) } as Credentials
}

const defined = <T extends object>(values: T): T =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T
