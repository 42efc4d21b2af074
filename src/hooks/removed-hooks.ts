import type { Ledger } from '../ledger/port.js'
import type { HookSetup } from './hook-setup.js'

/** What is remembered of a hook that was removed, so that a number that still points at it is recognised. */
export type Tombstone = Pick<HookSetup, 'name' | 'module' | 'spaceName' | 'projectId' | 'numbers'>

const keyOf = (hookId: string): string => `removed-hook:${hookId}`

export const writeTombstone = (ledger: Ledger, hook: HookSetup): Promise<void> => {
  const { name, module, spaceName, projectId, numbers } = hook
  return ledger.states.put(keyOf(hook.id), { name, module, spaceName, projectId, numbers } satisfies Tombstone)
}

export const readTombstone = async (ledger: Ledger, hookId: string): Promise<Tombstone | undefined> =>
  (await ledger.states.get(keyOf(hookId))) as Tombstone | undefined
