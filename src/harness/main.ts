import { CommanderError } from 'commander'
import { type CommandError, type ExitCode, Interruption, QuietEnd, wrongUsage } from './command-error.js'
import { type Describing, describeError } from './describe-error.js'
import { FormError } from './form-error.js'
import { hideKnownSecrets } from './hide-known-secrets.js'
import type { Io } from './io.js'
import { OutputError } from './output-error.js'
import { packageVersion } from './package-version.js'
import { createProgram } from './program.js'
import type { Session } from './session.js'
import { createTerminal, type Terminal } from './terminal.js'

/**
 * Runs one command of the command line.
 *
 * @param argv its words, without the names of Node and of the program.
 * @returns the exit code; it never rejects, and nothing but `io` is touched besides files and the network.
 */
export async function main(argv: readonly string[], io: Io): Promise<ExitCode> {
  const terminal = createTerminal(io)
  const session: Session = { io, terminal, argv }
  try {
    const program = await createProgram(session, packageVersion())
    if (argv.length === 0) {
      program.outputHelp()
      await terminal.printed()
      return 0
    }
    await program.parseAsync([...argv], { from: 'user' })
    return 0
  } catch (thrown) {
    try {
      return await report(await afterHelp(thrown, terminal), session)
    } catch {
      // Nobody reads what is printed any more.
      return 1
    }
  }
}

/** What was thrown, or that the help that came with it could not be printed. */
const afterHelp = (thrown: unknown, terminal: Terminal): Promise<unknown> =>
  terminal.printed().then(
    () => thrown,
    (unprinted: unknown) => unprinted,
  )

async function report(thrown: unknown, session: Session): Promise<ExitCode> {
  const { io, terminal, argv } = session
  // Not before: the simulator shows its credentials, which the environment may hold by then.
  hideKnownSecrets(session)
  const { cause, ...form }: { readonly cause: unknown } & Partial<Describing> =
    thrown instanceof FormError ? { cause: thrown.cause, ...thrown.form } : { cause: thrown }
  if (io.signal.aborted || cause instanceof Interruption) {
    await terminal.note('Interrupted. What had been sent before may have taken effect.')
    return 130
  }
  if (cause instanceof QuietEnd) return cause.exitCode
  if (cause instanceof OutputError && cause.readerGone) return 0
  const error =
    cause instanceof CommanderError ? fromLibrary(cause) : cause instanceof OutputError ? cause.described() : cause
  if (error === undefined) return 0
  const described = describeError(error, { ...form, colors: terminal.noteColors })
  // The standard output may be what failed.
  if (argv.includes('--json') && !(cause instanceof OutputError)) await terminal.printJson({ error: described.json })
  else await terminal.note(described.text)
  if (io.env.DEBUG?.split(',').includes('signalwire-connector') && error instanceof Error && error.stack)
    await terminal.note(error.stack)
  return described.exitCode
}

/** What the command-line library complains about, in our words; undefined where it only showed help. */
function fromLibrary(error: CommanderError): CommandError | undefined {
  if (error.exitCode === 0) return undefined
  if (error.code === 'commander.help') return wrongUsage('A command is missing; its help is above.')
  const message = error.message.replace(/^error: /, '').replace(/\n\(Did you mean (.*)\?\)$/, '. Did you mean $1?')
  const sentence = `${message.charAt(0).toUpperCase()}${message.slice(1)}`
  return wrongUsage(/[.?]$/.test(sentence) ? sentence : `${sentence}. Add --help to see how it goes.`)
}
