import type { ErrorType, RetryAdvice } from '../core/errors.js'

/** What one of SignalWire's error codes means, for a person who is not a programmer. */
export interface CodeMeaning {
  /** What is wrong, one sentence. */
  readonly cause: string
  /** What to do next, one sentence. */
  readonly advice: string
  /** Where the code says more than the HTTP status. */
  readonly type?: ErrorType
  /** Where the code says more than the HTTP status. */
  readonly retry?: RetryAdvice
}

export type CodeMeanings = Readonly<Record<string, CodeMeaning>>
