import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { makeApiCall } from '../../modules/index.js'
import { ConnectorError } from '../../src/core/errors.js'
import { type Connected, connect, failureOf } from './connect.js'
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

describe('a URL', () => {
  it.each([
    ['/api/relay/rest/phone_numbers', '/api/relay/rest/phone_numbers'],
    ['api/relay/rest/phone_numbers', '/api/relay/rest/phone_numbers'],
    ['/api/a?b=c&d=%2F', '/api/a?b=c&d=%2F'],
    ['/api/a#b', '/api/a'],
    ['/api/a/../b/./c', '/api/b/c'],
    ['/../../etc', '/etc'],
    ['/api/%2e%2e/b', '/b'],
    ['/api/ü/+12025550100', '/api/%C3%BC/+12025550100'],
    ['/api/a@b:80', '/api/a@b:80'],
    ['.evil.com', '/.evil.com'],
    ['/.evil.com', '/.evil.com'],
    ['?a=b', '/?a=b'],
    ['127.0.0.1', '/127.0.0.1'],
    ['/api/a?next=https://evil.example.com//b', '/api/a?next=https://evil.example.com//b'],
    ['/api//double', '/api//double'],
    ['/api/{Sid}', '/api/%7BSid%7D'],
  ])('%s is a path of the Space', async (url, target) => {
    expect(await sent({ url })).toMatchObject({ method: 'GET', target })
  })

  it.each([
    'https://evil.example.com/api',
    'HTTP://evil.example.com',
    'http:evil.example.com',
    'file:///etc/passwd',
    'data:text/plain,a',
    'javascript:alert(1)',
    'localhost:80/api',
    '//evil.example.com/api',
    '///evil.example.com/api',
    '/\\evil.example.com',
    '\\\\evil.example.com',
    '/api\\..\\b',
    '@evil.example.com/api',
    '/@evil.example.com',
    'user:password@evil.example.com',
    '%2f%2fevil.example.com',
    '/%2F/evil.example.com',
    '/%5Cevil.example.com',
    '%40evil.example.com',
    '/.//evil.example.com',
    '/..//evil.example.com',
    '/%2e//evil.example.com',
    '/a/..//evil.example.com',
    ' /api',
    '/api ',
    '/a\tb',
    '/a\nb',
    '/a\r\nHost: evil.example.com',
    '\t//evil.example.com',
    '/\t/evil.example.com',
    '/\u0000',
  ])('%j is refused before anything is sent', async (url) => {
    expect(await refused({ url })).toMatch(/URL \(url\) must (?:not|be a path of your Space)/)
  })

  it('is refused where it is empty', async () => {
    expect(await refused({ url: '' })).toContain('URL (url) must not be empty')
  })

  it.each(['／／evil.example.com', '/／evil.example.com', '/。/evil', 'ｈttp://evil.example.com'])(
    '%s, which only looks like a host, stays a path',
    async (url) => {
      expect((await sent({ url })).target).toMatch(/^\/[!-~]+$/)
    },
  )

  it('of any kind ends in a refusal or at the Space, and nowhere else', async () => {
    const host = elsewhere.url.slice('http://'.length)
    const fragment = fc.constantFrom(
      ...[
        '/',
        '//',
        '\\',
        '@',
        ':',
        '?',
        '#',
        '.',
        '..',
        '%2f',
        '%5c',
        '%40',
        '%2e',
        '%00',
        '\t',
        '\n',
        '\r\n',
        ' ',
        '\ud800',
      ],
      ...[
        'http:',
        'https://',
        'file:',
        'user:password@',
        host,
        `//${host}`,
        'api',
        '/api/',
        '[',
        ']',
        '。',
        '／',
        '＠',
        'Host: a',
      ],
    )
    const url = fc.oneof(
      fc.array(fragment, { minLength: 1, maxLength: 7 }).map((parts) => parts.join('')),
      fc.string({ minLength: 1 }),
    )
    await fc.assert(
      fc.asyncProperty(url, async (text) => {
        server.clear()
        const [result] = await Promise.allSettled([makeApiCall.execute({ url: text }, space)])
        if (result.status === 'fulfilled') expect(server.requests).toHaveLength(1)
        else {
          expect(result.reason).toBeInstanceOf(ConnectorError)
          expect(result.reason).toMatchObject({ type: 'BundleValidationError' })
          expect(server.requests).toEqual([])
        }
        expect(elsewhere.requests).toEqual([])
      }),
      { numRuns: 1500 },
    )
  })

  it('stays below the path of the API URL', async () => {
    const below = await connect(`${server.url}/spaces/example/`)
    for (const [url, target] of [
      ['/api/a', '/spaces/example/api/a'],
      ['/../../api/a', '/spaces/example/api/a'],
      ['/%2e%2e/%2E%2e/a', '/spaces/example/a'],
    ] as const) {
      server.clear()
      await makeApiCall.execute({ url }, below)
      expect(server.requests[0]?.target).toBe(target)
    }
    below.close()
  })
})

describe('a query string', () => {
  it('is appended to the query of the URL, in order, with repeated keys', async () => {
    const qs = [
      { key: 'a', value: 'x y' },
      { key: 'StartTime>', value: '+1' },
      { key: 'a', value: '' },
      { key: '&=', value: '&=#?' },
    ]
    const tail = 'a=x%20y&StartTime%3E=%2B1&a=&%26%3D=%26%3D%23%3F'
    expect((await sent({ url: '/api', qs })).target).toBe(`/api?${tail}`)
    expect((await sent({ url: '/api?z=1#f', qs })).target).toBe(`/api?z=1&${tail}`)
    expect((await sent({ url: '/api?', qs: [{ key: 'a', value: '1' }] })).target).toBe('/api?a=1')
  })
})

describe('several mistakes', () => {
  it('are named together', async () => {
    const message = await refused({ url: '/.//a', headers: [{ key: 'Host', value: 'a' }], body: 1 })
    expect(message).toMatch(/^Make an API Call was not run\. URL \(url\) .* Headers \(headers\) .* Body \(body\) /)
  })
})
