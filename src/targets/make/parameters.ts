import type { Field, Fields, ListItem, Options, SelectField } from '../../core/fields.js'
import { fieldHelp } from '../../core/help.js'
import type { Module } from '../../core/module.js'
import { addressPattern, decimalPattern, phonePattern, sidPattern, urlPattern } from '../../core/patterns.js'
import type { Source } from '../../core/source.js'

/** One entry of a select; `nested` are the parameters that exist only while it is chosen. */
export interface MakeOption {
  readonly label: string
  readonly value: string
  readonly nested?: readonly MakeParameter[]
}

/** One parameter of a Make app, of a form or of an interface. */
export interface MakeParameter {
  readonly name?: string
  readonly label?: string
  readonly help?: string
  readonly type:
    | 'any'
    | 'array'
    | 'boolean'
    | 'collection'
    | 'date'
    | 'integer'
    | 'number'
    | 'password'
    | 'select'
    | 'text'
    | 'uinteger'
    | 'url'
  readonly required?: true
  readonly advanced?: true
  readonly default?: string | number | boolean
  readonly multiline?: true
  readonly multiple?: true
  readonly time?: false
  readonly mode?: 'edit'
  readonly options?: readonly MakeOption[] | string
  readonly spec?: MakeParameter | readonly MakeParameter[]
  readonly labels?: { readonly add: string }
  readonly validate?: {
    readonly min?: number
    readonly max?: number
    readonly pattern?: string
    readonly minItems?: number
    readonly maxItems?: number
  }
}

/** A module's parameters by where Make keeps them. */
export interface ModuleParameters {
  /** Fixed when the scenario is built: a polling trigger's, before which nothing runs that could be mapped. */
  readonly static: readonly MakeParameter[]
  /** Filled by mapping: actions and searches. */
  readonly mappable: readonly MakeParameter[]
  /** Those of an instant trigger's webhook; Make asks for its name itself. */
  readonly webhook: readonly MakeParameter[]
}

/** The parameters of a module. */
export function moduleParameters(module: Module): ModuleParameters {
  const none = { static: [], mappable: [], webhook: [] }
  switch (module.kind) {
    case 'action':
    case 'search':
      return { ...none, mappable: fieldParameters(module.fields) }
    case 'trigger':
      return { ...none, static: fieldParameters(module.fields) }
    case 'instantTrigger': {
      const { name } = module.hook.setup
      const asked = Object.entries(module.fields).filter(([key]) => key !== name)
      return { ...none, webhook: fieldParameters(Object.fromEntries(asked)) }
    }
  }
}

/** The parameters of a set of fields, a connection's for example. */
export const fieldParameters = (fields: Fields): readonly MakeParameter[] => parametersAt(fields, false)

// Make shows no advanced parameters within an option, so there they are ordinary ones.
function parametersAt(fields: Fields, nested: boolean): readonly MakeParameter[] {
  return Object.entries(fields)
    .filter(([, one]) => fields[deciderOf(one) ?? '']?.kind !== 'select')
    .map(([key, one]) => parameterOf(key, one, fields, nested))
}

const deciderOf = (one: Field): string | undefined => ('sourceBy' in one ? one.sourceBy?.field : undefined)

function parameterOf(key: string, one: Field, siblings: Fields, nested: boolean): MakeParameter {
  const initial = 'initial' in one ? one.initial : undefined
  return {
    name: key,
    label: one.label,
    help: fieldHelp(one),
    ...typeOf(one),
    ...(one.kind === 'select' && { options: selectOptions(key, one, siblings, nested) }),
    ...(one.required && { required: true as const }),
    ...(one.advanced && !nested && { advanced: true as const }),
    ...(initial !== undefined && { default: initial }),
  }
}

/** The options of a select; each holds the parameters whose own options depend on it. */
function selectOptions(key: string, one: SelectField, siblings: Fields, nested: boolean): readonly MakeOption[] {
  const dependents = Object.entries(siblings).filter(([, sibling]) => deciderOf(sibling) === key)
  return Object.entries(one.options).map(([value, label]) => ({
    label,
    value,
    ...(dependents.length > 0 && {
      nested: dependents.map(([name, dependent]) => parameterOf(name, withSourceFor(dependent, value), {}, nested)),
    }),
  }))
}

function withSourceFor(one: Field, value: string): Field {
  if (!('sourceBy' in one)) return one
  const source = one.sourceBy?.sources[value] ?? one.source
  return source ? { ...one, source } : one
}

/** The RPC that lists a source's options; none where only our own host knows them. */
const rpcOf = (source: Source | undefined): string | undefined =>
  source && !('local' in source.from) ? `rpc://${source.id}` : undefined

interface TextLimits {
  readonly minLength?: number
  readonly maxLength?: number
  readonly pattern?: string
}

function textLimits({ minLength, maxLength, pattern }: TextLimits): MakeParameter['validate'] {
  if (minLength === undefined && maxLength === undefined && pattern === undefined) return undefined
  return {
    ...(minLength !== undefined && { min: minLength }),
    ...(maxLength !== undefined && { max: maxLength }),
    ...(pattern !== undefined && { pattern }),
  }
}

/** One line in a format; where its options are listed from the Space, any other value may still be mapped. */
function lineOf(type: 'text' | 'url', source: Source | undefined, validate: MakeParameter['validate']): MakeParameter {
  const options = rpcOf(source)
  if (options !== undefined) return { type: 'select', options, mode: 'edit' }
  return { type, ...(validate && { validate }) }
}

const validated = (validate: MakeParameter['validate']): Pick<MakeParameter, 'validate'> =>
  validate ? { validate } : {}

const optionsOf = (options: Options): readonly MakeOption[] =>
  Object.entries(options).map(([value, label]) => ({ label, value }))

function itemOf(item: ListItem): MakeParameter {
  switch (item.kind) {
    case 'url':
      return lineOf('url', undefined, { pattern: urlPattern })
    case 'text':
      return lineOf('text', undefined, textLimits(item))
    case 'secret':
      return { type: 'password', ...validated(textLimits(item)) }
  }
}

function typeOf(one: Field): MakeParameter {
  switch (one.kind) {
    case 'text':
      return lineOf('text', one.source, textLimits(one))
    case 'longText':
      return { type: 'text', multiline: true, ...validated(textLimits(one)) }
    case 'secret':
      return { type: 'password', ...validated(textLimits(one)) }
    case 'phone':
      return lineOf('text', one.source, { pattern: phonePattern })
    case 'address':
      return lineOf('text', one.source, { pattern: addressPattern })
    case 'sid':
      return lineOf('text', one.source, { pattern: sidPattern })
    case 'url':
      return lineOf('url', one.source, { pattern: urlPattern })
    case 'decimal':
      return lineOf('text', one.source, { pattern: decimalPattern })
    case 'integer': {
      const { min, max } = one
      const limits = { ...(min !== undefined && { min }), ...(max !== undefined && { max }) }
      return {
        type: min !== undefined && min >= 0 ? 'uinteger' : 'integer',
        ...(Object.keys(limits).length > 0 && { validate: limits }),
      }
    }
    case 'boolean':
      return { type: 'boolean' }
    case 'select':
      return { type: 'select' }
    case 'choice':
      return {
        type: 'select',
        options: Object.entries(one.options).map(([value, option]) => ({
          label: option.label,
          value,
          ...(Object.keys(option.fields).length > 0 && { nested: parametersAt(option.fields, true) }),
        })),
      }
    case 'multiSelect': {
      const options = one.options ? optionsOf(one.options) : rpcOf(one.source)
      return options ? { type: 'select', multiple: true, options } : { type: 'array', spec: { type: 'text' } }
    }
    case 'list': {
      const { minItems = one.required ? 1 : undefined, maxItems } = one
      return {
        type: 'array',
        spec: itemOf(one.item),
        labels: { add: `Add: ${one.label}` },
        ...((minItems !== undefined || maxItems !== undefined) && {
          validate: { ...(minItems !== undefined && { minItems }), ...(maxItems !== undefined && { maxItems }) },
        }),
      }
    }
    case 'date':
      // A day alone; where a time counts, Make's date has one.
      return { type: 'date', ...(one.wire?.codec === 'utcDay' && { time: false as const }) }
    case 'keyValues':
      return {
        type: 'array',
        spec: [
          { name: 'key', label: 'Key', type: 'text', required: true },
          { name: 'value', label: 'Value', type: 'text' },
        ],
      }
    case 'any':
      return { type: 'any' }
  }
}
