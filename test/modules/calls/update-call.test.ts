import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { createCall, updateCall } from '../../../modules/index.js'
import { allFields } from '../../../src/core/active-fields.js'
import type { ConnectorError } from '../../../src/core/errors.js'
import { parseInput } from '../../../src/runtime/parse.js'
import { inputJsonSchema } from '../../../src/targets/json-schema.js'
import { officialOperation } from '../../official/official.js'

const callSid = 'c1e08b6d-2f4a-4d7c-b5a9-70d3e9f16b82'
const schemaAccepts = new Ajv2020({ strict: false }).compile(inputJsonSchema(updateCall))

const refusal = (input: Readonly<Record<string, unknown>>): ConnectorError | undefined => {
  try {
    parseInput(updateCall, input, { timeZone: 'UTC' })
    return undefined
  } catch (thrown) {
    return thrown as ConnectorError
  }
}

describe('Update a Call', () => {
  it('takes everything that Create a Call takes, none of it required', () => {
    const changes = allFields(updateCall.fields)
    for (const [key, one] of allFields(createCall.fields)) {
      expect(changes.get(key)?.kind).toBe(one.kind)
      expect(changes.get(key)?.required ?? false, key).toBe(false)
      expect(changes.get(key)?.wire).toEqual(one.wire)
    }
    expect([...changes.keys()].filter((key) => !allFields(createCall.fields).has(key))).toEqual(['callSid', 'status'])
  })

  it.each([
    { status: 'completed' },
    { callIdentifier: 'url', url: 'https://example.com/next.xml' },
    { callIdentifier: 'url', fallbackUrl: 'https://example.com/sorry.xml' },
    { callIdentifier: 'url', method: 'GET' },
    { statusCallback: 'https://example.com/status' },
    { status: 'canceled', statusCallback: 'https://example.com/status' },
    { record: false },
  ])('changes what is filled: %j', (changes) => {
    expect(refusal({ callSid, ...changes })).toBeUndefined()
    expect(schemaAccepts({ callSid, ...changes })).toBe(true)
  })

  it.each([{}, { callIdentifier: 'url' }, { callIdentifier: 'application' }])(
    'refuses an update that would change nothing: %j',
    (changes) => {
      expect(refusal({ callSid, ...changes })).toMatchObject({ type: 'BundleValidationError' })
      expect(refusal({ callSid, ...changes })?.message).toContain('at least one field besides Call SID')
      expect(schemaAccepts({ callSid, ...changes })).toBe(false)
    },
  )

  it('refuses to end a call and to give it a new document at once', () => {
    const both = { callSid, status: 'completed', callIdentifier: 'url', url: 'https://example.com/next.xml' }
    expect(refusal(both)).toMatchObject({ type: 'BundleValidationError' })
    expect(refusal(both)?.message).toContain('cannot go together with a new Call URL')
    expect(schemaAccepts(both)).toBe(false)
  })

  it('warns of every field that the API does not document for an update, and of no other', () => {
    const documented = Object.keys(officialOperation('update_a_call').requestBody?.properties ?? {})
    for (const [key, one] of allFields(updateCall.fields)) {
      if (one.wire?.in !== 'form') continue
      expect(one.help.includes('may ignore or refuse it on a live call'), key).toBe(!documented.includes(one.wire.name))
    }
  })

  it('promises no default for what is left out, since that stays as it is', () => {
    for (const [key, one] of allFields(updateCall.fields))
      expect('apiDefault' in one ? one.apiDefault : undefined, key).toBeUndefined()
    expect(allFields(createCall.fields).get('timeout')).toMatchObject({ apiDefault: 60 })
  })

  it('leaves Create a Call as it was', () => {
    expect(createCall.fields.from.required).toBe(true)
    expect(createCall.fields.from.help).not.toContain('live call')
  })
})
