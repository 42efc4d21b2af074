import { createHash, createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { Pair } from '../../webhooks/read-pairs.js'
import { type SignatureCheck, verifySignature } from '../../webhooks/signature.js'

const key = 'PSKtest1234567890abcdef'
const url = 'https://example.ngrok.io/webhook'
const json = '{"event":"call.state","params":{"call_id":"abc-123","state":"answered"}}'
const pairs: readonly Pair[] = [
  ['To', '+15559876543'],
  ['Body', "you're"],
  ['From', '+15551234567'],
  ['NumMedia', '0'],
  ['MessageSid', 'm-1'],
]
const formSignature = 'mIIKb7PlsqFY8QtzBKYjYcr7VsY='
const jsonSha1 = 'c3c08c1fefaf9ee198a100d5906765a6f394bf0f'
const jsonSha256 = '2a29f8a92b11df39da80c3b185fd62173d49c294184da585ff951eae4433571c'

const form = (over: Partial<SignatureCheck> = {}): SignatureCheck => ({
  keys: [key],
  urls: [url],
  method: 'POST',
  headers: { 'x-signalwire-signature': formSignature },
  rawBody: new URLSearchParams(pairs.map(([...pair]) => pair)).toString(),
  pairs,
  ...over,
})
const jsonPost = (over: Partial<SignatureCheck> = {}): SignatureCheck => ({
  ...form(),
  headers: { 'x-signalwire-signature': jsonSha1 },
  rawBody: Buffer.from(json),
  pairs: undefined,
  ...over,
})
/** The signature of a text, by Node's own functions. */
const hmac = (text: string, encoding: 'base64' | 'hex' = 'base64', by = key) =>
  createHmac('sha1', by).update(text, 'utf8').digest(encoding)
const signedForm = "Bodyyou'reFrom+15551234567MessageSidm-1NumMedia0To+15559876543"
const accepts = (check: SignatureCheck) => verifySignature(check).ok

describe('the published vectors', () => {
  it('a form is proven by the base64 signature over URL and sorted parameters', () => {
    expect(verifySignature(form())).toEqual({
      ok: true,
      scheme: 'formSha1',
      header: 'x-signalwire-signature',
      key: 0,
      url: 0,
      variant: { credentials: 'none', port: 'asGiven', fragment: 'none' },
      form: 'inOrder',
    })
    expect(accepts(form({ headers: { 'x-twilio-signature': formSignature } }))).toBe(true)
  })

  it('JSON is proven by the hex signatures over URL and raw body', () => {
    expect(verifySignature(jsonPost())).toMatchObject({ ok: true, scheme: 'bodySha1' })
    expect(verifySignature(jsonPost({ headers: { 'x-signalwire-sha256-signature': jsonSha256 } }))).toMatchObject({
      ok: true,
      scheme: 'bodySha256',
    })
  })
})

describe('the other documented ways to sign', () => {
  it('JSON may name the hash of its body in the URL', () => {
    const hash = createHash('sha256').update(json).digest('hex')
    const named = `${url}?a=1&bodySHA256=${hash}`
    const check = jsonPost({ urls: [named], headers: { 'x-signalwire-signature': hmac(named) } })
    expect(verifySignature(check)).toMatchObject({ ok: true, scheme: 'bodyHash' })
    expect(accepts({ ...check, rawBody: `${json} ` })).toBe(false)
    // A URL that names no hash proves nothing about the body.
    expect(accepts(jsonPost({ headers: { 'x-signalwire-signature': hmac(url) } }))).toBe(false)
  })

  it('a GET has its parameters in the URL, and nothing is appended', () => {
    const target = `${url}?CallSid=c-1&Name=O'Neil&Odd=%7e%27+@:`
    const got = form({
      method: 'GET',
      urls: [target],
      rawBody: '',
      headers: { 'x-signalwire-signature': hmac(target) },
    })
    expect(accepts(got)).toBe(true)
    expect(accepts({ ...got, rawBody: 'From=forged' })).toBe(false)
    expect(accepts({ ...got, method: 'POST' })).toBe(false)
  })

  it('a form may be signed as raw bytes too', () => {
    const check = form()
    const signature = hmac(url + String(check.rawBody), 'hex')
    expect(verifySignature({ ...check, headers: { 'x-signalwire-signature': signature } })).toMatchObject({
      ok: true,
      scheme: 'bodySha1',
    })
  })

  it('raw bytes that are no text are covered as they are', () => {
    const bytes = Buffer.from([0x7b, 0xff, 0x00, 0x7d])
    const signature = createHmac('sha1', key).update(url).update(bytes).digest('hex')
    expect(accepts(jsonPost({ rawBody: bytes, headers: { 'x-signalwire-signature': signature } }))).toBe(true)
    const other = Buffer.from([0x7b, 0xfe, 0x00, 0x7d])
    expect(accepts(jsonPost({ rawBody: other, headers: { 'x-signalwire-signature': signature } }))).toBe(false)
  })

  it('repeated parameters are signed in the order sent, or sorted and once each', () => {
    const repeated: readonly Pair[] = [
      ['b', '2'],
      ['a', '9'],
      ['b', '1'],
      ['b', '2'],
    ]
    const signed = (text: string) =>
      verifySignature(form({ pairs: repeated, headers: { 'x-signalwire-signature': hmac(url + text) } }))
    expect(signed('a9b2b1b2')).toMatchObject({ ok: true, form: 'inOrder' })
    expect(signed('a9b1b2')).toMatchObject({ ok: true, form: 'sortedUnique' })
    // A value that is not signed could be anything.
    expect(signed('a9b2').ok).toBe(false)
    expect(signed('a9').ok).toBe(false)
    expect(signed('').ok).toBe(false)
  })
})

describe('the URL', () => {
  const signedOver = (signed: string, urls: readonly string[]) =>
    verifySignature(form({ urls, headers: { 'x-signalwire-signature': hmac(signed + signedForm) } }))

  it.each([
    ['https://h.example.com:443/a', 'https://h.example.com/a', 'defaultAdded'],
    ['http://h.example.com:80/a', 'http://h.example.com/a', 'defaultAdded'],
    ['https://h.example.com/a', 'https://h.example.com:443/a', 'removed'],
    ['https://h.example.com/a', 'https://h.example.com:8443/a', 'removed'],
    ['https://[::1]:443/a', 'https://[::1]/a', 'defaultAdded'],
    ['https://h.example.com:8443/a', 'https://h.example.com:8443/a', 'asGiven'],
  ])('signed as %s counts for %s', (signed, configured, port) => {
    expect(signedOver(signed, [configured])).toMatchObject({ ok: true, variant: { port } })
  })

  it.each([
    ['https://h.example.com:80/a', 'https://h.example.com/a'],
    ['https://h.example.com:8443/a', 'https://h.example.com/a'],
    ['http://h.example.com/a', 'https://h.example.com/a'],
    ['https://h.example.com/a', 'https://h.example.com/a/'],
    ['https://h.example.com/a?q=%27', "https://h.example.com/a?q='"],
    ['https://other.example.com/a', 'https://h.example.com/a'],
  ])('signed as %s does not count for %s', (signed, configured) => {
    expect(signedOver(signed, [configured])).toEqual({ ok: false, reason: 'mismatch' })
    expect(signedOver(signed, [configured, signed])).toMatchObject({ ok: true, url: 1 })
  })

  it('with credentials counts with them and without them', () => {
    const configured = 'https://us%20er:p@ss@h.example.com/a'
    expect(signedOver(configured, [configured])).toMatchObject({ ok: true, variant: { credentials: 'kept' } })
    expect(signedOver('https://h.example.com/a', [configured])).toMatchObject({
      ok: true,
      variant: { credentials: 'removed' },
    })
    expect(signedOver('https://other:secret@h.example.com/a', [configured]).ok).toBe(false)
  })

  it('with the time limits of SignalWire counts with the fragment and without it', () => {
    const configured = 'https://h.example.com/a?b=1#ot=500&rt=2000'
    expect(signedOver(configured, [configured])).toMatchObject({ ok: true, variant: { fragment: 'kept' } })
    expect(signedOver('https://h.example.com:443/a?b=1#ot=500&rt=2000', [configured]).ok).toBe(true)
    expect(signedOver('https://h.example.com/a?b=1', [configured])).toMatchObject({
      ok: true,
      variant: { fragment: 'removed' },
    })
  })

  it('that is none is never matched', () => {
    for (const urls of [[], [''], ['h.example.com/a'], ['ftp://h.example.com/a'], ['https:///a']])
      expect(verifySignature(form({ urls }))).toEqual({ ok: false, reason: 'noUrl' })
  })
})

describe('the keys', () => {
  it('are two while one replaces the other', () => {
    const signed = form({ headers: { 'x-signalwire-signature': hmac(url + signedForm, 'base64', 'new key') } })
    expect(accepts(signed)).toBe(false)
    expect(verifySignature({ ...signed, keys: [key, 'new key'] })).toMatchObject({ ok: true, key: 1 })
    expect(verifySignature({ ...signed, keys: ['new key', key] })).toMatchObject({ ok: true, key: 0 })
    expect(accepts({ ...signed, keys: [key, 'other', 'new key'] })).toBe(false)
  })

  it('are needed: an empty one would let anybody sign', () => {
    for (const keys of [[], [''], ['  '], ['', '']]) {
      const headers = { 'x-signalwire-signature': hmac(url + signedForm, 'base64', keys[0] ?? '') }
      expect(verifySignature(form({ keys, headers }))).toEqual({ ok: false, reason: 'noKey' })
      expect(verifySignature(form({ keys: [...keys.slice(0, 1), key], headers })).ok).toBe(false)
    }
    expect(verifySignature(form({ keys: ['', key] }))).toMatchObject({ ok: true, key: 1 })
  })
})

describe('hostile headers', () => {
  it.each([
    ['none', {}],
    ['empty', { 'x-signalwire-signature': '' }],
    ['of another name', { 'x-hub-signature': formSignature }],
  ])('%s: the post is not signed', (_, headers) => {
    expect(verifySignature(form({ headers }))).toEqual({ ok: false, reason: 'noSignature' })
  })

  it.each([
    ['repeated', [formSignature, formSignature]],
    ['in a list', [formSignature]],
    ['joined by Node', `${formSignature}, ${formSignature}`],
    ['cut off', formSignature.slice(0, -1)],
    ['with a space', ` ${formSignature}`],
    ['in another spelling of the same bytes', 'mIIKb7PlsqFY8QtzBKYjYcr7VsZ='],
    ['url-safe', formSignature.replaceAll('+', '-').replace('=', '')],
    ['absurdly long', formSignature.repeat(100_000)],
    ['in hex capitals', jsonSha1.toUpperCase()],
    ['with a NUL', `${formSignature}\u0000`],
    ['of SHA-256 in the header of SHA-1', jsonSha256],
  ])('%s: it is no signature', (_, value) => {
    const headers = { 'x-signalwire-signature': value }
    expect(verifySignature(form({ headers }))).toEqual({ ok: false, reason: 'malformedSignature' })
    // The control: the good signature is accepted beside it.
    expect(accepts(form({ headers: { ...headers, 'x-twilio-signature': formSignature } }))).toBe(true)
  })

  it('a SHA-1 signature in the header of SHA-256 is none', () => {
    expect(verifySignature(jsonPost({ headers: { 'x-signalwire-sha256-signature': jsonSha1 } }))).toEqual({
      ok: false,
      reason: 'malformedSignature',
    })
  })

  it('other methods than GET and POST are refused, though signed', () => {
    expect(verifySignature(form({ method: 'PUT' }))).toEqual({ ok: false, reason: 'mismatch' })
    expect(verifySignature(jsonPost({ method: 'PATCH' }))).toEqual({ ok: false, reason: 'mismatch' })
  })

  it('a thousand URLs cost no more than a limited number of comparisons', () => {
    const many = Array.from({ length: 1000 }, (_, index) => `https://h${index}.example.com/`)
    expect(accepts(form({ urls: [...many.slice(0, 10), url] }))).toBe(true)
    expect(accepts(form({ urls: [...many, url] }))).toBe(false)
  })
})
