import type { Command } from 'commander'
import type { InstantTriggerModule } from '../core/module.js'
import {
  type AttachPlan,
  applyAttach,
  detach,
  type HookSetup,
  listHooks,
  type NumberReport,
  planAttach,
  removeHook,
} from '../hooks/index.js'
import type { Ledger } from '../ledger/port.js'
import type { Connection } from '../open-connection.js'
import { ask, canAsk } from './ask.js'
import { failed, QuietEnd, wrongUsage } from './command-error.js'
import { withCredentials } from './connect.js'
import { addConnectionFlags, type ConnectionFlags } from './connection-flags.js'
import { printableLine } from './printable.js'
import { withJson } from './program.js'
import type { OutputFlags, Session } from './session.js'
import { connectionOfHook, findHook, triggerOf } from './stored-hooks.js'
import { withLedger } from './with-ledger.js'

interface NumberFlags extends ConnectionFlags, OutputFlags {
  readonly number?: readonly string[] | undefined
}

interface AttachFlags extends NumberFlags {
  readonly fallbackUrl?: string | undefined
  readonly sameHost?: boolean | undefined
  readonly force?: boolean | undefined
  readonly publicUrl?: string | undefined
  readonly yes?: boolean | undefined
}

const collect = (value: string, before: readonly string[] = []): readonly string[] => [...before, value]
const hookArgument = ['<hook>', 'The id or name of a hook, as in: signalwire-connector hooks list'] as const

/** `hooks attach <hook>`. */
export function defineHooksAttach(command: Command, session: Session): void {
  command
    .description('Point phone numbers at a hook, after showing what they do now and what callers meet from then on')
    .argument(...hookArgument)
    .option('--number <number>', 'A phone number. Can be given several times. Default: those of the hook.', collect)
    .option(
      '--fallback-url <url|laml-bin|none>',
      'Who answers while the receiver does not: another URL; laml-bin, a copy of the reply that SignalWire keeps itself; or none. Default: none.',
    )
    .option('--same-host', "Allow a fallback URL on the receiver's own host")
    .option('--force', 'Also numbers whose handler cannot be restored, or that point at another hook')
    .option('--public-url <url>', 'Where SignalWire reaches the receiver from now on')
    .option('--yes', 'Do not ask')
    .addHelpText(
      'after',
      "\nEvery number's settings are stored before they are changed, and detach gives them back. SignalWire cannot change a number only if nobody else has: it is read, compared, written and read again, and what somebody else writes between the two is overwritten.\nExit code 1 where a number was not attached; the others are all the same.",
    )
  withJson(command)
  addConnectionFlags(command)
  command.action((named: string, flags: AttachFlags) =>
    withHook(named, flags, session, (at) => attach(at, flags, session)),
  )
}

/** `hooks detach <hook>`. */
export function defineHooksDetach(command: Command, session: Session): void {
  command
    .description('Give phone numbers back what they did before, where they still point at the hook')
    .argument(...hookArgument)
    .option('--number <number>', 'A phone number. Can be given several times. Default: all that are attached.', collect)
  withJson(command)
  addConnectionFlags(command)
  command.action((named: string, flags: NumberFlags) =>
    withHook(named, flags, session, async ({ ledger, space, module, hook }) => {
      const onReport = tellOn(flags, session)
      const result = await detach({ ledger, space, module, hookId: hook.id, numbers: flags.number, onReport })
      if (result.numbers.length === 0) await session.terminal.note('No numbers are attached to this hook.')
      await finish(result.notes, { ...result }, flags, session)
      if (result.numbers.some(isFailure)) throw new QuietEnd(1)
    }),
  )
}

/** `hooks remove <hook>`. */
export function defineHooksRemove(command: Command, session: Session): void {
  command
    .description('Detach the numbers of a hook and remove it; its URL answers nothing from then on')
    .argument(...hookArgument)
    .option('--yes', 'Also while numbers are attached, without asking')
    .option('--force', 'Remove it even where a number cannot be detached now')
  withJson(command)
  addConnectionFlags(command)
  command.action((named: string, flags: AttachFlags) =>
    withHook(named, flags, session, (at) => remove(at, flags, session)),
  )
}

interface AtHook {
  readonly ledger: Ledger
  readonly space: Connection
  readonly module: InstantTriggerModule
  readonly hook: HookSetup
}

/** Finds a hook, opens its connection and works with both. */
async function withHook(
  named: string,
  flags: ConnectionFlags,
  session: Session,
  work: (at: AtHook) => Promise<void>,
): Promise<void> {
  await withLedger(session, async (ledger) => {
    const hook = findHook(named, await listHooks(ledger))
    const module = triggerOf(hook.module)
    if (!module) throw failed('unknown_module', `The hook starts ${hook.module}, which this version does not have.`)
    const { credentials, allowApiHost } = await connectionOfHook(hook, flags, session)
    await withCredentials(session, credentials, { allowApiHost }, (space) => work({ ledger, space, module, hook }))
  })
}

async function attach({ ledger, space, module, hook }: AtHook, flags: AttachFlags, session: Session): Promise<void> {
  const { fallbackUrl: fallback, number: numbers, sameHost, force, publicUrl } = flags
  const options = { ledger, space, module, hookId: hook.id, numbers, fallback, sameHost, force, publicUrl }
  const plan = await planAttach(options)
  if (!flags.json) await session.terminal.note(planText(plan))
  if (plan.numbers.some(({ refusal }) => refusal === undefined)) await consent('Attach', flags, session)
  const result = await applyAttach(plan, { ledger, space, onReport: tellOn(flags, session) })
  const told = result.numbers.map((report) => ({
    ...report,
    before: plan.numbers.find(({ number }) => number === report.number)?.now,
  }))
  await finish(result.notes, { hook: hook.id, after: plan.after, numbers: told, notes: result.notes }, flags, session)
  if (result.numbers.some(({ outcome }) => outcome !== 'attached')) throw new QuietEnd(1)
}

function planText({ numbers, after }: AttachPlan): string {
  const lines = numbers.map(({ number, name, now, refusal }) => {
    const title = name === '' ? number : `${number} (${name})`
    return printableLine(refusal === undefined ? `${title}: ${now}` : `${title}: not attached. ${refusal} ${now}`)
  })
  return ['Now:', ...lines.map((line) => `  ${line}`), 'From now on:', `  ${printableLine(after)}`].join('\n')
}

async function remove({ ledger, space, module, hook }: AtHook, flags: AttachFlags, session: Session): Promise<void> {
  const attached = Object.values(hook.numbers).map(({ number }) => number)
  if (attached.length > 0) {
    if (!flags.json) await session.terminal.note(`Attached are ${attached.join(', ')}; they are detached first.`)
    await consent('Remove', flags, session)
  }
  const { force } = flags
  const options = { ledger, space, module, hookId: hook.id, force, onReport: tellOn(flags, session) }
  const result = await removeHook(options)
  await finish(result.notes, { id: hook.id, name: hook.name, ...result }, flags, session)
  if (!result.removed)
    throw flags.json
      ? new QuietEnd(1)
      : failed(
          'still_attached',
          'The hook was not removed, because not everything could be detached. Try again later, or add --force.',
        )
  if (!flags.json) await session.terminal.print(`Removed the hook ${printableLine(hook.name)}.`)
}

/** Goes on only with the user's consent. */
async function consent(what: string, { yes }: { readonly yes?: boolean | undefined }, { io }: Session): Promise<void> {
  if (yes) return
  if (!canAsk(io)) throw wrongUsage('Nothing was changed. Add --yes to do it without being asked.')
  if (!/^y(es)?$/i.test(await ask(`${what}? [y/N] `, io))) throw failed('not_wanted', 'Nothing was changed.')
}

const isFailure = ({ outcome }: NumberReport): boolean => outcome === 'failed' || outcome === 'refused'

/** Prints each number as soon as it is done, unless a program reads. */
const tellOn =
  ({ json }: OutputFlags, { terminal }: Session) =>
  async ({ number, outcome, message }: NumberReport): Promise<void> => {
    if (!json) await terminal.print(printableLine(`${number}: ${outcome}. ${message}`))
  }

async function finish(
  notes: readonly string[],
  result: Readonly<Record<string, unknown>>,
  { json }: OutputFlags,
  { terminal }: Session,
): Promise<void> {
  if (json) return terminal.printJson(result)
  for (const note of notes) await terminal.note(printableLine(note))
}
