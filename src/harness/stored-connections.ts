import { join } from 'node:path'
import { failed } from './command-error.js'
import { withFileLock } from './file-lock.js'
import { folders } from './folders.js'
import { readPrivateJson, writePrivateJson } from './private-file.js'
import type { Session } from './session.js'

/** A connection as it is stored, for this user's eyes only. */
export interface StoredConnection {
  readonly spaceName: string
  readonly projectId: string
  readonly authToken: string
  readonly signingKeys?: readonly string[] | undefined
  readonly apiUrl?: string | undefined
  /** The host of the API URL, where the user allowed one that is not this computer. */
  readonly allowApiHost?: string | undefined
}

export type StoredConnections = ReadonlyMap<string, StoredConnection>

/** What a connection may be called: it is typed in shells and shown in tables. */
export const connectionName = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/

const pathOf = ({ io }: Session): string => join(folders(io.env).config, 'connections.json')

/** Reads the stored connections, by name. */
export async function readConnections(session: Session): Promise<StoredConnections> {
  const path = pathOf(session)
  const stored = await readPrivateJson(path, (sentence) =>
    session.terminal.note(`${session.terminal.noteColors.yellow('warning:')} ${sentence}`),
  )
  if (stored === undefined) return new Map()
  const { version, connections } = (isRecord(stored) ? stored : {}) as Readonly<Record<string, unknown>>
  if (version !== 1 || !isRecord(connections) || !Object.values(connections).every(isConnection))
    throw failed('damaged_file', `${path} does not hold connections. Repair it, or remove it and add them again.`)
  return new Map(Object.entries(connections as Readonly<Record<string, StoredConnection>>))
}

/**
 * Changes one stored connection, with mode 0600, and leaves the others as they are by then: several commands may change
 * theirs at the same time.
 *
 * @param change given what is stored now; the connection to store under the name, or undefined to remove it.
 */
export async function changeConnection(
  session: Session,
  name: string,
  change: (connections: StoredConnections) => StoredConnection | undefined,
): Promise<void> {
  const path = pathOf(session)
  const settings = { patienceMs: 10_000, holder: 'Another command is changing the stored connections' }
  await withFileLock(session, path, settings, async () => {
    const connections = new Map(await readConnections(session))
    const changed = change(connections)
    if (changed) connections.set(name, changed)
    else connections.delete(name)
    await writePrivateJson(path, { version: 1, connections: Object.fromEntries(connections) })
  })
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isConnection = (value: unknown): value is StoredConnection =>
  isRecord(value) && ['spaceName', 'projectId', 'authToken'].every((key) => typeof value[key] === 'string')
