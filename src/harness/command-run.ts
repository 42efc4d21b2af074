import type { Command } from 'commander'
import type { Module } from '../core/module.js'
import { wrongUsage } from './command-error.js'
import { withConnection } from './connect.js'
import { addConnectionFlags, type ConnectionFlags } from './connection-flags.js'
import { exampleCommand } from './example-command.js'
import { kindLabel, moduleIn } from './find-module.js'
import { addModuleForm, type ModuleForm } from './module-form.js'
import { bundleText, rowsText } from './print-bundles.js'
import { withJson } from './program.js'
import { withProgress } from './progress.js'
import { readText } from './read-text.js'
import { type RunResult, runModule, runOnPost } from './run-module.js'
import type { OutputFlags, Session } from './session.js'

interface RunFlags extends ConnectionFlags, OutputFlags {
  readonly timeZone?: string | undefined
  readonly reconcile?: boolean | undefined
  readonly post?: string | undefined
}

/** `run <module>`: its flags are those of the module that is named. */
export function defineRun(command: Command, session: Session): void {
  const module = moduleIn(session.argv.slice(session.argv.indexOf('run') + 1))
  if (!module) {
    command.argument('<module>', 'Its id, as in: signalwire-connector modules').addHelpText('after', seeModules)
    return
  }
  const helpCommand = `signalwire-connector run ${module.id} --help`
  command
    .usage(`${module.id} [flags]`)
    .description(descriptionOf(module))
    .argument('<module>', module.label)
    .addHelpText('after', `\nExample:\n  $ ${exampleCommand(module)}`)
  const form = addModuleForm(command, module, session, helpCommand)
  command.configureHelp({ ...command.configureHelp(), visibleArguments: () => [] })
  if (module.kind === 'instantTrigger')
    command.option('--post <file>', "The body of a webhook's post, a form or JSON, or - for the standard input.")
  command.option('--time-zone <zone>', 'The IANA zone of dates without an offset, such as Europe/Berlin. Default: UTC.')
  if (module.kind === 'action' && module.findAgain)
    command.option(
      '--reconcile',
      'Where it is not known whether the request took effect, look in the Space for what it created. It is never sent twice.',
    )
  withJson(command)
  if (module.kind !== 'instantTrigger') addConnectionFlags(command)
  command.action((_: string, flags: RunFlags & Readonly<Record<string, unknown>>) => run(module, form, flags, session))
}

const seeModules = `
All modules:            signalwire-connector modules
The fields of a module: signalwire-connector run createMessage --help`

function descriptionOf(module: Module): string {
  const title = `${module.label} (${kindLabel(module)}). ${module.description}`
  if (module.kind === 'trigger')
    return `${title}\nA run shows the newest items, oldest first, and remembers nothing; to get only what is new each time, use watch.`
  if (module.kind === 'instantTrigger')
    return `${title}\nA run turns one stored post of a webhook into bundles; it needs no connection.`
  return title
}

async function run(
  module: Module,
  form: ModuleForm,
  flags: RunFlags & Readonly<Record<string, unknown>>,
  session: Session,
): Promise<void> {
  const input = await form.read(flags)
  await form.with(input, async () => {
    if (module.kind === 'instantTrigger') {
      if (flags.post === undefined)
        throw wrongUsage(
          `${module.label} is started by posts of SignalWire. Give the body of one with --post <file>, or --post - to read it from the standard input.`,
        )
      const body = await readText(flags.post, '--post', session.io)
      const { event, bundles } = await runOnPost(module, input, body, flags.timeZone ?? 'UTC')
      if (bundles.length === 0)
        await session.terminal.note(`The post is an event of the type ${event}, which does not start this module.`)
      await printResult(module, { kind: 'many', bundles }, flags, session)
      return
    }
    const settings = { timeZone: flags.timeZone, reconcile: flags.reconcile }
    const result = await withConnection(session, flags, settings, (connection) =>
      withProgress(session, module.label, (progress) => runModule(module, input, connection, progress)),
    )
    await printResult(module, result, flags, session)
  })
}

async function printResult(
  module: Module,
  result: RunResult,
  flags: OutputFlags & Readonly<Record<string, unknown>>,
  { terminal }: Session,
): Promise<void> {
  if (flags.json) return terminal.printJson(result.kind === 'one' ? result.bundle : result.bundles)
  if (result.kind === 'one')
    return terminal.print(result.bundle ? bundleText(terminal, result.bundle) : `${module.label}: done.`)
  const { bundles } = result
  const [first] = bundles
  if (first === undefined) return terminal.note('No bundles.')
  await terminal.print(
    bundles.length === 1 && module.kind === 'instantTrigger'
      ? bundleText(terminal, first)
      : rowsText(terminal, module.output, bundles),
  )
  await terminal.note(
    `${bundles.length} ${bundles.length === 1 ? 'bundle' : 'bundles'}${moreHint(module, flags, bundles.length)}`,
  )
}

/** Whether there may be more than Limit let through. */
function moreHint(module: Module, flags: Readonly<Record<string, unknown>>, count: number): string {
  const field = module.fields.limit
  if (field?.kind !== 'integer') return ''
  const limit = Number(flags.limit ?? field.initial)
  return count === limit ? `, which is the Limit; there may be more (--limit).` : '.'
}
