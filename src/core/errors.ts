/** The error types of the host; each decides what a host does with the run (Make, "Error handling"). */
export type ErrorType =
  | 'RuntimeError'
  | 'DataError'
  | 'BundleValidationError'
  | 'ConnectionError'
  | 'RateLimitError'
  | 'ModuleTimeoutError'
  | 'InvalidConfigurationError'
  | 'InvalidAccessTokenError'
  | 'IncompleteDataError'
  | 'DuplicateDataError'
  | 'OutOfSpaceError'

/** Whether trying the same again can help: never, at any later time, or after a known time. */
export type RetryAdvice = 'never' | 'later' | { readonly afterMs: number }

/** One thing that is wrong with an input. */
export interface InputIssue {
  /** The field's key; `a.0` for an item of a list; empty for the input as a whole. */
  readonly key: string
  /** The field's label, as on the form. */
  readonly label: string
  /** What is wrong and what is accepted, without the label. */
  readonly message: string
}

/** What an error is made of. It never holds a request, a response, a header or a payload. */
export interface ErrorDetails {
  readonly type: ErrorType
  /** A literal that programs can test, such as `outcome_unknown`. */
  readonly code: string
  readonly retry: RetryAdvice
  /** The HTTP status, where SignalWire answered. */
  readonly status?: number | undefined
  /** SignalWire's own error code, where it gave one. */
  readonly signalwireCode?: string | undefined
  /** Where SignalWire explains that code. */
  readonly helpUrl?: string | undefined
  /** What to do next, one sentence. It is the last sentence of `message` too. */
  readonly advice: string
  /** Everything wrong with the input, for `BundleValidationError`. */
  readonly issues?: readonly InputIssue[] | undefined
  /** SIDs that the message speaks of, such as the candidates of an ambiguous create. */
  readonly sids?: readonly string[] | undefined
}

/** Every failure that a user of the connector meets. `name` is the host's error type. */
export class ConnectorError extends Error {
  readonly type: ErrorType
  readonly code: string
  readonly retry: RetryAdvice
  readonly status: number | undefined
  readonly signalwireCode: string | undefined
  readonly helpUrl: string | undefined
  readonly advice: string
  readonly issues: readonly InputIssue[] | undefined
  readonly sids: readonly string[] | undefined

  /** @param problem what failed, with which input; a sentence that ends with a full stop. */
  constructor(problem: string, details: ErrorDetails) {
    super(details.advice ? `${problem} ${details.advice}` : problem)
    this.name = details.type
    this.type = details.type
    this.code = details.code
    this.retry = details.retry
    this.status = details.status
    this.signalwireCode = details.signalwireCode
    this.helpUrl = details.helpUrl
    this.advice = details.advice
    this.issues = details.issues
    this.sids = details.sids
  }

  /** The error as plain data, for `--json` and logs. */
  toJSON(): Readonly<Record<string, unknown>> {
    const { type, code, message, retry, status, signalwireCode, helpUrl, issues, sids } = this
    return { type, code, message, retry, status, signalwireCode, helpUrl, issues, sids }
  }
}

/** Whether something thrown is an error of the connector, also across two copies of the package. */
export const isConnectorError = (thrown: unknown): thrown is ConnectorError =>
  thrown instanceof Error && 'type' in thrown && 'code' in thrown && 'retry' in thrown

/** A mistake in a descriptor, found when it is defined; only programmers see it. */
export class DefinitionError extends Error {
  override readonly name = 'DefinitionError'
}
