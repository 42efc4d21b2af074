import { once } from 'node:events'
import { createServer } from 'node:net'
import { Writable } from 'node:stream'
import type { Ran } from './shell.js'
import { typed } from './shell.js'

/** A port that is free now, and the one after it. */
export async function freePorts(): Promise<number> {
  for (;;) {
    const [first, second] = [createServer(), createServer()]
    try {
      await once(first.listen(0, '127.0.0.1'), 'listening')
      const address = first.address()
      const port = typeof address === 'object' ? (address?.port ?? 0) : 0
      await once(second.listen(port + 1, '127.0.0.1'), 'listening')
      return port
    } catch {
      // The one after it is taken; another pair is tried.
    } finally {
      first.close()
      second.close()
    }
  }
}

/** The command `listen` while it runs. */
export interface RunningListen {
  /** The standard output so far. */
  readonly printed: string
  readonly lines: readonly Readonly<Record<string, unknown>>[]
  readonly notes: string
  /** Waits until so many lines are printed. */
  linesAre(count: number): Promise<void>
  /** Ends it as Ctrl-C does. */
  end(): Promise<Ran>
}

/** Starts it and waits until it says that it listens; where it ends before, `end` tells how. */
export async function runListen(
  words: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<RunningListen> {
  const ctrlC = new AbortController()
  let printed = ''
  let notes = ''
  let changed = (): void => undefined
  const stream = (take: (text: string) => void) =>
    new Writable({
      write(chunk, _encoding, done) {
        take(String(chunk))
        changed()
        done()
      },
    })
  const stdout = stream((text) => {
    printed += text
  })
  const stderr = stream((text) => {
    notes += text
  })
  let over = false
  const running = typed(['listen', ...words], { env, stdout, stderr, signal: ctrlC.signal }).finally(() => {
    over = true
    changed()
  })
  const until = async (isTrue: () => boolean): Promise<void> => {
    while (!isTrue() && !over)
      await new Promise<void>((resolve) => {
        changed = resolve
      })
  }
  const linesOf = () => printed.split('\n').filter((line) => line !== '')
  await until(() => /Listening at|"listening"/.test(notes + printed))
  return {
    get printed() {
      return printed
    },
    get lines() {
      return linesOf().map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>)
    },
    get notes() {
      return notes
    },
    linesAre: (count) => until(() => linesOf().length >= count),
    end: async () => {
      ctrlC.abort(new Error('Interrupted'))
      const ran = await running
      return { ...ran, stdout: printed, stderr: notes }
    },
  }
}
