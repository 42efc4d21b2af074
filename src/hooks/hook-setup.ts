import { fromStoredHook, type HookDefinition, toHookRecord } from '../../webhooks/hook.js'
import { ConnectorError } from '../core/errors.js'
import type { Ledger } from '../ledger/port.js'
import type { Settings } from './number-settings.js'

/**
 * What we did to one number. It is stored before each request that changes the number, so that a command that was killed
 * leaves a trace from which `check` goes on.
 * - `attaching`: the number may have the new settings, or not yet
 * - `attached`: it was read back with them
 * - `detaching`: its old settings may be back, or not yet
 */
export interface Attachment {
  readonly number: string
  readonly state: 'attaching' | 'attached' | 'detaching'
  /** The number's settings of the channel before we changed any. */
  readonly before: Settings
  /** The settings that we set. */
  readonly wrote: Settings
}

/** The LaML bin on SignalWire that answers while the receiver cannot. It is found again by its name, which has no equal. */
export interface FallbackBin {
  readonly name: string
  readonly state: 'creating' | 'created' | 'deleting'
  readonly contents: string
  readonly sid?: string | undefined
  readonly url?: string | undefined
}

/** A hook with everything that setting it up needs to know. */
export interface HookSetup extends HookDefinition {
  /** Where SignalWire reaches the receiver. */
  readonly publicUrl: string
  readonly spaceName: string
  readonly projectId: string
  /** By the number's id. */
  readonly numbers: Readonly<Record<string, Attachment>>
  readonly bin?: FallbackBin | undefined
}

/** Reads a hook from the ledger's record; undefined where it was not made by `addHook`. */
export function readSetup(record: Parameters<typeof fromStoredHook>[0]): HookSetup | undefined {
  const hook = fromStoredHook(record)
  const { publicUrl, spaceName, projectId, numbers, bin } = record.details
  if (!hook || typeof publicUrl !== 'string' || typeof spaceName !== 'string' || typeof projectId !== 'string')
    return undefined
  return {
    ...hook,
    publicUrl,
    spaceName,
    projectId,
    numbers: (numbers ?? {}) as HookSetup['numbers'],
    ...(bin !== undefined && { bin: bin as FallbackBin }),
  }
}

/** All hooks of this installation, oldest first. */
export async function listHooks(ledger: Ledger): Promise<readonly HookSetup[]> {
  return (await ledger.hooks.list()).map(readSetup).filter((hook) => hook !== undefined)
}

/** @throws ConnectorError `no_such_hook` */
export async function getHook(ledger: Ledger, id: string): Promise<HookSetup> {
  const record = await ledger.hooks.get(id)
  const hook = record && readSetup(record)
  if (hook) return hook
  throw new ConnectorError('There is no such hook.', {
    type: 'InvalidConfigurationError',
    code: 'no_such_hook',
    retry: 'never',
    advice: 'See the list of hooks.',
  })
}

/** Stores a hook. */
export async function putHook(ledger: Ledger, hook: HookSetup): Promise<void> {
  const { publicUrl, spaceName, projectId, numbers, bin } = hook
  const details = { publicUrl, spaceName, projectId, numbers, ...(bin && { bin }) }
  await ledger.hooks.put(toHookRecord(hook, details))
}

/** Changes a hook as it is stored now. */
export async function changeHook(
  ledger: Ledger,
  id: string,
  change: (hook: HookSetup) => HookSetup,
): Promise<HookSetup> {
  const changed = change(await getHook(ledger, id))
  await putHook(ledger, changed)
  return changed
}

/** Stores what we did, or are about to do, to a number; `undefined` forgets it. */
export const recordNumber = (
  ledger: Ledger,
  hookId: string,
  numberId: string,
  attachment: Attachment | undefined,
): Promise<HookSetup> =>
  changeHook(ledger, hookId, (hook) => {
    const { [numberId]: _, ...others } = hook.numbers
    return { ...hook, numbers: attachment ? { ...others, [numberId]: attachment } : others }
  })

/** Refuses to touch one project with the hooks of another. */
export function requireSameProject(
  hook: HookSetup,
  space: { readonly spaceName: string; readonly projectId: string },
): void {
  if (hook.spaceName === space.spaceName && hook.projectId === space.projectId) return
  throw new ConnectorError(
    `The hook ${JSON.stringify(hook.name)} belongs to the Space ${hook.spaceName}, project ${hook.projectId}, not to this connection.`,
    {
      type: 'InvalidConfigurationError',
      code: 'other_project',
      retry: 'never',
      advice: `Use the connection that it was added with: ${hook.connection}.`,
    },
  )
}
