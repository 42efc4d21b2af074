import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { watchNewCalls, watchNewMessages } from '../../modules/index.js'
import { ConnectorError } from '../../src/core/errors.js'
import { parsePost } from '../../webhooks/index.js'

const incoming = {
  CallSid: 'c1e08b6d-2f4a-4d7c-b5a9-70d3e9f16b82',
  AccountSid: '6f2d1c7a-58b3-4e9d-a0c4-91e7b35d2f68',
  From: '+12025550142',
  To: '+12025550101',
  CallStatus: 'ringing',
  Direction: 'inbound',
}
const formOf = (params: Record<string, string>) => new URLSearchParams(params).toString()

describe('a post', () => {
  it('is read as a form, as a query and as JSON alike', () => {
    const post = { event: 'incomingCall', params: incoming }
    expect(parsePost(formOf(incoming))).toEqual(post)
    expect(parsePost(`?${formOf(incoming)}`)).toEqual(post)
    expect(parsePost(JSON.stringify(incoming))).toEqual(post)
    expect(parsePost(`\ufeff ${JSON.stringify(incoming)}\r\n`)).toEqual(post)
    expect(parsePost(`${formOf(incoming)}\r\n`)).toEqual(post)
  })

  it('is classified with the purpose of its URL', () => {
    expect(parsePost(formOf(incoming), 'step').event).toBe('callStep')
  })

  it('keeps every parameter, decoded, of a repeated one the last', () => {
    expect(parsePost('Body=a+b%20%2B%3D%26%C3%BC%F0%9F%98%80&Empty=&Flag&X=1&X=2&MessageSid=a').params).toEqual({
      Body: 'a b +=&ü😀',
      Empty: '',
      Flag: '',
      X: '2',
      MessageSid: 'a',
    })
  })

  it('keeps values of JSON as texts', () => {
    expect(parsePost('{"MessageSid":"a","N":0,"F":false,"Z":null,"O":{"a":[1]},"L":[]}').params).toEqual({
      MessageSid: 'a',
      N: '0',
      F: 'false',
      Z: '',
      O: '{"a":[1]}',
      L: '[]',
    })
  })

  it.each(['__proto__', 'constructor', 'toString'])('may have a parameter %s, which is one like any other', (name) => {
    for (const body of [
      `CallSid=a&${name}=x&Direction=inbound`,
      `{"CallSid":"a","${name}":"x","Direction":"inbound"}`,
    ]) {
      const { event, params } = parsePost(body)
      expect(event).toBe('incomingCall')
      expect(Object.getPrototypeOf(params)).toBe(Object.prototype)
      expect(Object.getOwnPropertyDescriptor(params, name)?.value).toBe('x')
    }
    expect(({} as Record<string, unknown>).x).toBeUndefined()
  })

  it('does not get its event from a prototype in JSON', () => {
    expect(parsePost('{"a":"b","__proto__":{"CallSid":"a","Direction":"inbound"}}').event).toBe('unknown')
  })

  it.each([
    '',
    ' \n',
    '?',
    '&',
    '=',
    '&&=&',
    'CallSid=',
    '{}',
    '{"a":null}',
    '[]',
    '[{"CallSid":"a"}]',
    '"CallSid"',
    'null',
    '<Response/>',
  ])('without a value is refused: %j', (body) => {
    expect(() => parsePost(body)).toThrowError(
      expect.objectContaining({ type: 'BundleValidationError', code: 'unreadable_post', retry: 'never' }),
    )
  })

  it.each([
    '{',
    '{"a":',
    '{"CallSid":"a"',
    '{"CallSid":"a"}}',
    "{'a':'b'}",
    '{a=b}',
    `{"a":${'['.repeat(200_000)}${']'.repeat(200_000)}}`,
  ])('that only starts like JSON is refused (%#)', (body) => {
    expect(() => parsePost(body)).toThrowError(expect.objectContaining({ code: 'unreadable_post' }))
  })

  it('of any kind is read or refused, and nothing else', () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.json().map((json) => `{"a":${json}}`),
      fc.string().map((text) => `{${text}`),
      fc
        .array(
          fc.constantFrom(
            'CallSid',
            '=',
            '&',
            '%',
            '%ff',
            '%C3',
            '+',
            '__proto__',
            '[a]',
            '\u0000',
            'MessageSid=a',
            '\ud800',
          ),
        )
        .map((parts) => parts.join('')),
    )
    fc.assert(
      fc.property(hostile, (body) => {
        try {
          const { params } = parsePost(body)
          for (const value of Object.values(params)) expect(typeof value).toBe('string')
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(ConnectorError)
        }
      }),
      { numRuns: 1000 },
    )
  })

  it('reads back, whatever its parameters', () => {
    const name = fc.string({ unit: 'grapheme', minLength: 1 })
    const params = fc.dictionary(name, fc.string({ unit: 'grapheme', minLength: 1 }), { minKeys: 1 })
    fc.assert(
      fc.property(params, (sent) => {
        expect(parsePost(`x=1&${formOf(sent)}`).params).toEqual({ x: '1', ...sent })
        expect(parsePost(JSON.stringify(sent)).params).toEqual({ ...sent })
      }),
    )
  })
})

describe('an instant trigger', () => {
  it('turns the posts that it asks for into bundles', () => {
    const input = { webhookName: 'Reception', reply: 'hangUp' } as const
    expect(watchNewCalls.execute(input, { post: parsePost(formOf({ ...incoming, NewKey: 'a' })) })).toEqual([
      { ...incoming, NewKey: 'a' },
    ])
    const status = parsePost(formOf({ ...incoming, CallDuration: '5' }))
    expect(watchNewCalls.execute(input, { post: status })).toEqual([])
    expect(watchNewCalls.execute({ ...input, also: ['callStatus'] }, { post: status })).toHaveLength(1)
    const outbound = parsePost(formOf({ ...incoming, Direction: 'outbound-api' }))
    expect(watchNewCalls.execute({ ...input, also: ['callStatus', 'recording', 'fax'] }, { post: outbound })).toEqual(
      [],
    )
  })

  it('collects the media of a message', () => {
    const post = parsePost(
      'MessageSid=a&From=%2B12025550142&NumMedia=2&MediaUrl0=https%3A%2F%2Fexample.com%2Fa&MediaContentType0=image%2Fpng&MediaUrl1=https%3A%2F%2Fexample.com%2Fb',
    )
    const [bundle] = watchNewMessages.execute({ webhookName: 'a', reply: 'nothing' }, { post })
    expect(bundle?.media).toEqual([
      { url: 'https://example.com/a', contentType: 'image/png' },
      { url: 'https://example.com/b', contentType: '' },
    ])
  })

  it.each(['1e9', '-1', 'NaN', 'Infinity', 'many', '99999999999'])(
    'believes no number of media like %s',
    (NumMedia) => {
      const post = parsePost(formOf({ MessageSid: 'a', NumMedia, MediaUrl0: 'https://example.com/a' }))
      const [bundle] = watchNewMessages.execute({ webhookName: 'a', reply: 'nothing' }, { post })
      expect(bundle?.media.length).toBeLessThanOrEqual(1)
    },
  )
})
