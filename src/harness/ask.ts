import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { Interruption } from './command-error.js'
import type { Io } from './io.js'

/** Whether there is a person to ask. */
export const canAsk = ({ stdin, stderr }: Io): boolean => stdin.isTTY === true && stderr.isTTY === true

/**
 * Asks a question on the terminal.
 *
 * @param hidden whether what is typed stays unseen, as for a token.
 */
export async function ask(question: string, io: Io, hidden = false): Promise<string> {
  // Readline echoes what is typed to its output; an output that swallows everything hides it.
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  if (hidden) io.stderr.write(question)
  const lines = createInterface({ input: io.stdin, output: hidden ? silent : io.stderr, terminal: true })
  const gone = new AbortController()
  // On a terminal in raw mode Ctrl-C is a key, not a signal.
  lines.once('SIGINT', () => gone.abort())
  const signal = AbortSignal.any([io.signal, gone.signal])
  try {
    return (await lines.question(hidden ? '' : question, { signal })).trim()
  } catch (thrown) {
    throw signal.aborted ? new Interruption('The question was not answered') : thrown
  } finally {
    lines.close()
    if (hidden) io.stderr.write('\n')
  }
}
