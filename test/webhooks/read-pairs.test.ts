import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Pair, paramsOf, readPairs } from '../../webhooks/read-pairs.js'

const formType = 'application/x-www-form-urlencoded'
const read = (rawBody: string | Uint8Array, contentType: string | undefined = formType, method = 'POST') =>
  readPairs({ method, target: '/hooks/1/call', contentType, rawBody: Buffer.from(rawBody) })
const reason = (rawBody: string | Uint8Array, contentType?: string) => {
  const result = read(rawBody, contentType)
  return result.ok ? 'read' : result.reason
}
const pairs = (rawBody: string, contentType?: string) => {
  const result = read(rawBody, contentType)
  return result.ok ? result.pairs : result.reason
}

describe('a form', () => {
  it('is an ordered list that keeps repetitions and empty values', () => {
    expect(pairs('b=2&a=1&b=3&empty=&bare&=nameless')).toEqual([
      ['b', '2'],
      ['a', '1'],
      ['b', '3'],
      ['empty', ''],
      ['bare', ''],
      ['', 'nameless'],
    ])
  })

  it('is decoded once: plus is a space, escapes are UTF-8', () => {
    expect(pairs('Body=a+b%20c%2B%2525%F0%9F%98%80=d&N%C3%A4me=1')).toEqual([
      ['Body', 'a b c+%25😀=d'],
      ['Näme', '1'],
    ])
  })

  it('reads as the platform does wherever that is strict enough', () => {
    const any = fc.array(fc.tuple(fc.string({ unit: 'grapheme', minLength: 1 }), fc.string({ unit: 'grapheme' })), {
      minLength: 1,
    })
    fc.assert(
      fc.property(any, (list) => {
        const body = new URLSearchParams(list).toString()
        expect(pairs(body)).toEqual([...new URLSearchParams(body)])
        expect(pairs(body)).toEqual(list)
      }),
      { numRuns: 1000 },
    )
  })

  it('has names like __proto__ as names like any other', () => {
    const result = read('__proto__=x&constructor=y&toString=z&CallSid=c-1')
    const params = result.ok ? paramsOf(result.pairs) : {}
    expect(Object.keys(params)).toEqual(['__proto__', 'constructor', 'toString', 'CallSid'])
    expect(Object.getPrototypeOf(params)).toBe(Object.prototype)
    expect(({} as Record<string, unknown>).x).toBeUndefined()
  })

  it.each([
    ['a percent sign at the end', 'a=%'],
    ['one digit', 'a=%4'],
    ['no hex digits', 'a=%zz'],
    ['an escape cut by a separator', 'a=%4&b=1'],
    ['a bad escape in a name', '%g1=a'],
  ])('with %s is refused', (_, body) => {
    expect(read(body)).toMatchObject({ ok: false, reason: 'invalidEscape', status: 400 })
  })

  it.each([
    ['a stray byte', 'a=%FF'],
    ['an overlong NUL', 'a=%C0%80'],
    ['half a character', 'a=%ED%A0%80'],
    ['a character cut off', 'a=%F0%9F%98'],
    ['raw bytes that are no UTF-8', Buffer.from([0x61, 0x3d, 0xff])],
  ])('with %s is refused', (_, body) => {
    expect(read(body)).toMatchObject({ ok: false, reason: 'invalidText', status: 400 })
  })

  it('has at most a thousand parameters', () => {
    const many = (count: number) => Array.from({ length: count }, (_, index) => `p${index}=1`).join('&')
    expect(reason(many(1000))).toBe('read')
    expect(read(many(1001))).toMatchObject({ ok: false, reason: 'tooManyParameters', status: 413 })
    expect(reason(many(10_000))).toBe('tooManyParameters')
    expect(reason('&'.repeat(1_000_000))).toBe('tooManyParameters')
  })

  it('without a parameter is refused', () => {
    expect(reason('')).toBe('noParameters')
    expect(reason('&&')).toBe('noParameters')
  })

  it('never makes the reader throw', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.string({ unit: fc.constantFrom('%', '&', '=', '+', 'a', '4', 'ÿ', '{', '"', ':', '[') }).map(Buffer.from),
    )
    const types = fc.constantFrom(formType, 'application/json')
    fc.assert(
      fc.property(bytes, types, (body, type) => {
        const result = read(body, type)
        if (!result.ok) expect(result.message).toMatch(/\.$/)
      }),
      { numRuns: 5000 },
    )
  })
})

describe('a GET', () => {
  const get = (target: string) =>
    readPairs({ method: 'GET', target, contentType: undefined, rawBody: Buffer.from('From=ignored') })

  it('has its parameters in the query, and its body is not read', () => {
    expect(get('/hooks/1/call?CallSid=c-1&From=%2B12025550142')).toEqual({
      ok: true,
      kind: 'form',
      pairs: [
        ['CallSid', 'c-1'],
        ['From', '+12025550142'],
      ],
    })
  })

  it('is read as strictly as a body', () => {
    expect(get('/hooks/1/call')).toMatchObject({ reason: 'noParameters' })
    expect(get('/hooks/1/call?a=%')).toMatchObject({ reason: 'invalidEscape' })
    expect(get(`/hooks/1/call?${'a&'.repeat(1001)}`)).toMatchObject({ reason: 'tooManyParameters' })
  })
})

describe('JSON', () => {
  const json = 'application/json'

  it('is flattened: numbers and booleans become texts, null is empty, nested values stay JSON', () => {
    expect(pairs('{"b":1,"a":true,"n":null,"t":"x","o":{"k":[1]},"l":[]}', json)).toEqual([
      ['b', '1'],
      ['a', 'true'],
      ['n', ''],
      ['t', 'x'],
      ['o', '{"k":[1]}'],
      ['l', '[]'],
    ])
  })

  it('keeps __proto__ as a name', () => {
    expect(pairs('{"__proto__":{"x":1}}', json)).toEqual([['__proto__', '{"x":1}']])
  })

  it.each(['', '[]', '[{"a":1}]', 'null', '1', '"a"', '{"a":', '{a:1}', `{"a":${'['.repeat(100_000)}}`])(
    'that is no whole object is refused (%#)',
    (body) => {
      expect(read(body, json)).toMatchObject({ ok: false, reason: 'invalidJson', status: 400 })
    },
  )

  it('with text that no store keeps is refused', () => {
    expect(reason('{"a":"\\ud800"}', json)).toBe('invalidText')
    expect(reason('{"a":"\\ud83d\\ude00"}', json)).toBe('read')
    expect(reason(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), json)).toBe('invalidText')
  })

  it('has between one and a thousand members', () => {
    const many = (count: number) =>
      JSON.stringify(Object.fromEntries(Array.from({ length: count }, (_, index) => [`p${index}`, 1])))
    expect(reason(many(0), json)).toBe('noParameters')
    expect(reason(many(1000), json)).toBe('read')
    expect(reason(many(1001), json)).toBe('tooManyParameters')
  })
})

describe('the content type', () => {
  it.each([
    [formType, 'a=1'],
    ['Application/X-WWW-Form-URLEncoded; charset=UTF-8', 'a=1'],
    [`${formType};charset="utf-8"`, 'a=1'],
    ['application/json', '{"a":1}'],
    ['application/json; charset=utf-8', '{"a":1}'],
  ])('%s is read', (type, body) => {
    expect(pairs(body, type)).toEqual([['a', '1']] satisfies Pair[])
  })

  it.each([
    undefined,
    '',
    'text/plain',
    'multipart/form-data; boundary=x',
    'application/xml',
    `${formType}, application/json`,
    `${formType}; charset=iso-8859-1`,
    `text/html ${formType}`,
    `${formType}${' '.repeat(100_000)}`,
  ])('%# of another kind is refused', (contentType) => {
    const result = readPairs({ method: 'POST', target: '/', contentType, rawBody: Buffer.from('a=1') })
    expect(result).toMatchObject({ ok: false, reason: 'wrongContentType', status: 415 })
  })

  it('counts only for methods that SignalWire uses', () => {
    expect(read('a=1', formType, 'PUT')).toMatchObject({ ok: false, reason: 'wrongMethod', status: 405 })
  })
})
