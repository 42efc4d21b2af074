import { type ConnectorError, type InputIssue, isConnectorError } from '../core/errors.js'
import { nearest } from '../runtime/nearest.js'
import { CommandError, type ExitCode } from './command-error.js'
import { type FieldFlag, fixedValues, flagOf } from './field-flags.js'
import { printableLine } from './printable.js'
import type { Colors } from './terminal.js'

/** An error as the command line shows it. */
export interface DescribedError {
  readonly exitCode: ExitCode
  /** For people; several lines. */
  readonly text: string
  /** For programs. */
  readonly json: Readonly<Record<string, unknown>>
}

export interface Describing {
  readonly colors: Colors
  /** The flags of the form that was filled, to name them beside its labels. */
  readonly flags?: readonly FieldFlag[] | undefined
  /** What the form was filled with, to suggest the value that was meant. */
  readonly input?: Readonly<Record<string, unknown>> | undefined
  /** The command that shows the flags' help. */
  readonly helpCommand?: string | undefined
}

/** Wrong input is the caller's to mend; whatever the API answered is a failure. */
function exitCodeOf(error: ConnectorError): ExitCode {
  if (error.code === 'start_not_found') return 3
  const ours = error.status === undefined
  return ours && (error.type === 'BundleValidationError' || error.type === 'InvalidConfigurationError') ? 2 : 1
}

/** Describes anything that was thrown, without a stack trace. */
export function describeError(thrown: unknown, describing: Describing): DescribedError {
  const { colors } = describing
  const title = (text: string): string => `${colors.red('error:')} ${printableLine(text)}`
  if (thrown instanceof CommandError) {
    const { exitCode, code, message, issues } = thrown
    return {
      exitCode,
      text: [title(message), ...(issues ?? []).map((issue) => issueLine(issue, describing))].join('\n'),
      json: { type: exitCode === 2 ? 'UsageError' : 'CommandError', code, message, ...(issues && { issues }) },
    }
  }
  if (isConnectorError(thrown)) {
    const exitCode = exitCodeOf(thrown)
    return { exitCode, text: connectorText(thrown, describing, title).join('\n'), json: jsonOf(thrown, describing) }
  }
  const message = `Something unexpected went wrong: ${firstLine(thrown)}. Set DEBUG=signalwire-connector to see where, and report it.`
  return { exitCode: 1, text: title(message), json: { type: 'UnexpectedError', code: 'unexpected', message } }
}

const firstLine = (thrown: unknown): string =>
  (thrown instanceof Error ? thrown.message : String(thrown)).split('\n')[0]?.replace(/\.$/, '') ?? ''

function connectorText(
  error: ConnectorError,
  describing: Describing,
  title: (text: string) => string,
): readonly string[] {
  const { colors } = describing
  if (error.issues && error.issues.length > 0) {
    // The message repeats every issue in one line; its first sentence says what was refused.
    const refused = error.message.slice(0, error.message.indexOf('. ') + 1) || error.message
    const hint = describing.helpCommand && `All fields: ${describing.helpCommand}`
    return [
      title(refused),
      ...error.issues.map((issue) => issueLine(issue, describing)),
      ...(hint ? [colors.dim(hint)] : []),
    ]
  }
  const split = error.advice !== '' && error.message.endsWith(` ${error.advice}`)
  const problem = split ? error.message.slice(0, -error.advice.length - 1) : error.message
  // The message names most of it itself.
  const unsaid = (what: string, value: string | number | undefined): string | undefined =>
    value === undefined || problem.includes(String(value)) ? undefined : `${what} ${value}`
  const facts = [
    unsaid('HTTP status', error.status),
    unsaid('SignalWire code', error.signalwireCode),
    unsaid('More:', error.helpUrl),
  ].filter((fact) => fact !== undefined)
  return [
    title(problem),
    ...(split ? [`  ${printableLine(error.advice)}`] : []),
    ...(facts.length > 0 ? [colors.dim(`  ${printableLine(facts.join(' · '))}`)] : []),
  ]
}

/** `--limit (Limit) must be ...`; what concerns the form as a whole stands alone. */
function issueLine(issue: InputIssue, describing: Describing): string {
  const { colors, flags } = describing
  const message = printableLine(completed(issue, describing))
  if (issue.key === '') return `  ${message}`
  const flag = flags?.find(({ key }) => key === keyOf(issue))?.flag
  return flag === undefined
    ? `  ${colors.bold(printableLine(issue.key))} ${message}`
    : `  ${colors.bold(flag)} (${issue.label}) ${message}`
}

const keyOf = (issue: InputIssue): string => issue.key.split('.')[0] ?? ''

/** Adds the value that was probably meant, where the field has fixed values. */
function completed(issue: InputIssue, { flags, input }: Describing): string {
  const [key = '', index] = issue.key.split('.')
  const field = flags?.find((flag) => flag.key === key)?.field
  const values = field && fixedValues(field)
  const given = input?.[key]
  const typed = Array.isArray(given) ? given[Number(index)] : given
  if (typeof typed !== 'string' || !values || Object.hasOwn(values, typed)) return issue.message
  const near = nearest(typed, Object.keys(values))
  return near === undefined ? issue.message : `${issue.message}. Did you mean ${near}?`
}

function jsonOf(error: ConnectorError, { flags }: Describing): Readonly<Record<string, unknown>> {
  // Errors of another copy of the package have the same fields, but perhaps no toJSON.
  const { type, code, message, retry, status, signalwireCode, helpUrl, sids, advice } = error
  const issues = error.issues?.map((issue) => ({
    ...issue,
    ...(flags?.some(({ key }) => key === keyOf(issue)) && { flag: flagOf(keyOf(issue)) }),
  }))
  return { type, code, message, retry, status, signalwireCode, helpUrl, advice, issues, sids }
}
