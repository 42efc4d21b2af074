import { Command, Option } from 'commander'
import { wrongUsage } from './command-error.js'
import { didYouMean } from './did-you-mean.js'
import type { Session } from './session.js'
import { helpItem, wrapSentences } from './wrap-text.js'

/** Adds what a command takes, and what it does, to a command of the command-line library. */
export type Define = (command: Command, session: Session) => void

interface Entry {
  readonly name: string
  readonly summary: string
  /** Loads the command; only the one that was typed is loaded. */
  readonly load: () => Promise<Define>
}

const entries: readonly Entry[] = [
  {
    name: 'demo',
    summary: 'Show everything on a simulator, without an account',
    load: async () => (await import('./command-demo.js')).defineDemo,
  },
  {
    name: 'modules',
    summary: 'List the modules, or show one with its fields',
    load: async () => (await import('./command-modules.js')).defineModules,
  },
  {
    name: 'options',
    summary: "Show the options of a field's dropdown",
    load: async () => (await import('./command-options.js')).defineOptions,
  },
  {
    name: 'connection',
    summary: 'Store, list, test and remove connections',
    load: async () => (await import('./command-connection.js')).defineConnectionCommand,
  },
  {
    name: 'run',
    summary: 'Run a module once',
    load: async () => (await import('./command-run.js')).defineRun,
  },
  {
    name: 'watch',
    summary: 'Run a polling trigger, remembering how far it got',
    load: async () => (await import('./command-watch.js')).defineWatch,
  },
  {
    name: 'hooks',
    summary: 'Add webhooks, and point phone numbers at them',
    load: async () => (await import('./command-hooks.js')).defineHooks,
  },
  {
    name: 'listen',
    summary: 'Receive webhooks and deliver their events',
    load: async () => (await import('./command-listen.js')).defineListen,
  },
  {
    name: 'events',
    summary: 'List, show and replay the events that were received',
    load: async () => (await import('./command-events.js')).defineEvents,
  },
  {
    name: 'simulator',
    summary: 'Start a simulated SignalWire Space on this computer',
    load: async () => (await import('./command-simulator.js')).defineSimulator,
  },
  {
    name: 'export',
    summary: 'Write the documentation of the modules as Markdown',
    load: async () => (await import('./command-export.js')).defineExport,
  },
]

const example = `
Try it without an account:
  $ signalwire-connector demo

Exit codes: 0 done, 1 failed, 2 wrong usage, 3 nothing matched where something was required.`

/** Adds the option that every command has. */
export const withJson = (command: Command): Command =>
  command.addOption(new Option('--json', 'Print JSON for programs; notes go to the standard error output'))

/** Builds the command line for the words that were typed. */
export async function createProgram(session: Session, version: string): Promise<Command> {
  const { io, terminal, argv } = session
  const helpWidth = Math.min(terminal.width, 100)
  const program = new Command('signalwire-connector')
    .description(
      'The SignalWire app for scenario-automation hosts, run from here: with a SignalWire account, or without one.',
    )
    .version(version, '-V, --version', 'Print the version')
    .helpOption('-h, --help', 'Show help')
    .helpCommand('help [command]', 'Show help for a command')
    .addHelpText('after', example)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.printHelp(wrapSentences(text, helpWidth)),
      writeErr: (text) => io.stderr.write(terminal.redact(wrapSentences(text, helpWidth))),
      // What is wrong is printed in one place, see main.ts.
      outputError: () => undefined,
      getOutHelpWidth: () => helpWidth,
      getErrHelpWidth: () => helpWidth,
      getOutHasColors: () => terminal.colors.isColorSupported,
      getErrHasColors: () => terminal.noteColors.isColorSupported,
    })
    .configureHelp({ styleTitle: (title) => terminal.colors.bold(title), formatItem: helpItem, minWidthToWrap: 20 })
  const words = argv.filter((word) => !word.startsWith('-'))
  const typed = words[0] === 'help' ? words[1] : words[0]
  if (typed !== undefined && !entries.some(({ name }) => name === typed))
    throw wrongUsage(
      `There is no command ${JSON.stringify(typed)}.${didYouMean(
        typed,
        entries.map(({ name }) => name),
      )} All commands: signalwire-connector --help`,
    )
  for (const { name, summary, load } of entries) {
    const command = program.command(name).description(summary)
    if (name === typed) (await load())(command, session)
  }
  return program
}
