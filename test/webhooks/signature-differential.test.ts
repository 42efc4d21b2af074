import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Pair } from '../../webhooks/read-pairs.js'
import { verifySignature } from '../../webhooks/signature.js'
import { compatibilityApi, twilio, type Validator } from './validators.js'

const key = 'PSKtest1234567890abcdef'

/** What one random post is configured with, and how it was signed. */
interface Case {
  readonly scheme: string
  readonly credentials: string
  readonly host: string
  readonly port: string
  readonly rest: string
  readonly fragment: string
  readonly pairs: readonly Pair[]
  readonly signed: {
    readonly credentials: boolean
    readonly port: 'asGiven' | 'default' | 'none'
    readonly fragment: boolean
    /** Over the URL as `new URL` writes it. */
    readonly normalized: boolean
    readonly by: Validator
    readonly key: string
  }
}

const oddCharacters = '\'@:;,!~*()$&=+?/%27%20|^[]{}"`\\\u00e9'.match(/%..|./g) ?? []
const oddText = fc.string({ unit: fc.constantFrom('a', 'B', '7', '-', '_', '.', ...oddCharacters), maxLength: 12 })
const anyText = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 12 }), fc.constantFrom('', '+12025550142', "you're"))
const name = fc.oneof(
  fc.constantFrom('Body', 'From', 'To', 'MessageSid', 'body', 'Body2', '__proto__', 'constructor', ''),
  anyText,
)

const cases: fc.Arbitrary<Case> = fc.record({
  scheme: fc.constantFrom('https://', 'http://'),
  credentials: fc.oneof(
    { weight: 3, arbitrary: fc.constant('') },
    fc.constantFrom('user:pass@', 'us%20er:p%40ss@', "u'ser:p!ss@"),
  ),
  host: fc.constantFrom('hooks.example.com', 'Hooks.Example.com', '127.0.0.1', '[::1]'),
  port: fc.constantFrom('', '', ':443', ':80', ':8443'),
  rest: fc.oneof(
    fc.constantFrom('/hooks/1/call', '/hooks/1/call?', '/hooks/1/call?a=1&b=2', '', '/'),
    oddText.map((text) => `/hooks?q=${text}`),
    fc.tuple(oddText, oddText).map(([path, query]) => `/${path.replaceAll('?', '')}?${query}`),
  ),
  fragment: fc.oneof({ weight: 4, arbitrary: fc.constant('') }, fc.constant('#ot=500&rt=2000')),
  pairs: fc.array(fc.tuple(name, anyText), { maxLength: 8 }),
  signed: fc.record({
    credentials: fc.boolean(),
    port: fc.constantFrom('asGiven', 'default', 'none'),
    fragment: fc.boolean(),
    normalized: fc.oneof({ weight: 6, arbitrary: fc.constant(false) }, fc.constant(true)),
    by: fc.constantFrom(twilio, compatibilityApi),
    key: fc.oneof({ weight: 9, arbitrary: fc.constant(key) }, fc.constant('another key')),
  }),
})

const configuredUrl = (one: Case): string =>
  one.scheme + one.credentials + one.host + one.port + one.rest + one.fragment

function signedUrl(one: Case): string {
  const { signed } = one
  const port =
    signed.port === 'none'
      ? ''
      : signed.port === 'asGiven' || one.port !== ''
        ? one.port
        : one.scheme === 'https://'
          ? ':443'
          : ':80'
  const url =
    one.scheme +
    (signed.credentials ? one.credentials : '') +
    one.host +
    port +
    one.rest +
    (signed.fragment ? one.fragment : '')
  return signed.normalized ? new URL(url).toString() : url
}

const accepted = (one: Case, signature: string): boolean =>
  verifySignature({
    keys: [key],
    urls: [configuredUrl(one)],
    method: 'POST',
    headers: { 'x-signalwire-signature': signature },
    rawBody: 'unused by this scheme',
    pairs: one.pairs,
  }).ok

/** A difference that is known and wanted. A difference that none of these explains fails the test. */
interface Disagreement {
  readonly name: string
  readonly with: readonly Validator[]
  readonly acceptedBy: 'us' | 'them'
  readonly when: (one: Case) => boolean
  readonly because: string
}

/** Whether a package's parser writes the URL differently. Its port is left out: both packages add and remove it. */
const rewritten = (by: Validator, one: Case): boolean => {
  const url = configuredUrl({ ...one, port: '' })
  return by.spells(url) !== url
}

const repeats = ({ pairs }: Case): boolean => new Set(pairs.map(([one]) => one)).size !== pairs.length

const disagreements: readonly Disagreement[] = [
  {
    name: 'signed without the credentials of the URL',
    with: [twilio, compatibilityApi],
    acceptedBy: 'us',
    when: (one) => one.credentials !== '' && !one.signed.credentials,
    because: 'SignalWire signs calls without them and messages with them.',
  },
  {
    name: 'signed without the fragment of the URL',
    with: [twilio, compatibilityApi],
    acceptedBy: 'us',
    when: (one) => one.fragment !== '' && !one.signed.fragment,
    because: 'The fragment holds time limits and is never sent; whether it is signed is not documented.',
  },
  {
    name: 'repeated parameters signed in the order sent',
    with: [twilio],
    acceptedBy: 'us',
    when: (one) => repeats(one) && one.signed.by === compatibilityApi,
    because: "SignalWire's own packages sign every value in order.",
  },
  {
    name: 'repeated parameters signed sorted and without repetitions',
    with: [compatibilityApi],
    acceptedBy: 'us',
    when: (one) => repeats(one) && one.signed.by === twilio,
    because: 'The header X-Twilio-Signature may follow the rule of the package that named it.',
  },
  {
    name: 'signed over the URL encoded anew',
    with: [twilio],
    acceptedBy: 'them',
    when: (one) => one.signed.normalized && rewritten(twilio, one),
    because: 'Only the URL as it was sent is what SignalWire signs.',
  },
  {
    name: 'signed over a URL that the parser of the package writes differently',
    with: [compatibilityApi],
    acceptedBy: 'us',
    when: (one) => !one.signed.normalized && rewritten(compatibilityApi, one),
    because: 'The package compares with its own spelling and refuses the URL as it was sent.',
  },
  {
    name: 'signed over the spelling of that parser',
    with: [compatibilityApi],
    acceptedBy: 'them',
    when: (one) => one.signed.normalized && rewritten(compatibilityApi, one),
    because: 'Only the URL as it was sent is what SignalWire signs.',
  },
]

describe.each([twilio, compatibilityApi])('compared with the validator of $name', (validator) => {
  const known = disagreements.filter((one) => one.with.includes(validator))

  it('the same posts are accepted, but for the named disagreements', { timeout: 120_000 }, () => {
    const met = new Set<string>()
    const counts = { both: 0, neither: 0 }
    fc.assert(
      fc.property(cases, (one) => {
        const signature = one.signed.by.sign(one.signed.key, signedUrl(one), one.pairs)
        const ours = accepted(one, signature)
        const theirs = validator.accepts(key, signature, configuredUrl(one), one.pairs)
        if (ours === theirs) {
          counts[ours ? 'both' : 'neither'] += 1
          return
        }
        const explained = known.filter((each) => each.acceptedBy === (ours ? 'us' : 'them') && each.when(one))
        expect(explained.map((each) => each.name)).not.toEqual([])
        for (const each of explained) met.add(each.name)
      }),
      { numRuns: 5000 },
    )
    // The control: agreement is not for want of cases, and no disagreement is listed that does not exist.
    expect(counts.both).toBeGreaterThan(500)
    expect(counts.neither).toBeGreaterThan(200)
    expect([...met].sort()).toEqual(known.map((each) => each.name).sort())
  })

  it('a post that its own function signed over the URL as sent is accepted, whatever its characters', () => {
    fc.assert(
      fc.property(cases, (one) => {
        const signature = validator.sign(key, configuredUrl(one), one.pairs)
        expect(accepted(one, signature)).toBe(true)
        expect(accepted(one, validator.sign('another key', configuredUrl(one), one.pairs))).toBe(false)
      }),
      { numRuns: 3000 },
    )
  })

  it('JSON whose hash is in the URL is accepted and refused alike', () => {
    fc.assert(
      fc.property(fc.json(), fc.boolean(), fc.constantFrom('', ':443', ':8443'), (body, honest, port) => {
        const hash = createHash('sha256')
          .update(honest ? body : `${body} `)
          .digest('hex')
        const url = `https://hooks.example.com${port}/hooks/1/call?a=1&bodySHA256=${hash}`
        const signature = validator.sign(key, url, [])
        const verdict = verifySignature({
          keys: [key],
          urls: [url],
          method: 'POST',
          headers: { 'x-signalwire-signature': signature },
          rawBody: Buffer.from(body),
          pairs: undefined,
        })
        expect(validator.acceptsBody(key, signature, url, body)).toBe(honest)
        expect(verdict.ok).toBe(honest)
      }),
      { numRuns: 1000 },
    )
  })
})
