import picocolors from 'picocolors'
import { createRedactor, type Redactor } from '../core/redact.js'
import type { Io, Output } from './io.js'
import { OutputError } from './output-error.js'
import { printableJson } from './printable.js'

export type Colors = ReturnType<typeof picocolors.createColors>

/** Where a command prints. Nothing leaves it with a secret that it was told of. */
export interface Terminal {
  /** Results. Resolves once they are handed over to whoever reads them. */
  print(text: string): Promise<void>
  /** Help, which the command-line library does not wait for: `printed` does. */
  printHelp(text: string): void
  /** Resolves once all help is handed over. */
  printed(): Promise<void>
  /** Results for programs. */
  printJson(value: unknown): Promise<void>
  /** Progress, hints and errors. */
  note(text: string): Promise<void>
  /** How many characters a line may have. */
  readonly width: number
  readonly colors: Colors
  readonly noteColors: Colors
  /** Texts that must never be printed from now on. */
  hide(secrets: readonly (string | undefined)[], basic?: { readonly user: string; readonly password: string }): void
  readonly redact: (text: string) => string
}

/** Where output is not a terminal, lines are cut at this width. */
const widthOfFiles = 120

/** Whether to use colours, as https://no-color.org and Node's own FORCE_COLOR have it. */
const coloured = (output: Output, env: Io['env']): boolean =>
  !env.NO_COLOR &&
  env.FORCE_COLOR !== '0' &&
  (Boolean(env.FORCE_COLOR) || (output.isTTY === true && env.TERM !== 'dumb'))

const write = (output: Output, text: string): Promise<void> =>
  new Promise((resolve, reject) => {
    output.write(text, (error) => (error ? reject(new OutputError(error)) : resolve()))
  })

/** Creates the terminal of one command. */
export function createTerminal(io: Io): Terminal {
  const redactors: Redactor[] = []
  const redact = (text: string): string => redactors.reduce((result, redactor) => redactor.text(result), text)
  const value = (input: unknown): unknown => redactors.reduce((result, redactor) => redactor.value(result), input)
  const help: Promise<void>[] = []
  return {
    print: (text) => write(io.stdout, `${redact(text)}\n`),
    printHelp: (text) => {
      const written = write(io.stdout, redact(text))
      // Whoever waits hears of it; until then it must not end the process.
      written.catch(() => undefined)
      help.push(written)
    },
    printed: async () => {
      await Promise.all(help)
    },
    // Values are searched before they are spelled as JSON, which would hide a secret with a quote in it.
    printJson: (input) => write(io.stdout, `${redact(printableJson(value(input)))}\n`),
    note: (text) => write(io.stderr, `${redact(text)}\n`),
    // A terminal that does not know its width says 0.
    width: io.stdout.isTTY ? io.stdout.columns || 80 : widthOfFiles,
    colors: picocolors.createColors(coloured(io.stdout, io.env)),
    noteColors: picocolors.createColors(coloured(io.stderr, io.env)),
    hide: (secrets, basic) => {
      redactors.push(createRedactor(secrets, basic))
    },
    redact,
  }
}
