import { describe, expect, expectTypeOf, it } from 'vitest'
import { signalwire } from '../../connection/connection.js'
import type { ConnectionInput } from '../../src/core/connection.js'
import { ConnectorError } from '../../src/core/errors.js'
import { fieldHelp } from '../../src/core/help.js'
import { parseInput } from '../../src/runtime/parse.js'
import { officialOperation } from '../official/official.js'

const credentials = {
  spaceName: 'example',
  projectId: '6f2d1c7a-58b3-4e9d-a0c4-91e7b35d2f68',
  authToken: 'PT0000000000000000000000000000000000000000000000000',
}

const accepts = (input: Readonly<Record<string, unknown>>): boolean => {
  try {
    parseInput(signalwire, input, { timeZone: 'UTC' })
    return true
  } catch (thrown) {
    if (thrown instanceof ConnectorError) return false
    throw thrown
  }
}

describe('the connection', () => {
  it('asks for what the documentation asks for, then for the signing key and the API URL', () => {
    expect(Object.entries(signalwire.fields).map(([key, { label }]) => [key, label])).toEqual([
      ['spaceName', 'Space Name'],
      ['projectId', 'Project ID'],
      ['authToken', 'Auth Token'],
      ['signingKeys', 'Signing Key'],
      ['apiUrl', 'API URL'],
    ])
  })

  it('hides its secrets, and what only developers need', () => {
    expect(signalwire.fields.authToken.kind).toBe('secret')
    expect(signalwire.fields.signingKeys.item.kind).toBe('secret')
    expect(signalwire.fields.apiUrl.advanced).toBe(true)
  })

  it('explains how to get the token, step by step', () => {
    expect(fieldHelp(signalwire.fields.authToken)).toContain('API > Create a Token')
    expect(fieldHelp(signalwire.fields.projectId)).toContain('copy the Project ID')
    expect(fieldHelp(signalwire.fields.spaceName)).toContain('`xyz.signalwire.com`')
    for (const one of Object.values(signalwire.fields)) expect(fieldHelp(one)).toMatch(/^[A-Z].{20,}\.$/)
  })

  it('takes none, one or two signing keys', () => {
    expect(accepts(credentials)).toBe(true)
    expect(accepts({ ...credentials, signingKeys: [] })).toBe(true)
    expect(accepts({ ...credentials, signingKeys: ['PSK1'] })).toBe(true)
    expect(accepts({ ...credentials, signingKeys: ['PSK1', 'PSK2'] })).toBe(true)
    expect(accepts({ ...credentials, signingKeys: ['PSK1', 'PSK2', 'PSK3'] })).toBe(false)
    expect(accepts({ ...credentials, signingKeys: [''] })).toBe(false)
  })

  it.each(['spaceName', 'projectId', 'authToken'])('needs %s', (key) => {
    expect(accepts({ ...credentials, [key]: undefined })).toBe(false)
    expect(accepts({ ...credentials, [key]: '' })).toBe(false)
  })

  it('takes a UUID as the Project ID and nothing else', () => {
    expect(accepts({ ...credentials, projectId: 'AC0123456789abcdef0123456789abcdef' })).toBe(false)
  })

  it('probes one item of every scope that the modules need, and decides by a look-up that needs none', () => {
    expect(
      signalwire.probes.map(({ scope, request }) => [scope, request.method, request.path, request.always]),
    ).toEqual([
      ['Voice', 'GET', '/api/laml/2010-04-01/Accounts/{AccountSid}/Calls', [['PageSize', '1']]],
      ['Messaging', 'GET', '/api/laml/2010-04-01/Accounts/{AccountSid}/Messages', [['PageSize', '1']]],
      ['Numbers', 'GET', '/api/relay/rest/phone_numbers', [['page_size', '1']]],
    ])
    const { method, path } = officialOperation('lookup_phone_number')
    expect(signalwire.decider.method).toBe(method)
    expect(signalwire.decider.path).toMatch(new RegExp(`${path.replace(/\{\w+\}/, '\\+12025550[0-9]{3}')}$`))
  })

  it('is frozen', () => {
    expect(Object.isFrozen(signalwire)).toBe(true)
    expect(Object.isFrozen(signalwire.fields.spaceName)).toBe(true)
  })

  it('types what it takes', () => {
    expectTypeOf<ConnectionInput<typeof signalwire>>().toEqualTypeOf<{
      readonly spaceName: string
      readonly projectId: string
      readonly authToken: string
      readonly signingKeys?: readonly string[] | undefined
      readonly apiUrl?: string | undefined
    }>()
  })
})
