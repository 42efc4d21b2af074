import type { InstantTriggerModule } from '../core/module.js'
import type { Ledger } from '../ledger/port.js'
import { describeSettings } from './describe-number.js'
import { detachNumber } from './detach.js'
import type { Finding } from './finding.js'
import { shownUrl } from './hook-address.js'
import { type Attachment, type HookSetup, recordNumber } from './hook-setup.js'
import { differences, type NumberState, type Settings } from './number-settings.js'
import { pointsAt } from './restoration.js'
import type { HookSpace } from './space.js'
import { writeNumber } from './write-number.js'

export interface CheckedNumber {
  readonly ledger: Ledger
  readonly space: HookSpace
  readonly module: Pick<InstantTriggerModule, 'hook'>
  readonly hook: HookSetup
  readonly numberId: string
  readonly attachment: Attachment
  /** Undefined where the project does not have the number any more. */
  readonly current: NumberState | undefined
  readonly repair: boolean
}

/** Compares one number with what we did to it, and mends the difference where that is asked for. */
export async function checkAttachment(checked: CheckedNumber): Promise<readonly Finding[]> {
  const { ledger, module, hook, numberId, attachment, current, repair } = checked
  const { number, state, before, wrote } = attachment
  const { channel } = module.hook
  const finding = (
    problem: Finding['problem'],
    message: string,
    outcome: Finding['repair'] = repair ? 'done' : 'possible',
  ): Finding => ({ problem, hookId: hook.id, hook: hook.name, number, message, repair: outcome })
  const forget = () => recordNumber(ledger, hook.id, numberId, undefined)

  if (!current) {
    if (repair) await forget()
    return [finding('gone', `The project does not have the number any more. ${did(repair, 'It is forgotten.')}`)]
  }
  const { settings } = current
  const ours = pointsAt(channel, settings, hook.id)
  const now = describeSettings(channel, settings)
  if (state === 'detaching') {
    const report = repair ? await detachNumber(checked) : undefined
    return [finding('half_detached', `Detaching did not finish. ${report?.message ?? mends('finishes it')}`)]
  }
  if (!ours) {
    const untouched = state === 'attaching' && differences(settings, onlyKeysOf(before, wrote)).length === 0
    if (untouched) {
      if (repair) await forget()
      const message = `Attaching did not finish, and had changed nothing. ${now} ${did(repair, 'It counts as not attached.')}`
      return [finding('half_attached', message)]
    }
    // Where some of our settings are left, they are taken back; what others have set stays.
    if (repair) await detachNumber(checked)
    const message = `It does not point at the hook any more and is left as it is. ${now} ${did(repair, 'It counts as not attached.')}`
    return [finding(state === 'attaching' ? 'half_attached' : 'elsewhere', message)]
  }
  const findings: Finding[] = []
  if (state === 'attaching') {
    if (repair) await recordNumber(ledger, hook.id, numberId, { ...attachment, state: 'attached' })
    findings.push(
      finding(
        'half_attached',
        `It was attached, but the command did not finish. ${did(repair, 'It counts as attached.')}`,
      ),
    )
  }
  const drifted = differences(settings, wrote)
  if (drifted.length > 0) {
    if (repair) await setAgain(checked, drifted)
    const message = `Since it was attached, others have changed ${drifted.map((key) => changed(key, settings, wrote)).join(', ')}. ${
      repair ? 'It was set again.' : mends('sets it again')
    }`
    findings.push(finding('drift', message))
  }
  return findings
}

async function setAgain(checked: CheckedNumber, keys: readonly string[]): Promise<void> {
  const { ledger, space, module, hook, numberId, attachment } = checked
  const { wrote } = attachment
  const attached: Attachment = { ...attachment, state: 'attached' }
  await writeNumber({
    ...{ ledger, space, channel: module.hook.channel, hookId: hook.id, numberId },
    intent: { ...attachment, state: 'attaching' },
    settings: Object.fromEntries(keys.map((key) => [key, wrote[key] ?? null])),
    done: attached,
    otherwise: attached,
  })
}

const onlyKeysOf = (settings: Settings, keys: Settings): Settings =>
  Object.fromEntries(Object.keys(keys).map((key) => [key, settings[key] ?? null]))

const changed = (key: string, now: Settings, wrote: Settings): string =>
  `${key} (${shownUrl(now[key] ?? 'empty')} instead of ${shownUrl(wrote[key] ?? 'empty')})`

const mends = (what: string): string => `--repair ${what}.`
const did = (repair: boolean, sentence: string): string => (repair ? sentence : mends('records that'))
