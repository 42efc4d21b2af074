import type { Io } from './io.js'
import type { Terminal } from './terminal.js'

/** One run of the command line. */
export interface Session {
  readonly io: Io
  readonly terminal: Terminal
  /** The words of the command, without the program's name. */
  readonly argv: readonly string[]
}

/** The options that every command has. */
export interface OutputFlags {
  readonly json?: boolean | undefined
}
