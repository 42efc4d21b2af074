import type { InstantTriggerModule } from '../core/module.js'
import type { Ledger } from '../ledger/port.js'
import { describeSettings } from './describe-number.js'
import { type Attachment, getHook, type HookSetup, recordNumber, requireSameProject } from './hook-setup.js'
import { type NumberReport, reported } from './number-report.js'
import { getNumber } from './numbers-api.js'
import { restoration } from './restoration.js'
import { type ApplyOptions, type SetUpResult, settleBin } from './set-up.js'
import { withSetUpLock } from './set-up-lock.js'
import type { HookSpace } from './space.js'
import { writeNumber } from './write-number.js'

export interface DetachOptions extends ApplyOptions {
  readonly module: InstantTriggerModule
  readonly hookId: string
  /** E.164. @default all that are attached */
  readonly numbers?: readonly string[] | undefined
}

/** Gives numbers the settings back that they had before, where they still point at the hook. */
export async function detach(options: DetachOptions): Promise<SetUpResult> {
  const { ledger, space, hookId } = options
  requireSameProject(await getHook(ledger, hookId), space)
  return withSetUpLock(ledger, space.clock, (stillAtWork) => detachAll(options, stillAtWork))
}

/** As `detach`, for whoever has the lock. */
export async function detachAll(
  { ledger, space, module, hookId, numbers, onReport }: DetachOptions,
  stillAtWork: () => Promise<void>,
): Promise<SetUpResult> {
  const hook = await getHook(ledger, hookId)
  const reports: NumberReport[] = []
  const tell = async (report: NumberReport): Promise<void> => {
    reports.push(report)
    await onReport?.(report)
  }
  for (const [numberId, attachment] of Object.entries(hook.numbers)) {
    if (numbers && !numbers.includes(attachment.number)) continue
    await stillAtWork()
    await tell(
      await reported(attachment.number, () => detachNumber({ ledger, space, module, hook, numberId, attachment })),
    )
  }
  for (const number of new Set(numbers)) {
    if (reports.some((report) => report.number === number)) continue
    await tell({ number, outcome: 'refused', message: 'The number is not attached to this hook.' })
  }
  return { numbers: reports, notes: await settleBin(ledger, space, module, hookId) }
}

export interface AttachedNumber {
  readonly ledger: Ledger
  readonly space: HookSpace
  readonly module: Pick<InstantTriggerModule, 'hook'>
  readonly hook: HookSetup
  readonly numberId: string
  readonly attachment: Attachment
}

/** Detaches one number, however far an earlier command got with it. */
export async function detachNumber(options: AttachedNumber): Promise<NumberReport> {
  const { ledger, space, module, hook, numberId, attachment } = options
  const { number } = attachment
  const { channel } = module.hook
  const current = await getNumber(space, numberId, number, channel)
  if (!current) {
    await recordNumber(ledger, hook.id, numberId, undefined)
    return { number, outcome: 'gone', message: 'The project does not have this number any more.' }
  }
  const { settings, primaryIsOurs, notes } = restoration({
    ...{ channel, hookId: hook.id, attachment, current: current.settings },
    binUrl: hook.bin?.url,
  })
  await writeNumber({
    ...{ ledger, space, channel, hookId: hook.id, numberId, settings },
    intent: { ...attachment, state: 'detaching' },
    done: undefined,
    otherwise: attachment,
  })
  const now = describeSettings(channel, { ...current.settings, ...settings })
  if (primaryIsOurs) return { number, outcome: 'detached', message: [now, ...notes].join(' ') }
  const message = `It does not point at this hook any more and is left as it is. ${now}`
  return { number, outcome: 'left', message }
}
