import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { allModules } from '../../src/harness/find-module.js'
import { typed } from './shell.js'

interface Listed {
  readonly id: string
  readonly schema: object
  readonly output: object
}

describe('modules', () => {
  it('lists the fifteen for people, in their groups', async () => {
    const { code, stdout } = await typed(['modules'])
    expect(code).toBe(0)
    for (const { id, label, description } of allModules) {
      expect(stdout).toContain(id)
      expect(stdout).toContain(`${label}: ${description}`)
    }
    expect(stdout.split('\n').filter((line) => /^[A-Z][a-z]+$/.test(line))).toEqual(['Calls', 'Messages', 'Other'])
  })

  it('lists them for programs, with JSON Schemas that take their examples', async () => {
    const listed = (await typed(['modules', '--json'])).json() as readonly Listed[]
    expect(listed.map(({ id }) => id)).toEqual(allModules.map(({ id }) => id))
    for (const [index, one] of listed.entries()) {
      expect(Object.keys(one)).toEqual(['id', 'label', 'description', 'group', 'kind', 'effect', 'schema', 'output'])
      const ajv = new Ajv2020({ strict: false, validateFormats: false })
      expect(ajv.validate(one.schema, allModules[index]?.example), one.id).toBe(true)
      expect(ajv.validate(one.schema, { nonsense: true }), one.id).toBe(false)
      expect(ajv.validateSchema(one.output)).toBe(true)
    }
  })

  it('shows one with every field, its output and an example', async () => {
    const { stdout } = await typed(['modules', 'createCall'])
    for (const word of [
      'callIdentifier --call-identifier',
      'Only with callIdentifier url.',
      'date_created',
      'run createCall',
    ])
      expect(stdout).toContain(word)
  })

  it('shows one for programs', async () => {
    expect((await typed(['modules', 'getCall', '--json'])).json()).toMatchObject({
      id: 'getCall',
      kind: 'action',
      effect: 'read',
      schema: { type: 'object', required: ['callSid'] },
      example: { callSid: expect.any(String) },
    })
  })
})
