import { describe, expect, it } from 'vitest'
import { callPostShape } from '../../modules/calls/call-post-shape.js'
import { modules } from '../../modules/index.js'
import { messagePostShape } from '../../modules/messages/message-post-shape.js'
import { codecOf, type Field, type Fields } from '../../src/core/fields.js'
import { apiRequestOf, type Module } from '../../src/core/module.js'
import type { OutputValue, Shape } from '../../src/core/shape.js'
import { type JsonSchema, type OfficialOperation, officialOperation, officialWebhook } from '../official/official.js'
import { exceptions, notOffered } from './official-exceptions.js'

const operations: Readonly<Record<string, string>> = {
  watchCalls: 'list_all_calls',
  searchCalls: 'list_all_calls',
  getCall: 'retrieve_a_call',
  createCall: 'create_a_call',
  updateCall: 'update_a_call',
  deleteCall: 'delete_a_call',
  watchMessages: 'list_messages',
  searchMessages: 'list_messages',
  getMessage: 'retrieve_message',
  createMessage: 'create_message',
  clearMessage: 'update_message',
  deleteMessage: 'delete_message',
}

/** One parameter of the API, wherever it travels. */
interface Parameter {
  readonly in: 'form' | 'query' | 'path'
  readonly required: boolean
  readonly schema: JsonSchema
}

function parametersOf(operation: OfficialOperation): ReadonlyMap<string, Parameter> {
  const body = operation.requestBody
  return new Map<string, Parameter>([
    ...operation.parameters.map(({ name, in: place, required, schema }): [string, Parameter] => [
      name,
      { in: place as Parameter['in'], required: required === true, schema },
    ]),
    ...Object.entries(body?.properties ?? {}).map(([name, schema]): [string, Parameter] => [
      name,
      { in: 'form', required: body?.required.includes(name) === true, schema },
    ]),
  ])
}

/** What is compared of a field and of a parameter; a value that one side does not have is undefined. */
interface Facts {
  readonly required: boolean
  readonly type: string
  readonly options?: readonly string[] | undefined
  readonly min?: number | undefined
  readonly max?: number | undefined
  readonly maxLength?: number | undefined
  readonly maxItems?: number | undefined
  readonly pattern?: string | undefined
  readonly default?: unknown
}

const types: Readonly<Record<Exclude<Field['kind'], 'multiSelect' | 'list'>, string>> = {
  text: 'string',
  longText: 'string',
  secret: 'string',
  phone: 'string',
  address: 'string',
  sid: 'uuid',
  url: 'uri',
  integer: 'integer',
  decimal: 'string',
  boolean: 'boolean',
  select: 'string',
  date: 'string',
  keyValues: 'pairs',
  any: 'any',
  choice: 'choice',
}

function factsOfField(one: Field): Facts {
  const several = one.kind === 'multiSelect' || one.kind === 'list'
  const type = several
    ? codecOf(one) === 'repeated'
      ? one.kind === 'list'
        ? 'uri array'
        : 'string array'
      : 'string'
    : types[one.kind]
  return {
    required: one.required === true,
    type,
    options: 'options' in one && one.options ? Object.keys(one.options).sort() : undefined,
    min: one.kind === 'integer' ? one.min : undefined,
    max: one.kind === 'integer' ? one.max : undefined,
    maxLength: 'maxLength' in one ? one.maxLength : undefined,
    maxItems: one.kind === 'list' ? one.maxItems : undefined,
    pattern: 'pattern' in one ? one.pattern : undefined,
    default: 'apiDefault' in one ? one.apiDefault : undefined,
  }
}

function factsOfParameter({ required, schema }: Parameter): Facts {
  const array = schema.type === 'array' || schema.anyOf?.some(({ type }) => type === 'array')
  const single =
    schema.format === 'uuid' || schema.format === 'uri' ? schema.format : array ? 'string' : String(schema.type)
  const preset = schema.default
  return {
    required,
    type: array ? `${single} array` : single,
    options: schema.enum?.map(String).sort(),
    min: schema.minimum,
    max: schema.maximum,
    maxLength: schema.maxLength,
    maxItems: schema.maxItems,
    pattern: schema.pattern,
    default: Array.isArray(preset) ? preset.join(' ') : preset,
  }
}

interface Sent {
  readonly at: string
  readonly field: Field
  readonly names: readonly string[]
}

/** Every field that travels, with every name that it can travel under. */
function sentFields(fields: Fields, at: string): readonly Sent[] {
  return Object.entries(fields).flatMap(([key, field]): readonly Sent[] => {
    if (field.kind === 'choice')
      return Object.entries(field.options).flatMap(([value, option]) => sentFields(option.fields, `${at}.${value}`))
    if (!field.wire) return []
    const { name, operator } = field.wire
    const suffixes = operator ? Object.values(operator.suffix) : ['']
    return [{ at: `${at}.${key}`, field, names: suffixes.map((suffix) => name + suffix) }]
  })
}

const compared = (modules as readonly Module[]).flatMap((module) => {
  const id = operations[module.id]
  return id === undefined ? [] : [{ id: module.id, module, operation: officialOperation(id) }]
})

/** Every difference between our fields and the API's parameters, by field and fact, as it is written in the exceptions. */
const differences = compared.flatMap(({ module, operation }) => {
  const parameters = parametersOf(operation)
  return sentFields(module.fields, module.id).flatMap(({ at, field, names }) =>
    names.flatMap((name): readonly string[] => {
      const parameter = parameters.get(name)
      if (!parameter) return [`${at}: the API has no ${name}`]
      if (parameter.in !== field.wire?.in) return [`${at}: the API takes ${name} in ${parameter.in}`]
      const ours = factsOfField(field)
      const theirs = factsOfParameter(parameter)
      return (Object.keys({ ...ours, ...theirs }) as (keyof Facts)[])
        .filter((fact) => JSON.stringify(ours[fact]) !== JSON.stringify(theirs[fact]))
        .map((fact) => `${at}: ${fact} ${JSON.stringify(ours[fact])}, in the API ${JSON.stringify(theirs[fact])}`)
    }),
  )
})

describe('the fields, beside the official specification', () => {
  it('differ from the parameters of their operation only where an exception says why', () => {
    expect(differences.filter((one) => !Object.hasOwn(exceptions, one))).toEqual([])
  })

  it('differ wherever an exception says so', () => {
    expect(Object.keys(exceptions).filter((one) => !differences.includes(one))).toEqual([])
  })

  it('are compared for every module that makes a request of its own', () => {
    const requesting = (modules as readonly Module[]).filter((module) => apiRequestOf(module)).map(({ id }) => id)
    expect(compared.map(({ id }) => id)).toEqual(requesting)
  })
})

describe.each(compared)('$id, beside the official specification', ({ module, operation }) => {
  const request = apiRequestOf(module)
  const parameters = parametersOf(operation)

  it('makes the request of its operation', () => {
    expect(request?.method).toBe(operation.method)
    expect(request?.path).toBe(`/api/laml/2010-04-01${operation.path}`)
    expect(operation.requestBody?.contentType ?? 'application/x-www-form-urlencoded').toBe(
      'application/x-www-form-urlencoded',
    )
  })

  it('offers every parameter, or says why not', () => {
    const offered = new Set([
      ...sentFields(module.fields, '').flatMap(({ names }) => names),
      ...(request?.always.map(([name]) => name) ?? []),
    ])
    const missing = [...parameters.keys()].filter((name) => !offered.has(name))
    expect(missing).toEqual(Object.keys(notOffered(module)))
    for (const reason of Object.values(notOffered(module))) expect(reason).toMatch(/.{15,}\.$/)
  })

  it('sends in every request only what the operation knows and allows', () => {
    for (const [name, value] of request?.always ?? []) {
      expect(parameters.has(name)).toBe(true)
      expect(value.length).toBeLessThanOrEqual(parameters.get(name)?.schema.maxLength ?? Number.POSITIVE_INFINITY)
    }
  })

  it('returns what the operation returns', () => {
    const reply = Object.entries(operation.responses).find(([status]) => /^2/.test(status))?.[1].schema
    if (module.kind === 'action' && module.echo) {
      expect(reply).toBeUndefined()
      expect(Object.keys(module.output)).toEqual(Object.keys(module.echo))
      return
    }
    const listed =
      module.kind === 'action'
        ? reply
        : reply?.properties?.[(module as { listing: { items: string } }).listing.items]?.items
    expect(listed?.properties).toBeDefined()
    expect(shapeDifferences(module.output, listed ?? {})).toEqual([])
  })
})

const nullable = (schema: JsonSchema): boolean =>
  schema.type === 'null' ||
  (Array.isArray(schema.type) && schema.type.includes('null')) ||
  (schema.anyOf ?? schema.oneOf ?? []).some(nullable)

/** The schema without its null. */
function filled(schema: JsonSchema): JsonSchema {
  const rest = (schema.anyOf ?? schema.oneOf ?? []).filter((one) => one.type !== 'null')
  return rest.length === 1 && rest[0] ? { ...schema, ...rest[0] } : schema
}

/** How an output differs from a schema in keys, nullability, documented values and, roughly, types. */
function shapeDifferences(shape: Shape, schema: JsonSchema, at = ''): readonly string[] {
  const properties = schema.properties ?? {}
  return [
    ...Object.keys(properties)
      .filter((key) => !Object.hasOwn(shape, key))
      .map((key) => `${at}${key} is not in our output`),
    ...Object.entries(shape).flatMap(([key, one]): readonly string[] => {
      const theirs = properties[key]
      if (!theirs) return [`${at}${key} is not in the API's reply`]
      const found: string[] = []
      if (nullable(theirs) !== (one.nullable === true)) found.push(`${at}${key} may be null: ${nullable(theirs)}`)
      if ((schema.required ?? []).includes(key) === (one.optional === true)) found.push(`${at}${key} may be missing`)
      return [...found, ...valueDifferences(one, filled(theirs), at + key)]
    }),
  ]
}

function valueDifferences(one: OutputValue, theirs: JsonSchema, at: string): readonly string[] {
  const type = Array.isArray(theirs.type) ? theirs.type.filter((each) => each !== 'null').join() : theirs.type
  switch (one.type) {
    case 'text': {
      const known = Object.keys(one.known ?? {}).sort()
      const values = (theirs.enum ?? []).filter((value) => value !== null).map(String)
      return [
        ...(type === 'string' ? [] : [`${at} is ${type}`]),
        ...(known.join() === values.sort().join() ? [] : [`${at} has the values ${values.join()}`]),
      ]
    }
    case 'number':
      return type === 'number' || type === 'integer' ? [] : [`${at} is ${type}`]
    case 'collection':
      return shapeDifferences(one.shape, theirs, `${at}.`)
    case 'date':
      return type === 'string' ? [] : [`${at} is ${type}`]
    case 'boolean':
    case 'list':
    case 'any':
      return [`${at} is not compared`]
  }
}

describe('the posts, beside the official specification', () => {
  it.each([
    ['voiceStatusCallback', callPostShape as Shape],
    ['incomingCallStatusCallback', callPostShape as Shape],
    ['recordingStatusCallback', callPostShape as Shape],
    ['smsStatusCallback', messagePostShape as Shape],
  ])('have every parameter of %s, with its documented values', (name, shape) => {
    const { properties, enums } = officialWebhook(name)
    expect(Object.keys(properties).filter((key) => !Object.hasOwn(shape, key))).toEqual([])
    for (const [key, values] of Object.entries(enums)) {
      const one = shape[key]
      const known = one?.type === 'text' ? Object.keys(one.known ?? {}) : []
      expect(known, `${name} ${key}`).toEqual(expect.arrayContaining([...values]))
    }
  })
})
