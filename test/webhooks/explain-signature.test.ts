import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { explainSignature, type OtherSecret } from '../../webhooks/explain-signature.js'
import type { Pair } from '../../webhooks/read-pairs.js'
import { signPost } from '../../webhooks/sign-post.js'
import { type SignatureCheck, verifySignature } from '../../webhooks/signature.js'

const key = 'PSKtest1234567890abcdef'
const secretPath = '/hooks/3f9c1f0e/call'
const url = `https://hooks.example.com${secretPath}?a=1`
const params: readonly Pair[] = [
  ['From', '+12025550142'],
  ['Body', ' hello '],
  ['Empty', ''],
  ['Tag', 'b'],
  ['Tag', 'a'],
]

/** A post signed over one URL with one key and received at the configured one. */
function received(signedUrl: string, over: Partial<SignatureCheck> = {}, by = key, signed = params): SignatureCheck {
  const { headers } = signPost({ key: by, url: signedUrl, params: signed })
  return {
    keys: [key],
    urls: [url],
    method: 'POST',
    rawBody: 'a=1',
    pairs: params,
    ...over,
    headers: { ...headers, ...over.headers },
  }
}

const explain = (check: SignatureCheck, others?: readonly OtherSecret[]) => {
  expect(verifySignature(check).ok).toBe(false)
  const diagnosis = explainSignature(check, others)
  // Nothing that is printed gives away a key, the unguessable path or what the post says.
  for (const secret of [key, '3f9c1f0e', 'hello', '+12025550142', 'pass', 'api-token'])
    expect(JSON.stringify(diagnosis)).not.toContain(secret)
  return diagnosis
}

describe('the explanation of a refused signature', () => {
  it.each<[string, SignatureCheck, Record<string, string>]>([
    ['http', received(url.replace('https', 'http')), { scheme: 'http' }],
    [
      'the host of the proxy',
      received(url.replace('hooks.', 'public.'), { headers: { 'x-forwarded-host': 'public.example.com' } }),
      { host: 'public.example.com' },
    ],
    [
      'the Host header and another port',
      received(`http://localhost:3000${secretPath}?a=1`, { headers: { host: 'localhost:3000' } }),
      { host: 'localhost', port: 'port 3000', scheme: 'http' },
    ],
    ['another port', received(url.replace('.com', '.com:8443')), { port: 'port 8443' }],
    [
      'credentials that nginx asked for',
      received(url.replace('//', '//user:pass@'), {
        headers: { authorization: `Basic ${Buffer.from('user:pass').toString('base64')}` },
      }),
      { credentials: 'the credentials of the Authorization header' },
    ],
    ['a dropped query', received(url.replace('?a=1', '')), { path: 'the path without the query' }],
    [
      'a prefix taken away',
      received(url.replace('/hooks/', '/app/hooks/'), { headers: { 'x-forwarded-prefix': '/app' } }),
      { path: 'the path after the prefix in X-Forwarded-Prefix' },
    ],
    [
      'a decoded query',
      received("https://hooks.example.com/h?q=a'b", { urls: ['https://hooks.example.com/h?q=a%27b'] }),
      { path: 'the query with characters decoded' },
    ],
    [
      'a key with spaces',
      received(url, { keys: [` ${key}\n`] }),
      { key: 'the signing key without the spaces around it' },
    ],
    [
      'the last value',
      received(url, {}, key, [...new Map(params)]),
      { body: 'the last value of a repeated parameter' },
    ],
    [
      'empty values left out',
      received(
        url,
        {},
        key,
        params.filter(([, one]) => one !== ''),
      ),
      { body: 'the parameters that are not empty' },
    ],
    ['no parameters', received(url, {}, key, []), { body: 'no parameters' }],
  ])('finds %s', (_, check, differences) => {
    const { verdict, differences: found, sentence } = explain(check)
    expect(verdict).toBe('otherVariant')
    expect(Object.fromEntries(found.map(({ part, signed }) => [part, signed]))).toEqual(differences)
    for (const words of Object.values(differences)) expect(sentence).toContain(words)
  })

  it('finds a secret that is no signing key, by its name', () => {
    const { differences, sentence } = explain(received(url, {}, 'api-token'), [
      { name: 'the API token', value: 'api-token' },
    ])
    expect(differences).toEqual([{ part: 'key', expected: 'the signing key', signed: 'the API token' }])
    expect(sentence).toContain('API Credentials')
  })

  it('finds a JSON body that was changed on the way', () => {
    const signed = signPost({ key, url, json: { a: 1 }, scheme: 'bodyHash' })
    const check = {
      ...received(url),
      urls: [signed.url],
      headers: signed.headers,
      pairs: undefined,
      rawBody: '{"a": 1}',
    }
    expect(explain(check).differences).toMatchObject([{ part: 'body', signed: 'a body with the hash in bodySHA256' }])
    const raw = signPost({ key, url: url.replace('https', 'http'), json: { a: 1 } })
    expect(explain({ ...check, urls: [url], headers: raw.headers, rawBody: raw.body }).differences).toMatchObject([
      { part: 'scheme', signed: 'http' },
    ])
  })

  it('says what is missing', () => {
    expect(explain({ ...received(url), headers: {} }).verdict).toBe('noSignature')
    expect(explain({ ...received(url), headers: { 'x-signalwire-signature': 'x' } }).verdict).toBe('malformedSignature')
    expect(explain({ ...received(url), keys: [] }).verdict).toBe('noKey')
    expect(explain({ ...received(url), urls: [] }).verdict).toBe('noUrl')
    expect(explainSignature(received(url))).toEqual({
      verdict: 'accepted',
      differences: [],
      sentence: 'The signature matches.',
    })
  })

  it('finds nothing for a forged post, within a limited effort, and says so', () => {
    const forged = received(url, { rawBody: 'x'.repeat(1_000_000) }, 'somebody else')
    const { verdict, differences, sentence } = explain(forged)
    expect([verdict, differences]).toEqual(['noMatch', []])
    expect(sentence).toContain('SignalWire did not send this post')
  })

  it('is given for any request at all', () => {
    const anything = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('https://a', 'https://a/%', '//', 'Basic %'),
    )
    const header = fc.oneof(anything, fc.array(anything), fc.constant(undefined))
    const names = ['x-signalwire-signature', 'x-forwarded-host', 'x-forwarded-prefix', 'authorization', 'host']
    fc.assert(
      fc.property(
        fc.record({
          keys: fc.array(anything),
          urls: fc.array(
            fc.oneof(
              anything,
              anything.map((rest) => `https://h.example.com/${rest}`),
            ),
          ),
          method: fc.constantFrom('GET', 'POST', 'PUT', ''),
          headers: fc.dictionary(fc.constantFrom(...names), header),
          rawBody: fc.oneof(anything, fc.uint8Array()),
          pairs: fc.option(fc.array(fc.tuple(anything, anything)), { nil: undefined }),
        }),
        (check) => {
          expect(explainSignature(check).verdict).not.toBe('accepted')
          const signed = {
            ...check,
            headers: { ...check.headers, 'x-signalwire-signature': 'c3c08c1fefaf9ee198a100d5906765a6f394bf0f' },
          }
          expect(['noKey', 'noUrl', 'noMatch']).toContain(explainSignature(signed).verdict)
        },
      ),
      { numRuns: 100 },
    )
  })
})
