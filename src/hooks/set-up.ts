import { isConnectorError } from '../core/errors.js'
import type { InstantTriggerModule } from '../core/module.js'
import type { Ledger } from '../ledger/port.js'
import { dropReply } from './fallback-bin.js'
import { getHook, type HookSetup } from './hook-setup.js'
import type { NumberReport } from './number-report.js'
import { channelKeys } from './number-settings.js'
import type { HookSpace } from './space.js'

/** What changing numbers needs. */
export interface ApplyOptions {
  readonly ledger: Ledger
  readonly space: HookSpace
  /** Told of each number as soon as it is done. */
  readonly onReport?: ((report: NumberReport) => void | Promise<void>) | undefined
}

/** What came of attaching or detaching. */
export interface SetUpResult {
  readonly numbers: readonly NumberReport[]
  /** What else there is to know, in sentences. */
  readonly notes: readonly string[]
}

/** Whether one of a hook's numbers was set to its LaML bin. */
export const usesBin = (module: Pick<InstantTriggerModule, 'hook'>, { numbers, bin }: HookSetup): boolean => {
  const key = channelKeys[module.hook.channel].fallbackUrl
  return bin?.url !== undefined && Object.values(numbers).some(({ wrote }) => wrote[key] === bin.url)
}

/** Removes a LaML bin that no number of the hook needs any more. @returns what went wrong */
export async function settleBin(
  ledger: Ledger,
  space: HookSpace,
  module: Pick<InstantTriggerModule, 'hook'>,
  hookId: string,
): Promise<readonly string[]> {
  const hook = await getHook(ledger, hookId)
  if (!hook.bin || usesBin(module, hook)) return []
  try {
    await dropReply(ledger, space, hookId)
    return []
  } catch (thrown) {
    if (!isConnectorError(thrown) || thrown.code.startsWith('ledger_')) throw thrown
    return [`${thrown.message} The bin is not needed any more; hooks check --repair removes it.`]
  }
}
