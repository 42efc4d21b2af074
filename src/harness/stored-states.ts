import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { TriggerState } from '../core/context.js'
import type { Connection } from '../open-connection.js'
import { failed } from './command-error.js'
import { withFileLock } from './file-lock.js'
import { folders } from './folders.js'
import { readPrivateJson, writePrivateJson } from './private-file.js'
import type { Session } from './session.js'

/** What one stored state belongs to: the same trigger with other settings, or in another Space, has its own. */
export interface Watched {
  readonly module: string
  readonly spaceName: string
  readonly projectId: string
  readonly apiUrl: string | undefined
  /** The input without Limit, which does not change what is watched. */
  readonly input: Readonly<Record<string, unknown>>
}

/** Names what is watched. */
export function watchedBy(module: string, connection: Connection, input: Readonly<Record<string, unknown>>): Watched {
  const { limit: _, ...settings } = input
  const sorted = Object.fromEntries(Object.entries(settings).sort(([a], [b]) => (a < b ? -1 : 1)))
  const { spaceName, projectId, apiUrl } = connection
  return { module, spaceName, projectId, apiUrl, input: sorted }
}

function pathOf(session: Session, watched: Watched): string {
  const { module, spaceName, projectId, apiUrl, input } = watched
  const key = JSON.stringify([module, spaceName, projectId, apiUrl ?? '', input])
  const name = createHash('sha256').update(key).digest('hex').slice(0, 16)
  return join(folders(session.io.env).states, `${module}-${name}.json`)
}

/** Does something with a state that no other run may do meanwhile; waits for one that is under way. */
export function withState<T>(session: Session, watched: Watched, work: () => Promise<T>): Promise<T> {
  const settings = {
    patienceMs: 60_000,
    holder: `Another watch ${watched.module} with these settings is under way`,
    onWait: () => session.terminal.note(`Waiting for another watch ${watched.module} with these settings to end.`),
  }
  return withFileLock(session, pathOf(session, watched), settings, work)
}

/** The state that the last run stored, or undefined before the first. */
export async function readState(session: Session, watched: Watched): Promise<TriggerState | undefined> {
  const path = pathOf(session, watched)
  const stored = await readPrivateJson(path, (sentence) => session.terminal.note(sentence))
  if (stored === undefined) return undefined
  const state = (stored as { readonly state?: TriggerState } | null)?.state
  if (typeof state?.boundary === 'string' && typeof state.floor === 'string' && typeof state.seen === 'object')
    return state
  throw failed('damaged_file', `${path} does not hold the state of a trigger. Remove it, or start over with --reset.`)
}

/** Stores the state for the next run. */
export async function writeState(session: Session, watched: Watched, state: TriggerState): Promise<void> {
  await writePrivateJson(pathOf(session, watched), { watched, state })
}
