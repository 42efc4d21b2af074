import type { Command } from 'commander'
import type { Module, TriggerModule } from '../core/module.js'
import type { Connection } from '../open-connection.js'
import { parseInput } from '../runtime/parse.js'
import { wrongUsage } from './command-error.js'
import { withConnection } from './connect.js'
import { addConnectionFlags, type ConnectionFlags } from './connection-flags.js'
import { allModules, moduleIn } from './find-module.js'
import { addModuleForm, type ModuleForm } from './module-form.js'
import { rowsText } from './print-bundles.js'
import { withJson } from './program.js'
import { withProgress } from './progress.js'
import type { OutputFlags, Session } from './session.js'
import { readState, type Watched, watchedBy, withState, writeState } from './stored-states.js'
import { readStart, type StartFlags } from './trigger-start.js'

interface WatchFlags extends ConnectionFlags, OutputFlags, StartFlags {
  readonly once?: boolean | undefined
  readonly reset?: boolean | undefined
  readonly timeZone?: string | undefined
}

type Input = Readonly<Record<string, unknown>>
type Bundle = Readonly<Record<string, unknown>>

const triggers = allModules.filter((module) => module.kind === 'trigger').map(({ id }) => id)

/** `watch <module> --once`: its flags are those of the polling trigger that is named. */
export function defineWatch(command: Command, session: Session): void {
  const module = moduleIn(session.argv.slice(session.argv.indexOf('watch') + 1))
  if (!module) {
    command.argument('<module>', `A polling trigger: ${triggers.join(' or ')}`)
    return
  }
  const trigger = asTrigger(module)
  command
    .usage(`${module.id} --once [flags]`)
    .description(
      `${module.label}. ${module.description}\nEach run prints what is new since the last one, oldest first. How far it got is stored only after the bundles were printed.`,
    )
    .argument('<module>', module.label)
  const form = addModuleForm(command, module, session, `signalwire-connector watch ${module.id} --help`)
  command
    .configureHelp({ ...command.configureHelp(), visibleArguments: () => [] })
    .option('--once', 'Look once and end. Required: run it again, from cron for example, to go on.')
    .option(
      '--from <start>',
      'Where the first run starts: now (the default), all, a date, or choose to pick one of the last items. Later runs go on where the last one ended.',
    )
    .option('--from-sid <sid>', 'Start with the item of this SID, as choose does.')
    .option('--reset', 'Forget what the last run stored and start as the first run does.')
    .option('--time-zone <zone>', 'The IANA zone of dates without an offset, such as Europe/Berlin. Default: UTC.')
  withJson(command)
  addConnectionFlags(command)
  command.action((_: string, flags: WatchFlags & Input) => watch(trigger, form, flags, session))
}

function asTrigger(module: Module): TriggerModule {
  if (module.kind === 'trigger') return module
  const why = module.kind === 'instantTrigger' ? 'is started by posts of SignalWire, not by looking' : 'is no trigger'
  throw wrongUsage(
    `${module.label} ${why}. Polling triggers: ${triggers.join(', ')}. To run it: signalwire-connector run ${module.id}`,
  )
}

async function watch(
  module: TriggerModule,
  form: ModuleForm,
  flags: WatchFlags & Input,
  session: Session,
): Promise<void> {
  if (!flags.once)
    throw wrongUsage(
      `Add --once: signalwire-connector watch ${module.id} --once. It looks once, and the next run goes on.`,
    )
  const input = await form.read(flags)
  await form.with(input, () =>
    withConnection(session, flags, { timeZone: flags.timeZone }, (connection) =>
      watchOnce(module, input, flags, connection, session),
    ),
  )
}

async function watchOnce(
  module: TriggerModule,
  input: Input,
  flags: WatchFlags,
  connection: Connection,
  session: Session,
): Promise<void> {
  const { values } = parseInput(module, input, { timeZone: connection.timeZone ?? 'UTC' })
  const watched = watchedBy(module.id, connection, values)
  await withState(session, watched, () => watchFromState(module, input, flags, watched, connection, session))
}

async function watchFromState(
  module: TriggerModule,
  input: Input,
  flags: WatchFlags,
  watched: Watched,
  connection: Connection,
  session: Session,
): Promise<void> {
  const { terminal } = session
  const state = flags.reset ? undefined : await readState(session, watched)
  const asked = flags.from !== undefined || flags.fromSid !== undefined
  if (state && asked) await terminal.note('It goes on where the last run ended. To start anew, add --reset.')
  const start = state ? undefined : await readStart(module, input, flags, connection, session)
  const run = await withProgress(session, module.label, () =>
    connection.perform.trigger(module, input, { ...connection, state, start }),
  )
  const bundles = run.bundles as readonly Bundle[]
  if (flags.json) await terminal.printJson(bundles)
  else if (bundles.length > 0) await terminal.print(rowsText(terminal, module.output, bundles))
  // Only now: what was not handed over must come again.
  await writeState(session, watched, run.state)
  const since = state || start !== 'now' ? 'nothing new' : 'watching from now on; the next run prints what is new'
  await terminal.note(bundles.length === 0 ? `No bundles: ${since}.` : `${bundles.length} new.`)
}
