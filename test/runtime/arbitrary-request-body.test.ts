import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { makeApiCall } from '../../modules/index.js'
import type { ConnectorError } from '../../src/core/errors.js'
import { account, type Connected, connect, failureOf } from './connect.js'
import { type LocalServer, startServer } from './local-server.js'

let server: LocalServer
let elsewhere: LocalServer
let space: Connected

beforeAll(async () => {
  server = await startServer()
  elsewhere = await startServer()
  space = await connect(server.url)
})
afterAll(async () => {
  space.close()
  await server.close()
  await elsewhere.close()
})
beforeEach(() => {
  server.clear()
  elsewhere.clear()
})

type Input = Parameters<typeof makeApiCall.execute>[0]

/** The one request that an input makes. */
async function sent(input: unknown) {
  server.clear()
  await makeApiCall.execute(input as Input, space)
  expect(server.requests).toHaveLength(1)
  const [request] = server.requests
  if (!request) throw new Error('Nothing arrived.')
  return request
}

const refused = async (input: unknown) => {
  const failure = await failureOf(makeApiCall.execute(input as Input, space))
  expect(failure).toMatchObject({ type: 'BundleValidationError', code: 'invalid_input', retry: 'never' })
  expect(server.requests).toEqual([])
  return (failure as ConnectorError).message
}

describe('headers', () => {
  it('are sent, and may replace what the connector would say of itself', async () => {
    const headers = [
      { key: 'X-Request-Id', value: 'a b' },
      { key: 'Accept', value: 'text/xml' },
      { key: 'user-agent', value: 'mine' },
    ]
    expect((await sent({ url: '/api', headers })).headers).toMatchObject({
      'x-request-id': 'a b',
      accept: 'text/xml',
      'user-agent': 'mine',
      authorization: expect.stringMatching(/^Basic /),
    })
  })

  it('may repeat', async () => {
    const headers = [
      { key: 'X-Tag', value: 'a' },
      { key: 'x-tag', value: 'b' },
    ]
    expect((await sent({ url: '/api', headers })).headers['x-tag']).toBe('a, b')
  })

  it.each([
    'Authorization',
    'AUTHORIZATION',
    'Proxy-Authorization',
    'Host',
    'Content-Length',
    'Transfer-Encoding',
    'Connection',
    'Upgrade',
    'Expect',
    'TE',
    'Trailer',
  ])('that the connection sets are refused: %s', async (key) => {
    const message = await refused({ url: '/api', headers: [{ key, value: 'Basic ZXZpbDpldmls' }] })
    expect(message).toContain(`must not contain ${key}: the connection sets it`)
    expect(message).not.toContain('ZXZpbDpldmls')
  })

  it.each(['X A', 'X:', 'X\r\nHost', '', 'Ü', 'X\u0000', ':authority'])('with the name %j are refused', async (key) => {
    await refused({ url: '/api', headers: [{ key, value: 'a' }] })
  })

  it.each(['a\r\nHost: evil.example.com', 'a\nb', 'a\rb', 'a\u0000', '\u0085€', '😀', '\u007f'])(
    'with the value %j are refused',
    async (value) => {
      expect(await refused({ url: '/api', headers: [{ key: 'X-A', value }] })).toContain('in X-A')
    },
  )
})

describe('a body', () => {
  const post = { url: '/api/relay/rest/a', method: 'POST' }

  it.each([
    ['a text verbatim', { ...post, body: ' {"a": 1}\n' }, ' {"a": 1}\n', 'application/json'],
    ['a text that is no JSON', { ...post, body: 'ü & b' }, 'ü & b', 'text/plain; charset=utf-8'],
    ['an empty text', { ...post, body: '' }, '', 'text/plain; charset=utf-8'],
    ['a collection', { ...post, body: { a: ['b', 1], c: null } }, '{"a":["b",1],"c":null}', 'application/json'],
    ['a list', { ...post, body: [{ a: 1 }] }, '[{"a":1}]', 'application/json'],
    ['zero', { ...post, body: 0 }, '0', 'application/json'],
    ['false', { ...post, body: false }, 'false', 'application/json'],
    ['null', { ...post, body: null }, 'null', 'application/json'],
    [
      'a collection for the Compatibility API',
      {
        ...post,
        url: `${account}/Messages`,
        body: { To: '+1', MediaUrl: ['a', 'b c'], N: 0, E: '', O: { a: 1 }, X: null },
      },
      'To=%2B1&MediaUrl=a&MediaUrl=b+c&N=0&E=&O=%7B%22a%22%3A1%7D&X=',
      'application/x-www-form-urlencoded',
    ],
    [
      'a text for the Compatibility API',
      { ...post, url: `${account}/Messages`, body: 'To=%2B1&Body=a' },
      'To=%2B1&Body=a',
      'application/x-www-form-urlencoded',
    ],
    ['a list for the Compatibility API', { ...post, url: `${account}/Messages`, body: [1] }, '[1]', 'application/json'],
    [
      'a collection as the form that the header asks for',
      {
        ...post,
        headers: [{ key: 'Content-Type', value: 'application/x-www-form-urlencoded; charset=utf-8' }],
        body: { a: 'b' },
      },
      'a=b',
      'application/x-www-form-urlencoded; charset=utf-8',
    ],
    [
      'a collection as the JSON that the header asks for',
      { ...post, url: `${account}/A`, headers: [{ key: 'content-type', value: 'application/json' }], body: { a: 'b' } },
      '{"a":"b"}',
      'application/json',
    ],
    [
      'a text of the type that the header says',
      { ...post, headers: [{ key: 'Content-Type', value: 'text/xml' }], body: '<Response/>' },
      '<Response/>',
      'text/xml',
    ],
  ])('%s', async (_, input, body, type) => {
    const request = await sent(input)
    expect(request).toMatchObject({ method: 'POST', body })
    expect(request.headers['content-type']).toBe(type)
    expect(request.headers['content-length']).toBe(String(Buffer.byteLength(body)))
  })

  it.each(['PUT', 'PATCH', 'DELETE'])('goes with %s, or not at all', async (method) => {
    expect(await sent({ url: '/api', method, body: { a: 1 } })).toMatchObject({ method, body: '{"a":1}' })
    const bare = await sent({ url: '/api', method })
    expect(bare).toMatchObject({ method, body: '' })
    expect(bare.headers['content-type']).toBeUndefined()
  })

  it('is refused for GET, unless it is empty', async () => {
    expect(await refused({ url: '/api', body: { a: 1 } })).toContain('Body (body) must be empty for GET')
    expect(await refused({ url: '/api', body: 0 })).toContain('Body (body) must be empty for GET')
    expect(await sent({ url: '/api', body: '' })).toMatchObject({ method: 'GET', body: '' })
  })

  it('that JSON cannot hold is refused', async () => {
    const circle: Record<string, unknown> = {}
    circle.self = circle
    let deep: unknown = 1
    for (let level = 0; level < 100_000; level++) deep = [deep]
    for (const body of [circle, 10n, () => 1, Symbol('a'), deep])
      expect(await refused({ ...post, body })).toContain('must be a text or a value that JSON can hold')
  })

  it('that has no names cannot be a form', async () => {
    const headers = [{ key: 'Content-Type', value: 'application/x-www-form-urlencoded' }]
    for (const body of [[1], 5, null])
      expect(await refused({ ...post, headers, body })).toContain('must be a text or a collection')
  })

  it('may be larger than a reply is read', async () => {
    const body = 'a'.repeat(51 * 1024 * 1024)
    expect((await sent({ ...post, body })).body).toHaveLength(body.length)
  })
})

describe('the answer', () => {
  it('is body, headers and status', async () => {
    const bytes = Buffer.from([0, 255, 1])
    const answers = await startServer((request, response) => {
      if (request.target === '/json') response.setHeader('Content-Type', 'application/vnd.a+json').end('{"a":1}')
      else if (request.target === '/text') response.setHeader('Content-Type', 'text/xml').end('<a>ü</a>')
      else if (request.target === '/bytes') response.setHeader('Content-Type', 'audio/wav').end(bytes)
      else response.writeHead(204).end()
    })
    const asked = await connect(answers.url)
    const answerTo = (url: string) => makeApiCall.execute({ url }, asked)
    expect(await answerTo('/json')).toMatchObject({
      body: { a: 1 },
      headers: { 'content-type': 'application/vnd.a+json' },
      statusCode: 200,
    })
    expect(await answerTo('/text')).toMatchObject({ body: '<a>ü</a>' })
    expect(await answerTo('/bytes')).toMatchObject({ body: bytes })
    expect(await answerTo('/nothing')).toMatchObject({ body: '', statusCode: 204 })
    asked.close()
    await answers.close()
  })
})
