import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mayCall, webAddress } from '../../../src/simulator/webhooks/web-address.js'

describe('a webhook URL', () => {
  test.each([
    ['http://127.0.0.1:8080', '127.0.0.1', 8080, '/'],
    ['https://example.com/hook', 'example.com', 443, '/hook'],
    ['http://localhost?a=1', 'localhost', 80, '/?a=1'],
    ['http://[::1]:81/a', '::1', 81, '/a'],
    ["http://127.0.0.1/a%2Fb?n=O'Neill&m=%27", '127.0.0.1', 80, "/a%2Fb?n=O'Neill&m=%27"],
    ['http://127.0.0.1/ü', '127.0.0.1', 80, '/%C3%BC'],
    ['http://2130706433/', '127.0.0.1', 80, '/'],
  ])('%s goes to %s, port %i, as %s', (url, host, port, target) => {
    expect(webAddress(url)).toMatchObject({ host, port, target })
  })

  test('keeps its credentials for the header and for the signature, its fragment for nothing', () => {
    expect(webAddress('http://me:p%40ss@127.0.0.1/a?b#rt=100')).toMatchObject({
      authorization: `Basic ${Buffer.from('me:p@ss').toString('base64')}`,
      whole: 'http://me:p%40ss@127.0.0.1/a?b',
      bare: 'http://127.0.0.1/a?b',
      target: '/a?b',
    })
  })

  test.each([
    '',
    '/hook',
    'ftp://127.0.0.1/',
    'http://',
    'http://127.0.0.1\\@example.com/',
    'http://127.0.0.1:99999/',
    'http://a b/',
  ])('is refused where it is none: %j', (url) => {
    expect(webAddress(url)).toBeUndefined()
  })

  test('of any shape can be sent as a request line', () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), fc.string(), (url, more) => {
        const address = webAddress(url + more)
        if (address) expect(address.target).toMatch(/^\/[\x21-\x7e]*$/)
      }),
    )
  })
})

describe('a host may be called', () => {
  const may = (url: string, ...allowed: string[]) => {
    const address = webAddress(url)
    return address !== undefined && mayCall(address, allowed)
  }
  test.each(['http://localhost/', 'http://LOCALHOST/', 'http://127.1.2.3/', 'http://[::1]/', 'http://127.1/'])(
    'where it is this machine: %s',
    (url) => {
      expect(may(url)).toBe(true)
    },
  )

  test.each([
    'http://example.com/',
    'http://127.0.0.1.nip.io/',
    'http://169.254.169.254/',
    'http://[::ffff:10.0.0.1]/',
  ])('not where it is another: %s', (url) => {
    expect(may(url)).toBe(false)
  })

  test('where it was named, with its port if a port was named', () => {
    expect(may('https://Example.com/', 'example.com')).toBe(true)
    expect(may('https://example.com/', 'Example.com:443')).toBe(true)
    expect(may('https://example.com:444/', 'example.com:443')).toBe(false)
    expect(may('https://a.example.com/', 'example.com')).toBe(false)
  })
})
