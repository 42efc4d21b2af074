import { z } from 'zod'
import { type ActiveFields, activeFields, allFields } from '../core/active-fields.js'
import { ConnectorError, type InputIssue } from '../core/errors.js'
import type { Field, Fields } from '../core/fields.js'
import type { Rule } from '../core/rules.js'
import { readDate } from './dates.js'
import { fieldSchema } from './field-schema.js'
import { nearest } from './nearest.js'

/** An input that is known to be right: initial values filled in, dates read. */
export interface ParsedInput {
  readonly values: Readonly<Record<string, unknown>>
  /** The fields that exist for this input, in the order shown. */
  readonly fields: ReadonlyMap<string, Field>
}

/** What is parsed: a module, or a connection. */
interface Form {
  readonly id: string
  readonly label: string
  readonly fields: Fields
  readonly rules?: readonly Rule[]
  /** How the message of a refusal starts. @default the label and "was not run" */
  readonly refusal?: string
}

const schemas = new WeakMap<Fields, Map<string, z.ZodType<Record<string, unknown>>>>()

/** One validator for each combination of chosen options, compiled once. */
function schemaFor(form: Form, active: ActiveFields): z.ZodType<Record<string, unknown>> {
  let combinations = schemas.get(form.fields)
  if (!combinations) {
    combinations = new Map()
    schemas.set(form.fields, combinations)
  }
  let schema = combinations.get(active.combination)
  if (!schema) {
    schema = z.object(Object.fromEntries([...active.fields].map(([key, field]) => [key, fieldSchema(field)])))
    combinations.set(active.combination, schema)
  }
  return schema
}

/** A refusal names this many mistakes; an input that is wrong throughout would give a message of megabytes. */
const mostIssues = 50

/** What is printed of a key that is no field's: it may be long, or steer a terminal. */
const printable = (key: string): string => key.slice(0, 64).replace(/\p{Cc}/gu, ' ')

/** Whether a field was filled: 0 and false are values, an empty list is none. */
const isFilled = (value: unknown): boolean => value !== undefined && !(Array.isArray(value) && value.length === 0)

/** An Invalid Date is refused as the wrong type already. */
const isDate = (value: unknown): value is Date => value instanceof Date && !Number.isNaN(value.getTime())

const isPlainObject = (input: unknown): input is Readonly<Record<string, unknown>> =>
  typeof input === 'object' && input !== null && !Array.isArray(input) && !(input instanceof Date)

/**
 * Checks and reads an input.
 *
 * @param options `timeZone` is the IANA zone of dates without an offset.
 * @throws ConnectorError of type `BundleValidationError` that names everything wrong at once, by label and key. A limit of
 *   0 is an `InvalidConfigurationError`, as in hosts.
 */
export function parseInput(form: Form, input: unknown, options: { readonly timeZone: string }): ParsedInput {
  if (!isPlainObject(input))
    throw invalid(form, [{ key: '', label: '', message: 'The input must be an object with one key for each field' }])
  const active = activeFields(form.fields, input)
  const known = allFields(form.fields)
  const issues: InputIssue[] = []
  for (const key of Object.keys(input)) {
    if (known.has(key) || input[key] === undefined) continue
    const near = issues.length < mostIssues ? suggestion(key, [...known.keys()]) : ''
    issues.push({ key: printable(key), label: printable(key), message: `is not a field of ${form.label}${near}` })
  }
  for (const { key, choice, options: owners } of active.misplaced) {
    const picked = input[choice]
    const when = picked === undefined ? 'which is not filled' : `which is ${String(picked)} here`
    const label = known.get(key)?.label ?? key
    issues.push({
      key,
      label,
      message: `exists only where ${known.get(choice)?.label} (${choice}) is ${owners.join(' or ')}, ${when}`,
    })
  }
  const result = schemaFor(form, active).safeParse(input)
  const values: Record<string, unknown> = result.success ? result.data : {}
  if (!result.success) {
    for (const { path, message } of result.error.issues) {
      const key = path.join('.')
      const field = active.fields.get(String(path[0]))
      const item =
        path.length > 1
          ? `entry ${path
              .slice(1)
              .map((part) => (typeof part === 'number' ? part + 1 : String(part)))
              .join(' ')} `
          : ''
      // A value of the wrong type breaks the limits as well, which then say nothing.
      if (issues.at(-1)?.key !== key) issues.push({ key, label: field?.label ?? key, message: item + message })
    }
  }
  for (const [key, field] of active.fields) {
    const raw = input[key]
    if (field.kind !== 'date' || (typeof raw !== 'string' && !isDate(raw))) continue
    const date = readDate(raw, options.timeZone)
    if (typeof date === 'string') issues.push({ key, label: field.label, message: date })
    else values[key] = date
  }
  for (const rule of form.rules ?? []) {
    const filled = rule.keys.filter((key) => isFilled(input[key]))
    const broken = rule.rule === 'atLeastOneOf' ? filled.length === 0 : filled.length > 1
    if (broken) issues.push({ key: '', label: '', message: rule.message.replace(/\.$/, '') })
  }
  if (issues.length > 0) throw invalid(form, issues, input)
  return { values, fields: active.fields }
}

function suggestion(key: string, known: readonly string[]): string {
  const near = nearest(key, known)
  return near === undefined ? '' : `; did you mean ${near}?`
}

const sentence = ({ key, label, message }: InputIssue): string =>
  label === '' ? `${message}.` : label === key ? `${label} ${message}.` : `${label} (${key}) ${message}.`

function invalid(form: Form, issues: readonly InputIssue[], input?: Readonly<Record<string, unknown>>): ConnectorError {
  const zeroLimit =
    input?.limit === 0 && issues.length === 1 && issues[0]?.key === 'limit' && Object.hasOwn(form.fields, 'limit')
  const named = issues.slice(0, mostIssues)
  const more = issues.length > named.length ? [`${issues.length - named.length} more mistakes are not named here.`] : []
  const text = [...named.map((issue) => sentence(issue).replace(/\?\.$/, '?')), ...more].join(' ')
  return new ConnectorError(`${form.refusal ?? `${form.label} was not run`}. ${text}`, {
    type: zeroLimit ? 'InvalidConfigurationError' : 'BundleValidationError',
    code: zeroLimit ? 'limit_zero' : 'invalid_input',
    retry: 'never',
    advice: '',
    issues: named,
  })
}
