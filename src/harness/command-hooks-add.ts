import type { Command } from 'commander'
import type { InstantTriggerModule } from '../core/module.js'
import { addHook } from '../hooks/index.js'
import { chooseConnection } from './choose-connection.js'
import { wrongUsage } from './command-error.js'
import { withCredentials } from './connect.js'
import { addConnectionFlags, type ConnectionFlags } from './connection-flags.js'
import { findModule } from './find-module.js'
import { addModuleForm, type ModuleForm } from './module-form.js'
import { printableLine } from './printable.js'
import { withJson } from './program.js'
import type { OutputFlags, Session } from './session.js'
import { connectionNameOf, triggerOf, triggers } from './stored-hooks.js'
import { withLedger } from './with-ledger.js'

type AddFlags = ConnectionFlags &
  OutputFlags & { readonly publicUrl?: string | undefined } & Readonly<Record<string, unknown>>

const ids = triggers.map(({ id }) => id)

/** `hooks add <module>`: its flags are those of the trigger that is named. */
export function defineHooksAdd(command: Command, session: Session): void {
  const words = session.argv.slice(session.argv.indexOf('add') + 1)
  const named = words.find((word) => ids.includes(word)) ?? words.find((word) => !word.startsWith('-'))
  command
    .description('Create the URL of a webhook, and show how to set it up in SignalWire')
    .argument('<module>', `The trigger that it starts: ${ids.join(', ')}`)
  if (named === undefined || session.argv[1] !== 'add') {
    command.addHelpText('after', `\nThe fields of a trigger: signalwire-connector hooks add ${ids[0]} --help`)
    return
  }
  const module = triggerOf(named)
  if (!module) throw wrongUsage(`${findModule(named).label} has no webhook. Those that have one: ${ids.join(', ')}.`)
  const form = addModuleForm(command, module, session, `signalwire-connector hooks add ${module.id} --help`)
  command.option(
    '--public-url <url>',
    'Where SignalWire reaches the receiver, such as https://hooks.example.com. (required)',
  )
  withJson(command)
  addConnectionFlags(command)
  command.action((_: string, flags: AddFlags) => add(module, form, flags, session))
}

async function add(module: InstantTriggerModule, form: ModuleForm, flags: AddFlags, session: Session): Promise<void> {
  const { publicUrl } = flags
  if (publicUrl === undefined)
    throw wrongUsage('Give --public-url: the address under which SignalWire reaches the receiver.')
  const input = await form.read(flags)
  const chosen = await chooseConnection(flags, session)
  // Opening it tells whether its Space and project can be right; nothing is sent.
  const { credentials, allowApiHost } = chosen
  const { spaceName, projectId } = await withCredentials(session, credentials, { allowApiHost }, async (one) => one)
  const connection = { name: connectionNameOf(chosen), spaceName, projectId }
  const { hook, url, steps } = await form.with(input, () =>
    withLedger(session, (ledger) => addHook({ ledger, module, input, connection, publicUrl })),
  )
  const { id, name } = hook
  if (flags.json)
    return session.terminal.printJson({ id, name, module: module.id, connection: connection.name, url, steps })
  const { terminal } = session
  await terminal.print(
    [
      url,
      '',
      `To point phone numbers at it: signalwire-connector hooks attach ${id}`,
      'Or by hand:',
      ...steps.map((step, index) => `${index + 1}. ${printableLine(step)}`),
    ].join('\n'),
  )
}
