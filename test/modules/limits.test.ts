import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { modules } from '../../modules/index.js'
import { ConnectorError } from '../../src/core/errors.js'
import type { Module } from '../../src/core/module.js'
import { parseInput } from '../../src/runtime/parse.js'
import { inputJsonSchema } from '../../src/targets/json-schema.js'
import { type Input, inputVectors, placesOf, smallestInput } from './input-vectors.js'
import { lateRefusals } from './value-vectors.js'

const ajv = new Ajv2020({ strict: false })

const runtimeAccepts = (module: Module, input: Input): boolean => {
  try {
    parseInput(module, input, { timeZone: 'UTC' })
    return true
  } catch (thrown) {
    if (thrown instanceof ConnectorError && thrown.issues !== undefined) return false
    throw thrown
  }
}

describe.each((modules as readonly Module[]).map((module) => ({ id: module.id, module })))(
  'the limits of $id',
  ({ module }) => {
    const vectors = inputVectors(module)
    const schemaAccepts = ajv.compile(inputJsonSchema(module))

    it('are kept by the runtime', () => {
      const wrong = vectors.filter(({ input, verdict }) => runtimeAccepts(module, input) !== (verdict === 'accepted'))
      expect(wrong.map(({ what, verdict }) => `${what} should be ${verdict}`)).toEqual([])
    })

    it('are kept by the JSON Schema', () => {
      const wrong = vectors.filter(({ input, verdict }) => schemaAccepts(input) !== (verdict !== 'rejected'))
      expect(wrong.map(({ what, verdict }) => `${what} should be ${verdict}`)).toEqual([])
    })

    it('are tried from both sides for every field', () => {
      for (const { key, field } of placesOf(module.fields)) {
        const tried = vectors.filter(({ what }) => what.includes(key))
        expect(
          tried.some(({ verdict }) => verdict === 'accepted'),
          key,
        ).toBe(true)
        // Any value is right for a field of the kind any.
        expect(
          tried.some(({ verdict }) => verdict === 'rejected'),
          key,
        ).toBe(field.kind !== 'any')
      }
    })

    it('are kept by all but a named few values, each for a reason', () => {
      for (const { field } of placesOf(module.fields))
        for (const { reason } of lateRefusals(field)) expect(reason).toMatch(/.{20,}\.$/)
    })

    it.each([undefined, null, 'text', 7, [], [{}]])('are not reached by %j, which is no input', (input) => {
      expect(runtimeAccepts(module, input as never)).toBe(false)
      expect(schemaAccepts(input)).toBe(false)
    })

    it('name the field that is wrong', () => {
      for (const { key, field, chosen } of placesOf(module.fields)) {
        if (field.kind === 'any') continue
        const input = { ...smallestInput(module, chosen, key), [key]: { wrong: true } }
        let issues: readonly { readonly key: string; readonly label: string }[] = []
        try {
          parseInput(module, input, { timeZone: 'UTC' })
        } catch (thrown) {
          issues = (thrown as ConnectorError).issues ?? []
        }
        expect(issues.map((issue) => issue.key)).toContain(key)
        expect(issues.find((issue) => issue.key === key)?.label).toBe(field.label)
      }
    })
  },
)

describe('a limit of 0', () => {
  it.each(['watchCalls', 'searchCalls', 'watchMessages', 'searchMessages'])('is a wrong configuration of %s', (id) => {
    const module = (modules as readonly Module[]).find((one) => one.id === id) as Module
    expect(() => parseInput(module, { limit: 0 }, { timeZone: 'UTC' })).toThrow(
      expect.objectContaining({ type: 'InvalidConfigurationError' }),
    )
  })
})
