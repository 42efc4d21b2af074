import { describe, expect, it } from 'vitest'
import { sources } from '../../modules/sources/sources.js'
import { laml, relay } from '../../src/core/request.js'
import { defineSource } from '../../src/core/source.js'

const spec = {
  id: 'groups',
  what: 'groups',
  scope: 'Numbers',
  from: { request: relay('GET', '/number_groups'), items: 'data' },
  value: 'id',
  label: '{name} {id}',
} as const

describe('a source', () => {
  it('loads at most 500 options unless told otherwise', () => {
    expect(defineSource(spec).limit).toBe(500)
    expect(defineSource({ ...spec, limit: 50 }).limit).toBe(50)
  })

  it('cannot be changed', () => {
    expect(() => Object.assign(defineSource(spec), { limit: 1 })).toThrow(TypeError)
  })
})

describe('the sources of the connector', () => {
  it('have ids of their own and a label of values of the row', () => {
    expect(new Set(sources.map(({ id }) => id)).size).toBe(sources.length)
    for (const { label } of sources) expect(label).toMatch(/^(?:\{\w+\}[ >]*)+$/)
  })

  it('name the scope that a token needs wherever the Space is asked', () => {
    for (const source of sources) expect('scope' in source).toBe('request' in source.from)
  })
})

describe('a request', () => {
  it('has the path of its API from the host on, and what is always sent', () => {
    expect(laml('POST', '/Messages/{Sid}', { Body: '' })).toEqual({
      kind: 'api',
      api: 'laml',
      method: 'POST',
      path: '/api/laml/2010-04-01/Accounts/{AccountSid}/Messages/{Sid}',
      always: [['Body', '']],
    })
    expect(relay('GET', '/phone_numbers')).toMatchObject({
      api: 'relay',
      path: '/api/relay/rest/phone_numbers',
      always: [],
    })
  })
})
