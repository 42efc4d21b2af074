import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normaliseSpaceName } from '../../connection/space-name.js'
import { ConnectorError } from '../../src/core/errors.js'

const refusal = (input: string): unknown => {
  try {
    return normaliseSpaceName(input)
  } catch (thrown) {
    return thrown
  }
}

const longest = 'a'.repeat(63)

describe('the name of a Space', () => {
  it.each([
    ['xyz', 'xyz'],
    ['  xyz\n', 'xyz'],
    ['XYZ', 'xyz'],
    ['a', 'a'],
    ['7', '7'],
    ['my-space-2', 'my-space-2'],
    ['a--b', 'a--b'],
    [longest, longest],
    ['xyz.signalwire.com', 'xyz'],
    ['Xyz.SignalWire.com', 'xyz'],
    ['https://xyz.signalwire.com', 'xyz'],
    ['https://xyz.signalwire.com/', 'xyz'],
    ['HTTPS://XYZ.signalwire.com/', 'xyz'],
    ['https://xyz.signalwire.com/dashboard?tab=api#token', 'xyz'],
    ['https://xyz.signalwire.com/@evil.com', 'xyz'],
    ['https://xyz.signalwire.com/%2e%2e', 'xyz'],
  ])('is read from %j', (input, name) => {
    expect(normaliseSpaceName(input)).toBe(name)
  })

  it.each([
    '',
    ' ',
    '.',
    '-',
    '-xyz',
    'xyz-',
    'x_z',
    'x z',
    'x.y',
    `${longest}a`,
    `${longest}a.signalwire.com`,
    'evil.com/',
    'evil.com',
    'xyz/',
    'xyz?',
    'xyz#',
    'xyz:443',
    'xyz@evil',
    '@evil',
    'user:pass@xyz',
    'xyz.signalwire.com.',
    'xyz.signalwire.com.evil.com',
    'xyz.signalwire.com@evil.com',
    'xyz.signalwire.com:8443',
    'xyz.signalwire.com\\@evil.com',
    'xyz.signalwire.community',
    'xyz.evilsignalwire.com',
    'a.xyz.signalwire.com',
    '.signalwire.com',
    '-.signalwire.com',
    'xyz.signalwireXcom',
    'http://xyz.signalwire.com',
    'ftp://xyz.signalwire.com/',
    '//xyz.signalwire.com/',
    'https:/xyz.signalwire.com/',
    'https:///xyz.signalwire.com/',
    'https://xyz',
    'https://evil.com/xyz.signalwire.com',
    'https://xyz.signalwire.com@evil.com/',
    'https://evil.com@xyz.signalwire.com/',
    'https://xyz.signalwire.com:443/',
    'https://xyz.signalwire.com.evil.com/',
    'https://xyz.signalwire.com\\evil',
    'https://xyz.signalwire.com/\\evil',
    'https://xyz.signalwire.com?@evil.com',
    'https://xyz.signalwire.com#@evil.com',
    'https://xyz.signalwire.com/a b',
    'xyz%2eevil%2ecom',
    'xyz%00',
    'xyz\u0000',
    'xyz\nevil',
    'xyz\r\nHost: evil.com',
    'ümlaut',
    'xуz',
    '\u212Ayz',
    '\u017Fpace',
    'xyz。signalwire。com',
    'xyz\u200b',
    'xyz\u3002',
  ])('is not read from %j', (input) => {
    const thrown = refusal(input)
    expect(thrown).toBeInstanceOf(ConnectorError)
    expect(thrown).toMatchObject({ type: 'InvalidConfigurationError', code: 'invalid_space_name', retry: 'never' })
  })

  it('is never repeated in the refusal, which may be a token pasted into the wrong field', () => {
    expect(String(refusal('PT-secret secret'))).not.toContain('secret')
  })

  it('is a single DNS label, whatever is entered', () => {
    const piece = fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom('https://', 'xyz', '.signalwire.com', '/') },
      fc.constantFrom('\\', '@', ':', '%2e', '?', '#', '-', '.', 'evil.com', 'a', 'Z', '9'),
      fc.string({ unit: 'binary', maxLength: 2 }),
    )
    let read = 0
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 5 }), (pieces) => {
        const name = refusal(pieces.join(''))
        if (name instanceof ConnectorError) return
        read += 1
        expect(name).toMatch(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/)
        // What the connector asks is then a host of SignalWire, as the URL parser sees it too.
        expect(new URL(`https://${name}.signalwire.com/api`).host).toBe(`${name}.signalwire.com`)
      }),
      { numRuns: 5000 },
    )
    expect(read).toBeGreaterThan(100)
  })

  it('means the same in all three forms', () => {
    const label = fc.stringMatching(/^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/)
    fc.assert(
      fc.property(label, fc.webPath(), (name, path) => {
        const expected = name.toLowerCase()
        expect(normaliseSpaceName(name)).toBe(expected)
        expect(normaliseSpaceName(`${name}.signalwire.com`)).toBe(expected)
        expect(normaliseSpaceName(`https://${name}.signalwire.com${path}`)).toBe(expected)
      }),
    )
  })
})
