import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Pair, readPairs } from '../../webhooks/read-pairs.js'
import { signPost } from '../../webhooks/sign-post.js'
import { type SignatureScheme, verifySignature } from '../../webhooks/signature.js'

/** A request as it travels: everything that somebody on the way could change. */
interface Wire {
  readonly key: string
  readonly url: string
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

const pairsOf = (wire: Wire): readonly Pair[] | undefined => {
  const read = readPairs({
    method: wire.method,
    target: wire.url.slice(wire.url.indexOf('/', 8)),
    contentType: wire.headers['content-type'],
    rawBody: wire.body,
  })
  return read.ok ? read.pairs : undefined
}

/** What a receiver does: read strictly, then verify; a post that cannot be read is refused. */
function accepted(wire: Wire): boolean {
  const pairs = pairsOf(wire)
  if (!pairs) return false
  return verifySignature({
    keys: [wire.key],
    urls: [wire.url],
    method: wire.method,
    headers: wire.headers,
    rawBody: wire.body,
    pairs: wire.headers['content-type'] === 'application/json' ? undefined : pairs,
  }).ok
}

const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 10 }),
  fc.constantFrom('+12025550142', "it's", 'a b', ''),
)
const name = fc.oneof(
  fc.constantFrom('Body', 'From', 'CallSid'),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 6 }),
)
const url = fc.constantFrom(
  'https://h.example.com/hooks/1/call',
  "http://127.0.0.1:8080/h?a=b&c='%27",
  'https://u:p@h.example.com/',
)
const key = fc.string({ unit: 'grapheme-ascii', minLength: 8, maxLength: 40 }).filter((one) => one.trim() !== '')

const posts: fc.Arbitrary<Wire & { readonly scheme: SignatureScheme }> = fc
  .record({
    key,
    url,
    params: fc.array(fc.tuple(name, text), { minLength: 1, maxLength: 6 }),
    kind: fc.constantFrom('form', 'get', 'json') as fc.Arbitrary<'form' | 'get' | 'json'>,
    scheme: fc.constantFrom('formSha1', 'bodySha1', 'bodySha256', 'bodyHash') as fc.Arbitrary<SignatureScheme>,
  })
  .map((one) => {
    const scheme =
      one.kind === 'get' || (one.kind === 'form' && one.scheme === 'bodyHash')
        ? 'formSha1'
        : one.kind === 'json' && one.scheme === 'formSha1'
          ? 'bodyHash'
          : one.scheme
    const { key, url, params } = one
    const signed =
      one.kind === 'json'
        ? signPost({ key, url, json: Object.fromEntries(params), scheme })
        : signPost({ key, url, params, scheme, method: one.kind === 'get' ? 'GET' : 'POST' })
    return { ...signed, key, scheme, body: Buffer.from(signed.body) }
  })

/** Another byte at a place of a text. */
const change = (bytes: Buffer, at: number, by: number): Buffer => {
  const changed = Buffer.from(bytes)
  const index = at % bytes.length
  changed[index] = (changed[index] ?? 0) ^ (1 + (by % 255))
  return changed
}

const place = fc.nat({ max: 1_000_000 })

describe('a signed post with one byte changed', () => {
  const holds = (property: (wire: Wire & { readonly scheme: SignatureScheme }, at: number, by: number) => void) =>
    fc.assert(
      fc.property(posts, place, place, (wire, at, by) => {
        // The control: without the change it is accepted.
        expect(accepted(wire)).toBe(true)
        property(wire, at, by)
      }),
      { numRuns: 2000 },
    )

  it('in its signature is refused', () => {
    holds((wire, at, by) => {
      const [header = '', signature = ''] =
        Object.entries(wire.headers).find(([one]) => one.startsWith('x-signalwire')) ?? []
      const changed = change(Buffer.from(signature, 'latin1'), at, by).toString('latin1')
      expect(accepted({ ...wire, headers: { ...wire.headers, [header]: changed } })).toBe(false)
    })
  })

  it('in the key is refused', () => {
    holds((wire, at, by) => {
      const changed = change(Buffer.from(wire.key, 'utf8'), at, by % 31).toString('utf8')
      expect(accepted({ ...wire, key: changed })).toBe(false)
    })
  })

  it('in the URL is refused', () => {
    holds((wire, at, by) => {
      const changed = change(Buffer.from(wire.url, 'utf8'), at, by % 31).toString('utf8')
      // A change of the credentials may leave a URL that still counts without them, as calls are signed.
      const bare = (one: string) => one.replace(/^(https?:\/\/)[^/?#]*@/i, '$1')
      if (bare(changed) === bare(wire.url) || changed.replace(/#.*$/s, '') === wire.url) return
      expect(accepted({ ...wire, url: changed })).toBe(false)
    })
  })

  it('in the body is refused, or says exactly the same', () => {
    let refused = 0
    holds((wire, at, by) => {
      if (wire.body.length === 0) return
      const changed = { ...wire, body: change(wire.body, at, by) }
      if (accepted(changed)) {
        // %2b is %2B: the parameters that are signed are the same, to the last character. Raw bytes never are.
        expect(wire.scheme).toBe('formSha1')
        expect(pairsOf(changed)).toEqual(pairsOf(wire))
      } else refused += 1
    })
    expect(refused).toBeGreaterThan(1000)
  })

  it('and a parameter more or less, is refused', () => {
    holds((wire) => {
      const more =
        wire.body.length > 0 && wire.scheme !== 'bodyHash' && wire.headers['content-type'] !== 'application/json'
      if (!more) return
      expect(accepted({ ...wire, body: Buffer.concat([wire.body, Buffer.from('&Extra=1')]) })).toBe(false)
      expect(accepted({ ...wire, body: Buffer.from('Extra=1') })).toBe(false)
    })
  })
})
