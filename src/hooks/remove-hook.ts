import type { InstantTriggerModule } from '../core/module.js'
import { detachAll } from './detach.js'
import { getHook, requireSameProject } from './hook-setup.js'
import { writeTombstone } from './removed-hooks.js'
import type { ApplyOptions, SetUpResult } from './set-up.js'
import { withSetUpLock } from './set-up-lock.js'

export interface RemoveHookOptions extends ApplyOptions {
  readonly module: InstantTriggerModule
  readonly hookId: string
  /** Whether to remove it even where a number could not be detached; `check --repair` then tries again. @default false */
  readonly force?: boolean | undefined
}

export interface RemovedHook extends SetUpResult {
  /** False where a number could not be detached: the hook then stays, with what is known of that number. */
  readonly removed: boolean
}

/** Detaches all numbers of a hook and removes it. Its URL answers nothing from then on. */
export async function removeHook(options: RemoveHookOptions): Promise<RemovedHook> {
  const { ledger, space, hookId } = options
  requireSameProject(await getHook(ledger, hookId), space)
  return withSetUpLock(ledger, space.clock, async (stillAtWork) => {
    const result = await detachAll(options, stillAtWork)
    const hook = await getHook(ledger, hookId)
    const left = Object.keys(hook.numbers).length > 0 || hook.bin !== undefined
    if (left && !options.force) return { ...result, removed: false }
    await writeTombstone(ledger, hook)
    await ledger.hooks.remove(hookId)
    return { ...result, removed: true }
  })
}
