import yoctoSpinner, { type Spinner } from 'yocto-spinner'
import type { Session } from './session.js'

/** Nothing is shown for what is done sooner. */
const patienceMs = 1000

export interface Progress {
  /** Says how far it has got. */
  update(text: string): void
}

/**
 * Shows that something is under way, where it takes longer than a second and the notes go to a terminal.
 *
 * @param text what is being done, such as `Searching`.
 */
export async function withProgress<T>(
  { io }: Session,
  text: string,
  work: (progress: Progress) => Promise<T>,
): Promise<T> {
  if (!io.stderr.isTTY) return work({ update: () => undefined })
  const over = new AbortController()
  let shown = text
  let spinner: Spinner | undefined
  io.clock.sleep(patienceMs, over.signal).then(
    () => {
      spinner = yoctoSpinner({ text: shown, stream: io.stderr, handleSignals: false }).start()
    },
    () => undefined,
  )
  try {
    return await work({
      update: (next) => {
        shown = next
        if (spinner) spinner.text = next
      },
    })
  } finally {
    over.abort()
    spinner?.stop()
  }
}
