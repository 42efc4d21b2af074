import type { InputIssue } from '../core/errors.js'

/** 0 done, 1 failed, 2 wrong usage, 3 nothing matched where something was required, 130 ended by Ctrl-C. */
export type ExitCode = 0 | 1 | 2 | 3 | 130

interface Details {
  /** A literal that programs can test. */
  readonly code: string
  readonly issues?: readonly InputIssue[] | undefined
}

/** A failure of the command line itself, in words for the person who typed the command. */
export class CommandError extends Error {
  override readonly name = 'CommandError'
  readonly exitCode: ExitCode
  readonly code: string
  readonly issues: readonly InputIssue[] | undefined

  constructor(message: string, exitCode: ExitCode, details: Details) {
    super(message)
    this.exitCode = exitCode
    this.code = details.code
    this.issues = details.issues
  }
}

/** The command was typed wrongly; exit code 2. */
export const wrongUsage = (message: string, issues?: readonly InputIssue[]): CommandError =>
  new CommandError(message, 2, { code: 'wrong_usage', issues })

/** What was named or asked for does not exist; exit code 3. */
export const nothingFound = (message: string): CommandError => new CommandError(message, 3, { code: 'nothing_found' })

/** The command could not be done; exit code 1. */
export const failed = (code: string, message: string): CommandError => new CommandError(message, 1, { code })

/** Ends a command with an exit code after everything has been said. */
export class QuietEnd extends Error {
  readonly exitCode: ExitCode
  constructor(exitCode: ExitCode) {
    super('The command has said what there is to say')
    this.exitCode = exitCode
  }
}

/** The user pressed Ctrl-C instead of answering. */
export class Interruption extends Error {
  override readonly name = 'Interruption'
}
