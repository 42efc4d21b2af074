import { describe, expect, it } from 'vitest'
import { signalwire } from '../../connection/connection.js'
import { modules } from '../../modules/index.js'
import { boolean, choice, integer, list, secret, select, sid, text } from '../../src/core/fields.js'
import type { Module } from '../../src/core/module.js'
import { laml } from '../../src/core/request.js'
import { atLeastOneOf, notTogether } from '../../src/core/rules.js'
import { decodeOutput } from '../../src/core/shape.js'
import { defineSource } from '../../src/core/source.js'
import { fieldsJsonSchema, inputJsonSchema, outputJsonSchema } from '../../src/targets/json-schema.js'
import { compileSchema } from './json-schema-validator.js'

const help = 'Enter a value that the schema describes.'
const base = { label: 'Value', help }
const everyModule: readonly Module[] = modules

describe('the JSON Schema of fields', () => {
  it('names each field as the form does and closes the object', () => {
    const schema = fieldsJsonSchema({ one: text({ ...base, required: true, maxLength: 9 }), two: boolean(base) })
    expect(schema).toMatchObject({
      type: 'object',
      additionalProperties: false,
      required: ['one'],
      properties: {
        one: {
          type: 'string',
          title: 'Value',
          description: `${help} At most 9 characters.`,
          minLength: 1,
          maxLength: 9,
          'x-kind': 'text',
        },
        two: { type: 'boolean' },
      },
    })
  })

  it('gives an initial value as default and then demands nothing', () => {
    const schema = fieldsJsonSchema({ limit: integer({ ...base, required: true, min: 1, initial: 10 }) })
    expect(schema.properties).toMatchObject({ limit: { type: 'integer', minimum: 1, default: 10 } })
    expect(schema.required).toEqual([])
  })

  it('never gives an API default as default', () => {
    const schema = fieldsJsonSchema({ timeout: integer({ ...base, apiDefault: 60 }) })
    expect(schema.properties?.timeout).not.toHaveProperty('default')
    expect(schema.properties).toMatchObject({ timeout: { description: `${help} If empty, SignalWire uses \`60\`.` } })
  })

  it('shows the labels of options to form libraries', () => {
    const schema = fieldsJsonSchema({ one: select({ ...base, options: { a: 'Letter A', b: 'Letter B' } }) })
    expect(schema.properties).toMatchObject({
      one: {
        oneOf: [
          { const: 'a', title: 'Letter A' },
          { const: 'b', title: 'Letter B' },
        ],
      },
    })
  })

  it('marks secrets, sources and advanced fields', () => {
    const source = defineSource({
      id: 'groups',
      what: 'groups',
      scope: 'Numbers',
      from: { request: laml('GET', '/Groups'), items: 'groups' },
      value: 'sid',
      label: '{sid}',
    })
    const schema = fieldsJsonSchema({
      token: secret(base),
      keys: list({ ...base, item: { kind: 'secret' } }),
      group: sid({ ...base, source, advanced: true }),
    })
    expect(schema.properties).toMatchObject({
      token: { writeOnly: true },
      keys: { items: { writeOnly: true } },
      group: { 'x-source': 'groups', 'x-advanced': true },
    })
  })

  it('says what an option demands, and that the fields of the others are absent', () => {
    const schema = fieldsJsonSchema({
      way: choice({
        ...base,
        options: {
          a: { label: 'A', fields: { one: text({ ...base, required: true }) } },
          b: { label: 'B', fields: { two: text(base) } },
        },
      }),
    })
    expect(schema.allOf?.map((one) => [one.if, one.then])).toEqual([
      [
        { properties: { way: { const: 'a' } }, required: ['way'] },
        { required: ['one'], properties: { two: false } },
      ],
      [{ properties: { way: { const: 'b' } }, required: ['way'] }, { properties: { one: false } }],
    ])
    expect(schema.dependentRequired).toEqual({ one: ['way'], two: ['way'] })
  })

  it('carries the message of a rule', () => {
    const fields = { a: text(base), b: text(base), c: text(base) }
    const schema = fieldsJsonSchema(fields, [
      atLeastOneOf(['a', 'b'], 'Fill A or B.'),
      notTogether(['a', 'b', 'c'], 'No.'),
    ])
    expect(schema.allOf).toEqual([
      { description: 'Fill A or B.', anyOf: [{ required: ['a'] }, { required: ['b'] }] },
      { description: 'No.', not: { required: ['a', 'b'] } },
      { description: 'No.', not: { required: ['a', 'c'] } },
      { description: 'No.', not: { required: ['b', 'c'] } },
    ])
  })

  it('is made for the connection too', () => {
    const validate = compileSchema(fieldsJsonSchema(signalwire.fields))
    const credentials = {
      spaceName: 'example',
      projectId: '6f2d1c7a-58b3-4e9d-a0c4-91e7b35d2f68',
      authToken: 'made-up',
    }
    expect(validate(credentials)).toBe(true)
    expect(validate({ ...credentials, projectId: 'ACxxxx' })).toBe(false)
    expect(validate({ ...credentials, signingKeys: ['one', 'two', 'three'] })).toBe(false)
  })
})

describe.each(everyModule.map((module) => [module.id, module] as const))('the JSON Schemas of %s', (_, module) => {
  it('name the dialect and the module', () => {
    expect(inputJsonSchema(module)).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      title: module.label,
      description: module.description,
    })
  })

  it('are plain JSON', () => {
    for (const schema of [inputJsonSchema(module), outputJsonSchema(module)])
      expect(JSON.parse(JSON.stringify(schema))).toEqual(schema)
  })

  it('accept the sample as an output, also with keys that are new, and not without what is always there', () => {
    const validate = compileSchema(outputJsonSchema(module))
    const output = JSON.parse(JSON.stringify(decodeOutput(module.output, module.sample)))
    expect([validate(output), validate.errors]).toEqual([true, null])
    expect(validate({ ...output, added_later: 1 })).toBe(true)
    const [always] = Object.keys(module.output).filter((key) => !module.output[key]?.optional)
    if (always !== undefined) expect(validate({ ...output, [always]: undefined })).toBe(false)
    expect(validate([])).toBe(false)
  })
})

describe('the JSON Schema of an output', () => {
  it('gives dates as ISO 8601, null where the API sends it, and known values as examples only', () => {
    const message = everyModule.find(({ id }) => id === 'getMessage')
    expect(message && outputJsonSchema(message).properties).toMatchObject({
      date_sent: { type: ['string', 'null'], format: 'date-time' },
      status: { type: 'string', examples: expect.arrayContaining(['queued', 'delivered']) },
      num_media: { type: 'number' },
    })
  })
})
