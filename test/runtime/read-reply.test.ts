import { describe, expect, it } from 'vitest'
import { ConnectorError } from '../../src/core/errors.js'
import { readBody, readObject } from '../../src/runtime/read-reply.js'

const reply = (body: string | Buffer, type?: string) => ({
  status: 200,
  headers: type === undefined ? {} : { 'content-type': type },
  body: Buffer.from(body),
})

describe('a body', () => {
  it.each([
    ['application/json', '{"a":[1,null]}', { a: [1, null] }],
    ['Application/JSON; charset=utf-8', '"a"', 'a'],
    ['application/problem+json', '[1]', [1]],
    ['application/json', '{"a":', '{"a":'],
    ['application/json', '', ''],
    ['text/html; charset=utf-8', '<p>ü</p>', '<p>ü</p>'],
    ['application/xml', '<a/>', '<a/>'],
    ['application/atom+xml', '<a/>', '<a/>'],
    ['application/x-www-form-urlencoded', 'a=b', 'a=b'],
    [undefined, '{"a":1}', '{"a":1}'],
    ['audio/wav', 'RIFF', Buffer.from('RIFF')],
    ['application/octet-stream', '{}', Buffer.from('{}')],
  ])('of type %s is read as such: %s', (type, body, expected) => {
    expect(readBody(reply(body, type))).toEqual(expected)
  })

  it('keeps bytes that are no text', () => {
    const bytes = Buffer.from([0xff, 0x00, 0xfe])
    expect(readBody(reply(bytes, 'image/png'))).toEqual(bytes)
  })
})

describe('an object', () => {
  it('is read as it is, unknown keys and all', () => {
    const object = readObject(reply('{"a":1,"__proto__":{"b":2},"new_key":"0.50"}', 'application/json'), 'Get a Call')
    expect(Object.keys(object)).toEqual(['a', '__proto__', 'new_key'])
    expect(Object.getPrototypeOf(object)).toBe(Object.prototype)
  })

  it.each(['text/plain', 'text/html', 'application/octet-stream', undefined])(
    'is read also where its type says %s',
    (type) => {
      expect(readObject(reply(' {"a":1}\n', type), 'Get a Call')).toEqual({ a: 1 })
    },
  )

  it.each([
    ['', 'application/json', 'The reply is empty.'],
    ['<!DOCTYPE html><p>Please wait.', 'text/html', 'The reply is a web page, not JSON.'],
    ['\n <html>', 'application/json', 'The reply is a web page, not JSON.'],
    ['{"a":1', 'application/json', 'The reply is JSON that is cut off or damaged.'],
    ['[{"a":1}', 'application/json', 'The reply is JSON that is cut off or damaged.'],
    ['[1]', 'application/json', 'The reply is not a JSON object.'],
    ['null', 'application/json', 'The reply is not a JSON object.'],
    ['5', 'application/json', 'The reply is not a JSON object.'],
    ['OK', 'text/plain', 'The reply is not a JSON object.'],
    ['\u0000\u0001', 'application/octet-stream', 'The reply is not a JSON object.'],
  ])('is not %j of type %s', (body, type, problem) => {
    try {
      readObject(reply(body, type), 'Get a Call')
      expect.unreachable()
    } catch (thrown) {
      expect(thrown).toBeInstanceOf(ConnectorError)
      expect(thrown).toMatchObject({ type: 'RuntimeError', code: 'unreadable_reply', retry: 'later', status: 200 })
      expect(String(thrown)).toContain(`Get a Call failed: ${problem}`)
    }
  })

  it('repeats nothing of what came in its error', () => {
    const secretive = reply('<p>PT-a-token-that-was-echoed</p>', 'text/html')
    expect(() => readObject(secretive, 'Get a Call')).toThrowError(expect.not.stringContaining('PT-a-token'))
  })
})
