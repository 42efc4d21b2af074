import type { MakeParameter } from '../../../src/targets/make/parameters.js'

/**
 * Checks values against Make parameters as Make does before a module runs: required, type, options, nested parameters, items,
 * lengths and patterns. Empty values count as not filled; lengths count UTF-16 units; options of an RPC take any value.
 *
 * @returns what is wrong, one line each; nothing where Make takes the values.
 */
export function checkMakeValues(
  parameters: readonly MakeParameter[],
  values: Readonly<Record<string, unknown>>,
): readonly string[] {
  const active = activeParameters(parameters, values)
  const unknown = Object.keys(values).filter((key) => !active.some(({ name }) => name === key))
  return [
    ...unknown.map((key) => `${key} is unknown`),
    ...active.flatMap((parameter) => problems(parameter, valueIn(parameter, values))),
  ]
}

const isEmpty = (value: unknown): boolean => value === undefined || value === null || value === ''

const valueIn = (parameter: MakeParameter, values: Readonly<Record<string, unknown>>): unknown => {
  const given = values[parameter.name ?? '']
  return isEmpty(given) ? parameter.default : given
}

/** The parameters that exist for some values: those of chosen options follow their select. */
const activeParameters = (
  parameters: readonly MakeParameter[],
  values: Readonly<Record<string, unknown>>,
): readonly MakeParameter[] =>
  parameters.flatMap((parameter): readonly MakeParameter[] => {
    const { options } = parameter
    if (parameter.multiple || typeof options !== 'object') return [parameter]
    const chosen = options.find(({ value }) => value === valueIn(parameter, values))
    return [parameter, ...activeParameters(chosen?.nested ?? [], values)]
  })

function problems(parameter: MakeParameter, value: unknown): readonly string[] {
  const name = parameter.name ?? 'item'
  if (isEmpty(value)) return parameter.required ? [`${name} is required`] : []
  const { min, max } = parameter.validate ?? {}
  switch (parameter.type) {
    case 'any':
      return []
    case 'boolean':
      return typeof value === 'boolean' ? [] : [`${name} is no boolean`]
    case 'date':
      return typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? [] : [`${name} is no date`]
    case 'text':
    case 'url':
    case 'password':
      return textProblems(name, value, parameter.validate)
    case 'number':
    case 'integer':
    case 'uinteger':
      if (typeof value !== 'number') return [`${name} is no number`]
      if (parameter.type !== 'number' && !Number.isInteger(value)) return [`${name} is not whole`]
      if (parameter.type === 'uinteger' && value < 0) return [`${name} is negative`]
      return value < (min ?? value) || value > (max ?? value) ? [`${name} is out of range`] : []
    case 'select':
      return selectProblems(name, parameter, value)
    case 'array':
      return arrayProblems(name, parameter, value)
    case 'collection':
      return collectionProblems(name, parameter, value)
  }
}

function textProblems(name: string, value: unknown, limits: MakeParameter['validate'] = {}): readonly string[] {
  if (typeof value !== 'string') return [`${name} is no text`]
  if (value.length < (limits.min ?? 0) || value.length > (limits.max ?? value.length))
    return [`${name} has a bad length`]
  return limits.pattern === undefined || new RegExp(limits.pattern, 'u').test(value) ? [] : [`${name} has a bad form`]
}

function selectProblems(name: string, { options, multiple }: MakeParameter, value: unknown): readonly string[] {
  const chosen = multiple ? value : [value]
  if (!Array.isArray(chosen)) return [`${name} is no list`]
  const takes = (one: unknown) =>
    typeof one === 'string' && (typeof options === 'string' || options?.some((option) => option.value === one))
  return chosen.every(takes) ? [] : [`${name} is no option`]
}

function arrayProblems(name: string, { spec, validate = {} }: MakeParameter, value: unknown): readonly string[] {
  if (!Array.isArray(value)) return [`${name} is no list`]
  if (value.length < (validate.minItems ?? 0)) return [`${name} has too few items`]
  if (value.length > (validate.maxItems ?? value.length)) return [`${name} has too many items`]
  const item: MakeParameter = isSingle(spec) ? spec : { type: 'collection', spec: spec ?? [] }
  // Make does not enforce `required` within the items of a list.
  return value.flatMap((one) => problems(loosely(item), one))
}

const isSingle = (spec: MakeParameter['spec']): spec is MakeParameter => spec !== undefined && !Array.isArray(spec)

function loosely({ required: _, spec, ...rest }: MakeParameter): MakeParameter {
  return { ...rest, ...(spec !== undefined && { spec: isSingle(spec) ? loosely(spec) : spec.map(loosely) }) }
}

function collectionProblems(name: string, { spec }: MakeParameter, value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${name} is no collection`]
  const parameters = spec === undefined ? [] : isSingle(spec) ? [spec] : spec
  return checkMakeValues(parameters, value as Readonly<Record<string, unknown>>)
}
