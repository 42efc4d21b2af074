import { ConnectorError } from '../core/errors.js'
import { describeReply, takesFax } from './describe-reply.js'
import { keepReply } from './fallback-bin.js'
import { type Attachment, changeHook, getHook, recordNumber } from './hook-setup.js'
import { primaryUrl, statusUrl, watchesCallStatus } from './hook-urls.js'
import { type NumberReport, reported } from './number-report.js'
import { channelKeys, differences, type Settings, webhooksHandler } from './number-settings.js'
import { getNumber } from './numbers-api.js'
import type { AttachPlan, NumberPlan } from './plan-attach.js'
import { type ApplyOptions, type SetUpResult, settleBin } from './set-up.js'
import { withSetUpLock } from './set-up-lock.js'
import { staticReply } from './static-reply.js'
import { writeNumber } from './write-number.js'

/** Does what a plan says. A number that has changed since the plan was made is refused. */
export async function applyAttach(plan: AttachPlan, options: ApplyOptions): Promise<SetUpResult> {
  const { ledger, space, onReport } = options
  const { hook, module, fallback, numbers } = plan
  return withSetUpLock(ledger, space.clock, async (stillAtWork) => {
    const stored = await getHook(ledger, hook.id)
    if (stored.publicUrl !== hook.publicUrl)
      await changeHook(ledger, hook.id, (one) => ({ ...one, publicUrl: hook.publicUrl }))
    const any = numbers.some(({ refusal }) => refusal === undefined)
    const fallbackUrl =
      fallback.kind === 'bin' && any
        ? await keepReply(ledger, space, hook.id, staticReply(module, hook.input))
        : fallback.kind === 'url'
          ? fallback.url
          : null
    const wanted = settingsFor(plan, fallbackUrl)
    const reports: NumberReport[] = []
    for (const number of numbers) {
      await stillAtWork()
      const report = await reported(number.number, () => attachNumber(plan, number, wanted, options))
      reports.push(report)
      await onReport?.(report)
    }
    return { numbers: reports, notes: await settleBin(ledger, space, module, hook.id) }
  })
}

/** What a number is set to. */
function settingsFor({ hook, module }: AttachPlan, fallbackUrl: string | null): Settings {
  const keys = channelKeys[module.hook.channel]
  const reportsStatus = watchesCallStatus(module, hook.input)
  return {
    [keys.handler]: webhooksHandler,
    ...(keys.mode && { [keys.mode]: takesFax(module, hook.input) ? 'fax' : 'voice' }),
    [keys.url]: primaryUrl(module, hook),
    [keys.method]: 'POST',
    [keys.fallbackUrl]: fallbackUrl,
    [keys.fallbackMethod]: 'POST',
    ...(reportsStatus && keys.statusUrl && { [keys.statusUrl]: statusUrl(hook) }),
    ...(reportsStatus && keys.statusMethod && { [keys.statusMethod]: 'POST' }),
  }
}

async function attachNumber(
  { hook, module }: AttachPlan,
  plan: NumberPlan,
  wanted: Settings,
  { ledger, space }: ApplyOptions,
): Promise<NumberReport> {
  const { id, number, refusal, recorded, takenFrom } = plan
  const { channel } = module.hook
  if (refusal !== undefined) return { number, outcome: 'refused', message: refusal }
  const current = await getNumber(space, id, number, channel)
  if (!current) return { number, outcome: 'gone', message: 'The project does not have this number any more.' }
  const known = (await getHook(ledger, hook.id)).numbers[id]
  if (differences(current.settings, plan.seen).length > 0 || JSON.stringify(known) !== JSON.stringify(recorded))
    throw changedMeanwhile(number)
  const attachment: Attachment = { number, state: 'attaching', before: plan.before, wrote: wanted }
  await writeNumber({
    ...{ ledger, space, channel, hookId: hook.id, numberId: id },
    intent: attachment,
    settings: wanted,
    done: { ...attachment, state: 'attached' },
    otherwise: recorded,
  })
  if (takenFrom !== undefined) await recordNumber(ledger, takenFrom, id, undefined)
  return { number, outcome: 'attached', message: describeReply(module, hook.input) }
}

const changedMeanwhile = (number: string): ConnectorError =>
  new ConnectorError(`${number} was changed since you were shown what it does.`, {
    type: 'DataError',
    code: 'changed_meanwhile',
    retry: 'never',
    advice: 'Nothing was changed by us. Attach it again to see what it does now.',
  })
