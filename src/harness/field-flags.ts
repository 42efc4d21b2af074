import { Option } from 'commander'
import type { Field, Fields } from '../core/fields.js'
import { fieldHelp } from '../core/help.js'

/** When a field of a choice's options exists. */
interface Condition {
  /** The key of the choice. */
  readonly choice: string
  /** The options that have the field. */
  readonly options: readonly string[]
  /** Those of them that demand it. */
  readonly demanding: readonly string[]
}

/** A field as a flag. */
export interface FieldFlag {
  readonly key: string
  /** With the dashes: `--media-url`. */
  readonly flag: string
  readonly field: Field
  /** Absent where the field always exists. */
  readonly only?: Condition | undefined
  /** Whether a run without it is refused, wherever the field exists. */
  readonly required: boolean
}

/** `mediaUrl` as `--media-url`. */
export const flagOf = (key: string): string => `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`

/** Whether a run needs this field: a host's initial value fills it in otherwise. */
const needed = (field: Field): boolean =>
  field.required === true && !('initial' in field && field.initial !== undefined)

/** Every field of a form as a flag, those of a choice's options after their choice. A key of several options comes once. */
export function fieldFlags(fields: Fields): readonly FieldFlag[] {
  const flags = new Map<string, FieldFlag>()
  for (const [key, field] of Object.entries(fields)) {
    flags.set(key, { key, flag: flagOf(key), field, required: needed(field) })
    if (field.kind !== 'choice') continue
    for (const [value, option] of Object.entries(field.options))
      for (const inner of fieldFlags(option.fields))
        flags.set(inner.key, asOwned(inner, key, value, flags.get(inner.key)))
  }
  return [...flags.values()]
}

/** A flag of one option; of a key that other options have too, the first one's field with all their conditions. */
function asOwned(inner: FieldFlag, choice: string, value: string, before: FieldFlag | undefined): FieldFlag {
  if (inner.only) return inner
  const others = before?.only?.choice === choice ? before.only : undefined
  const options = [...(others?.options ?? []), value]
  const demanding = [...(others?.demanding ?? []), ...(inner.required ? [value] : [])]
  return {
    ...inner,
    field: (others && before?.field) ?? inner.field,
    only: { choice, options, demanding },
    required: demanding.length === options.length,
  }
}

const quoted = (values: readonly string[]): string => values.join(', ')

/** The fixed values of a field with their labels, or undefined where anything can be entered. */
export function fixedValues(field: Field): Readonly<Record<string, string>> | undefined {
  if (field.kind === 'select') return field.options
  if (field.kind === 'multiSelect') return field.options
  if (field.kind === 'choice')
    return Object.fromEntries(Object.entries(field.options).map(([value, { label }]) => [value, label]))
  return undefined
}

/** Whether the flag may be given several times. */
const repeats = (field: Field): boolean =>
  field.kind === 'list' || field.kind === 'multiSelect' || field.kind === 'keyValues'

function placeholder(field: Field): string {
  switch (field.kind) {
    case 'text':
    case 'longText':
      return 'text'
    case 'secret':
      return 'secret'
    case 'phone':
      return 'number'
    case 'address':
      return 'address'
    case 'sid':
      return 'sid'
    case 'url':
      return 'url'
    case 'integer':
      return field.unit ?? 'count'
    case 'decimal':
      return 'decimal'
    case 'boolean':
      return 'boolean'
    case 'select':
    case 'choice':
      return 'value'
    case 'multiSelect':
      return 'value'
    case 'list':
      return field.item.kind
    case 'date':
      return 'date'
    case 'keyValues':
      return 'key=value'
    case 'any':
      return 'json'
  }
}

/** The whole help of a flag: label, help with limits, values, defaults. */
export function flagHelp(one: FieldFlag): string {
  const { field } = one
  const values = fixedValues(field)
  const initial = 'initial' in field && field.initial !== undefined ? String(field.initial) : undefined
  return [
    `${field.label}${demand(one)}.`,
    fieldHelp(field),
    values && `Values: ${quoted(Object.entries(values).map(([key, label]) => valueHelp(key, label)))}.`,
    initial === undefined ? undefined : `Default: ${initial}.`,
    repeats(field) ? 'Can be given several times.' : undefined,
    field.kind === 'any' ? 'Given as JSON; a text needs its quotes: \'"text"\'.' : undefined,
  ]
    .filter((part) => part !== undefined)
    .join(' ')
}

/** Whether the field must be filled, in brackets. */
function demand({ field, required, only }: FieldFlag): string {
  if (only && only.demanding.length > 0)
    return required ? ' (required there)' : ` (required with ${only.demanding.join(' or ')})`
  return required ? ' (required)' : field.advanced ? ' (advanced)' : ''
}

const valueHelp = (value: string, label: string): string => (value === label ? value : `${value} (${label})`)

/** The section of the help that a flag stands in. */
const sectionOf = ({ only }: FieldFlag): string =>
  only ? `Fields that exist only with ${flagOf(only.choice)} ${only.options.join(' or ')}:` : 'Fields:'

const collect = (value: string, before: unknown): readonly string[] => [...(Array.isArray(before) ? before : []), value]

/** The options of the command-line library for a form's fields. */
export function optionsOf(flags: readonly FieldFlag[]): readonly Option[] {
  return flags.flatMap((one) => {
    const { flag, field } = one
    const make = (spelled: string): Option => new Option(spelled, flagHelp(one)).helpGroup(sectionOf(one))
    if (field.kind === 'boolean') return [make(`${flag} [true|false]`), new Option(`--no-${flag.slice(2)}`).hideHelp()]
    const option = make(`${flag} <${placeholder(field)}>`)
    return [repeats(field) ? option.argParser(collect) : option]
  })
}
