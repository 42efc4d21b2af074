import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { modules } from '../../modules/index.js'
import { allFields } from '../../src/core/active-fields.js'
import { isConnectorError } from '../../src/core/errors.js'
import type { Fields } from '../../src/core/fields.js'
import type { Module } from '../../src/core/module.js'
import { parseInput } from '../../src/runtime/parse.js'
import { fieldsJsonSchema } from '../../src/targets/json-schema.js'
import { fieldParameters } from '../../src/targets/make/parameters.js'
import { compileSchema } from './json-schema-validator.js'
import { checkMakeValues } from './make/check-values.js'
import type { Form, Judge } from './vector.js'
import { vectors } from './vectors.js'

type Input = Readonly<Record<string, unknown>>

const compiled = new Map<Form, ReturnType<typeof compileSchema>>()

const judges: Readonly<Record<Judge, (form: Form, input: Input) => boolean>> = {
  runtime: (form, input) => {
    try {
      parseInput(form, input, { timeZone: 'UTC' })
      return true
    } catch (thrown) {
      if (!isConnectorError(thrown)) throw thrown
      return false
    }
  },
  jsonSchema: (form, input) => {
    const validate = compiled.get(form) ?? compileSchema(fieldsJsonSchema(form.fields, form.rules))
    compiled.set(form, validate)
    return validate(input)
  },
  make: (form, input) => checkMakeValues(fieldParameters(form.fields), input).length === 0,
}

const forms = [...new Set(vectors.map(({ form }) => form))]

describe.each(forms.map((form) => [form.id, form] as const))('%s', (_, form) => {
  const own = vectors.filter((vector) => vector.form === form)

  it.each(['runtime', 'jsonSchema', 'make'] as const)('is judged alike by %s', (judge) => {
    const verdicts = own.map(({ input }) => [JSON.stringify(input), judges[judge](form, input)])
    // An exception must be one: a judge that agrees after all has no need of it.
    expect(verdicts).toEqual(
      own.map(({ input, accepted, except }) => [
        JSON.stringify(input),
        except[judge] === undefined ? accepted : !accepted,
      ]),
    )
  })
})

describe('the vectors', () => {
  it('have every kind of field', () => {
    const kinds = new Set<string>()
    const visit = (fields: Fields) => {
      for (const field of Object.values(fields)) {
        kinds.add(field.kind)
        if (field.kind === 'choice') for (const option of Object.values(field.options)) visit(option.fields)
      }
    }
    for (const form of forms) visit(form.fields)
    expect([...kinds].sort()).toEqual(
      [
        'address any boolean choice date decimal integer keyValues list longText multiSelect phone secret select sid text url',
      ].flatMap((names) => names.split(' ')),
    )
  })

  it('except nothing from the runtime, which decides', () => {
    expect(vectors.filter(({ except }) => except.runtime !== undefined)).toEqual([])
  })
})

const everyModule: readonly Module[] = modules

describe.each(everyModule.map((module) => [module.id, module] as const))('%s', (_, module) => {
  const form: Form = module

  it('has an example that everybody accepts', () => {
    for (const judge of Object.values(judges)) expect(judge(form, module.example)).toBe(true)
  })

  it('is judged alike by the runtime and by its JSON Schema, whatever is put together', () => {
    let accepted = 0
    const documents = [...allFields(module.fields)].filter(([, one]) => 'format' in one).map(([key]) => key)
    fc.assert(
      fc.property(inputsFor(module), (input) => {
        // That only the runtime parses LaML is one of the exceptions above.
        fc.pre(documents.every((key) => !Object.hasOwn(input, key) || input[key] === document))
        const verdict = judges.runtime(form, input)
        accepted += verdict ? 1 : 0
        expect([input, judges.jsonSchema(form, input)]).toEqual([input, verdict])
      }),
      { numRuns: 300 },
    )
    // The control: not everything was refused.
    expect(accepted).toBeGreaterThan(0)
  })
})

const document = '<Response/>'

/** Inputs made of the example and of values that fit some field or none. */
function inputsFor(module: Module): fc.Arbitrary<Input> {
  const keys = Object.keys(fieldsJsonSchema(module.fields).properties ?? {})
  const constants = JSON.stringify(fieldsJsonSchema(module.fields)).matchAll(/"const":"([^"]+)"/g)
  const value = fc.oneof(
    fc.constantFrom(...[...constants].map(([, option]) => option), 'x'),
    fc.constantFrom<unknown>('+12025550142', 'https://example.com/a', '0.05', '2026-01-05', 1, 601, true, null, {}),
    fc.constantFrom<unknown>([], ['completed'], ['https://example.com/a'], ['a', 'a'], [{ key: 'a', value: 'b' }]),
    fc.constantFrom('3a9f2c5e-7d41-4b0e-9c88-1f6b2d7e4a10', '', 'a b', document),
  )
  const changes = fc.dictionary(fc.constantFrom(...keys, 'unknown'), value, { maxKeys: 3, noNullPrototype: true })
  const removed = fc.subarray(Object.keys(module.example), { maxLength: 1 })
  return fc.tuple(changes, removed).map(([changed, without]) => ({
    ...Object.fromEntries(Object.entries(module.example).filter(([key]) => !without.includes(key))),
    ...changed,
  }))
}
