import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRedactor, redacted } from '../../src/core/redact.js'

const project = '6f2d1c7a-58b3-4e9d-a0c4-91e7b35d2f68'
const token = 'made-up/token+with=signs'
const { text, value } = createRedactor([token, undefined], { user: project, password: token })

describe('a secret', () => {
  it('is replaced wherever it stands in a text, and the rest is kept', () => {
    expect(text(`a ${token} b${token}`)).toBe(`a ${redacted} b${redacted}`)
    expect(text('nothing to hide')).toBe('nothing to hide')
  })

  it('is found percent-encoded and in base64', () => {
    expect(text(`?token=${encodeURIComponent(token)}`)).toBe(`?token=${redacted}`)
    expect(text(Buffer.from(token).toString('base64'))).toBe(redacted)
  })

  it('is found in the header of Basic authentication', () => {
    const pair = Buffer.from(`${project}:${token}`).toString('base64')
    expect(text(`Authorization: Basic ${pair}`)).toBe(`Authorization: Basic ${redacted}`)
    expect(text(encodeURIComponent(pair))).toBe(redacted)
  })

  it('is replaced as a whole where it holds another one', () => {
    const both = createRedactor(['12345678', '12345678-and-more'])
    expect(both.text('x 12345678-and-more y 12345678')).toBe(`x ${redacted} y ${redacted}`)
  })

  it('shorter than 8 characters is left alone: it would blank out harmless words', () => {
    expect(createRedactor(['1234567']).text('1234567')).toBe('1234567')
    expect(createRedactor(['12345678']).text('12345678')).toBe(redacted)
  })

  it('never survives, whatever it is and whatever stands around it', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 8 }), fc.string(), fc.string(), (secret, before, after) => {
        fc.pre(!redacted.includes(secret))
        const output = createRedactor([secret]).text(before + secret + after)
        expect(output).toContain(redacted)
        expect(output.split(redacted)).not.toContain(secret)
      }),
    )
  })
})

describe('a value', () => {
  it('keeps its shape', () => {
    const at = new Date(0)
    const input = { list: [1, null, `x ${token}`, { deep: token }], at, flag: false, none: undefined }
    expect(value(input)).toEqual({
      list: [1, null, `x ${redacted}`, { deep: redacted }],
      at,
      flag: false,
      none: undefined,
    })
    expect(input.list[2]).toContain(token)
  })

  it('loses a secret in a key as well', () => {
    expect(value({ [token]: 1 })).toEqual({ [redacted]: 1 })
  })

  it.each([
    'Authorization',
    'authToken',
    'auth_token',
    'password',
    'sipAuthPassword',
    'signingKeys',
    'Cookie',
    'SECRET',
  ])('loses what stands under %s, however short and of whatever type', (name) => {
    expect(value({ [name]: 'abc' })).toEqual({ [name]: redacted })
    expect(value([{ [name]: ['abc'] }])).toEqual([{ [name]: redacted }])
  })

  it('keeps what only sounds like a secret, and says where none was given', () => {
    expect(value({ tokens: 3, passwordless: 'yes', body: 'abc' })).toEqual({
      tokens: 3,
      passwordless: 'yes',
      body: 'abc',
    })
    expect(value({ password: '', token: undefined })).toEqual({ password: '', token: undefined })
  })
})
