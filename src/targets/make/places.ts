import { type ChoiceField, codecOf, type Field, type Fields } from '../../core/fields.js'
import type { ApiRequest } from '../../core/request.js'
import type { Codec, Operator } from '../../core/wire.js'
import { both, call, type Expression, either, equal, literal, only, parameter, plain, template } from './iml.js'

/** The parts of a request that a module's fields fill. */
export interface Places {
  readonly url: string
  readonly qs: Readonly<Record<string, string>>
  readonly body: Readonly<Record<string, string>>
}

/** A field with the condition under which it exists. */
interface Placed {
  readonly key: string
  readonly field: Field
  readonly exists?: Expression
}

/** Fills a request's path, query and form from a module's fields. Keys without a value are left out by Make itself. */
export function placesOf(request: ApiRequest, fields: Fields): Places {
  const always = Object.fromEntries(request.always.map(([name, value]) => [name, plain(value)]))
  const values = { query: new Map<string, Expression>(), form: new Map<string, Expression>() }
  const path = new Map<string, Expression>([['AccountSid', 'connection.projectId']])
  for (const { key, field, exists } of placedFields(fields)) {
    if (!field.wire) continue
    if (field.wire.in === 'path') {
      path.set(field.wire.name, call('encodeURL', parameter(key)))
      continue
    }
    const into = values[field.wire.in]
    for (const { suffix, condition } of suffixes(field.wire.operator)) {
      const name = field.wire.name + suffix
      const value = valueAt(key, codecOf(field), [exists, condition])
      const before = into.get(name)
      // Two options may send the same parameter from fields of their own; at most one of them exists.
      into.set(name, before === undefined ? value : call('ifempty', before, value))
    }
  }
  const written = (from: ReadonlyMap<string, Expression>) =>
    Object.fromEntries([...from].map(([name, value]) => [name, template(value)]))
  const get = request.method === 'GET' || request.method === 'DELETE'
  return {
    url: request.path.replace(/\{(\w+)\}/g, (_, name: string) => template(path.get(name) ?? 'ignore')),
    qs: { ...(get && always), ...written(values.query) },
    body: { ...(!get && always), ...written(values.form) },
  }
}

function placedFields(fields: Fields, outer?: Expression): readonly Placed[] {
  return Object.entries(fields).flatMap(([key, field]): readonly Placed[] => [
    { key, field, ...(outer !== undefined && { exists: outer }) },
    ...(field.kind === 'choice' ? optionFields(key, field, outer) : []),
  ])
}

/** The fields of a choice's options, once for each way in which they travel, with the options that have them. */
function optionFields(choice: string, one: ChoiceField, outer: Expression | undefined): readonly Placed[] {
  const found = new Map<string, { key: string; field: Field; options: string[] }>()
  for (const [value, option] of Object.entries(one.options))
    for (const [key, field] of Object.entries(option.fields)) {
      const way = JSON.stringify([key, field.wire])
      const known = found.get(way)
      if (known) known.options.push(value)
      else found.set(way, { key, field, options: [value] })
    }
  const count = Object.keys(one.options).length
  return [...found.values()].flatMap(({ key, field, options }): readonly Placed[] => {
    const chosen =
      options.length === count ? undefined : either(...options.map((value) => equal(parameter(choice), literal(value))))
    const conditions = [outer, chosen].filter((condition) => condition !== undefined)
    return placedFields({ [key]: field }, conditions.length > 0 ? both(...conditions) : undefined)
  })
}

/** One name of an operator's parameter, with the condition under which it is the one. */
interface Suffix {
  readonly suffix: string
  readonly condition: Expression | undefined
}

function suffixes(operator: Operator | undefined): readonly Suffix[] {
  if (!operator) return [{ suffix: '', condition: undefined }]
  const suffixed = [...new Set(Object.values(operator.suffix))]
    .filter((suffix) => suffix !== '')
    .map((suffix) => {
      const values = Object.keys(operator.suffix).filter((value) => operator.suffix[value] === suffix)
      return {
        suffix,
        condition: either(...values.map((value) => equal(parameter(operator.field), literal(value)))),
      }
    })
  // Where no operator is chosen, the parameter has its plain name.
  const none = suffixed.map(({ condition }) => `!(${condition})`)
  return [{ suffix: '', condition: none.length > 0 ? both(...none) : undefined }, ...suffixed]
}

function valueAt(key: string, codec: Codec, given: readonly (Expression | undefined)[]): Expression {
  const spelled = spell(codec, parameter(key))
  const conditions = given.filter((condition) => condition !== undefined)
  // A function of nothing would give an empty text, which is sent; nothing itself is not.
  if (spelled !== parameter(key)) conditions.push(parameter(key))
  return conditions.length === 0 ? spelled : only(both(...conditions), spelled)
}

function spell(codec: Codec, value: Expression): Expression {
  switch (codec) {
    case 'plain':
    case 'boolean':
    case 'repeated':
      return value
    case 'decimal':
      return call('replace', call('replace', value, literal('/^[.]/'), literal('0.')), literal('/[.]$/'), literal(''))
    case 'spaceSeparated':
      return call('join', value, 'space')
    case 'rfc2822':
      return call('formatDate', value, literal('ddd, DD MMM YYYY HH:mm:ss [GMT]'), literal('UTC'))
    case 'utcDay':
      return call('formatDate', value, literal('YYYY-MM-DD'), literal('UTC'))
  }
}
