import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { Pair } from './read-pairs.js'

/**
 * The documented ways to sign a post:
 * - `formSha1`: base64 of HMAC-SHA1 over the URL and the sorted parameters, for forms and for GET (Compatibility API).
 * - `bodyHash`: the same over the URL alone, whose `bodySHA256` names the hash of the body, for JSON.
 * - `bodySha1`, `bodySha256`: hex of HMAC over the URL and the raw body (SWML, "Webhook security").
 */
export type SignatureScheme = 'formSha1' | 'bodyHash' | 'bodySha1' | 'bodySha256'

/** The headers that may carry a signature, as Node spells them. */
export const signatureHeaders = [
  'x-signalwire-signature',
  'x-signalwire-sha256-signature',
  'x-twilio-signature',
] as const

export type SignatureHeader = (typeof signatureHeaders)[number]

/** A header's value that looks like a signature; any other is not compared at all. */
export interface GivenSignature {
  readonly header: SignatureHeader
  readonly text: string
  readonly encoding: 'base64Sha1' | 'hexSha1' | 'hexSha256'
}

export type PostHeaders = Readonly<Record<string, string | readonly string[] | undefined>>

/** Only the canonical spelling counts, so that no two texts are the same signature. */
const encodings = [
  { encoding: 'base64Sha1', pattern: /^[A-Za-z0-9+/]{26}[AEIMQUYcgkosw048]=$/ },
  { encoding: 'hexSha1', pattern: /^[0-9a-f]{40}$/ },
  { encoding: 'hexSha256', pattern: /^[0-9a-f]{64}$/ },
] as const

/** The signatures that a post carries. A repeated header is no signature: nobody could say which of them counts. */
export function givenSignatures(headers: PostHeaders): {
  readonly signatures: readonly GivenSignature[]
  readonly present: boolean
} {
  const signatures: GivenSignature[] = []
  let present = false
  for (const header of signatureHeaders) {
    const value = headers[header]
    if (value === undefined || value === '') continue
    present = true
    if (typeof value !== 'string' || value.length > 64) continue
    const known = encodings.find(({ pattern }) => pattern.test(value))
    if (known && (known.encoding === 'hexSha256') === (header === 'x-signalwire-sha256-signature'))
      signatures.push({ header, text: value, encoding: known.encoding })
  }
  return { signatures, present }
}

/**
 * What is appended to the URL for repeated parameters: every value in the order sent (`@signalwire/compatibility-api`,
 * SignalWire's SDKs), or each different value once, sorted (`twilio`). Forms that leave a value out are not accepted, as
 * that value would not be signed.
 */
export type PairsForm = 'inOrder' | 'sortedUnique'

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

export function concatPairs(pairs: readonly Pair[], form: PairsForm): string {
  const sorted =
    form === 'inOrder'
      ? [...pairs].sort((a, b) => byText(a[0], b[0]))
      : [...pairs].sort((a, b) => byText(a[0], b[0]) || byText(a[1], b[1]))
  let text = ''
  let last: Pair | undefined
  for (const pair of sorted) {
    if (form === 'inOrder' || last?.[0] !== pair[0] || last[1] !== pair[1]) text += pair[0] + pair[1]
    last = pair
  }
  return text
}

/** Whether a name recurs; only then do the forms differ. */
export const hasRepeatedName = (pairs: readonly Pair[]): boolean =>
  new Set(pairs.map(([name]) => name)).size !== pairs.length

const algorithms = {
  formSha1: ['sha1', 'base64'],
  bodyHash: ['sha1', 'base64'],
  bodySha1: ['sha1', 'hex'],
  bodySha256: ['sha256', 'hex'],
} as const

/** The signature of a URL and what a scheme appends to it. */
export function signatureOf(scheme: SignatureScheme, key: string, url: string, appended: Uint8Array | string): string {
  const [algorithm, encoding] = algorithms[scheme]
  return createHmac(algorithm, key).update(url, 'utf8').update(appended).digest(encoding)
}

/** Compares two texts of the same kind in a time that does not tell where they differ. */
export function sameText(given: string, expected: string): boolean {
  const one = Buffer.from(given, 'utf8')
  const other = Buffer.from(expected, 'utf8')
  return one.length === other.length && timingSafeEqual(one, other)
}

export const bodyHashOf = (body: Uint8Array | string): string => createHash('sha256').update(body).digest('hex')

/** Whether the URL's `bodySHA256` is the hash of the body. */
export function namesBody(url: string, body: Uint8Array | string): boolean {
  const named = /\?(?:[^#]*&)?bodySHA256=([0-9a-f]{64})(?:[&#]|$)/.exec(url)?.[1]
  return named !== undefined && sameText(named, bodyHashOf(body))
}
