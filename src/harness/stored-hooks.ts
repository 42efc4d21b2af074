import { existsSync } from 'node:fs'
import type { InstantTriggerModule } from '../core/module.js'
import { type HookSetup, listHooks } from '../hooks/index.js'
import { type Chosen, chooseConnection } from './choose-connection.js'
import { nothingFound, wrongUsage } from './command-error.js'
import type { ConnectionFlags } from './connection-flags.js'
import { didYouMean } from './did-you-mean.js'
import { allModules } from './find-module.js'
import { folders } from './folders.js'
import type { Session } from './session.js'
import { readConnections } from './stored-connections.js'
import { withLedger } from './with-ledger.js'

/** What hooks call the connection of the flags and the environment, which has no name. */
const unnamed = 'environment'

/** The name under which a hook knows its connection, and a receiver looks for the signing keys. */
export const connectionNameOf = ({ name }: Pick<Chosen, 'name'>): string => name ?? unnamed

/** This user's hooks, oldest first. Nothing is created where there are none. */
export async function storedHooks(session: Session): Promise<readonly HookSetup[]> {
  return existsSync(folders(session.io.env).ledger) ? withLedger(session, listHooks) : []
}

/** A hook by its id or name. */
export function findHook(named: string, hooks: readonly HookSetup[]): HookSetup {
  const found = hooks.filter(({ id, name }) => id === named || name === named)
  const [first] = found
  if (!first) {
    const names = hooks.map(({ name }) => name)
    const known = names.length > 0 ? `There are: ${names.join(', ')}.` : 'None was added yet.'
    throw nothingFound(`There is no hook ${JSON.stringify(named.slice(0, 128))}.${didYouMean(named, names)} ${known}`)
  }
  if (found.length > 1)
    throw wrongUsage(
      `Several hooks are called ${JSON.stringify(named)}. Give the id: ${found.map(({ id }) => id).join(', ')}.`,
    )
  return first
}

/** The trigger that a hook starts; undefined where this version has no such trigger. */
export const triggerOf = (id: string): InstantTriggerModule | undefined =>
  allModules.find((module): module is InstantTriggerModule => module.id === id && module.kind === 'instantTrigger')

/** Every trigger that a hook can start. */
export const triggers: readonly InstantTriggerModule[] = allModules.filter((module) => module.kind === 'instantTrigger')

/** The connection that the flags name, else the stored one that the hook was added with, else what the environment says. */
export async function connectionOfHook(
  { connection }: Pick<HookSetup, 'connection'>,
  flags: ConnectionFlags,
  session: Session,
): Promise<Chosen> {
  const said = [flags.connection, flags.spaceName, flags.projectId, flags.authToken].some((one) => one !== undefined)
  const stored = !said && (await readConnections(session)).has(connection)
  return chooseConnection(stored ? { ...flags, connection } : flags, session)
}
