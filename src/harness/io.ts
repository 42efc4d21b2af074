import type { Readable, Writable } from 'node:stream'
import type { Clock } from '../core/clock.js'

/** A stream to print to; `isTTY` and `columns` as Node sets them on a terminal. */
export type Output = Writable & { readonly isTTY?: boolean | undefined; readonly columns?: number | undefined }

/** A stream to read from. */
export type Input = Readable & { readonly isTTY?: boolean | undefined }

/** Everything of the machine that the command line touches, so that a test can stand in for it. */
export interface Io {
  readonly stdout: Output
  readonly stderr: Output
  readonly stdin: Input
  readonly env: Readonly<Record<string, string | undefined>>
  readonly clock: Clock
  /** Aborted when the user presses Ctrl-C. */
  readonly signal: AbortSignal
}
