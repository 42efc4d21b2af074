import type { Pair } from './read-pairs.js'
import {
  concatPairs,
  type GivenSignature,
  givenSignatures,
  hasRepeatedName,
  namesBody,
  type PairsForm,
  type PostHeaders,
  type SignatureHeader,
  type SignatureScheme,
  sameText,
  signatureOf,
} from './signed-text.js'
import { type UrlVariant, urlSpellings } from './signed-url.js'

export type { PostHeaders, SignatureHeader, SignatureScheme } from './signed-text.js'

/** A post and what it must be signed with. */
export interface SignatureCheck {
  /** The signing keys of the project: one, or two while one replaces the other. More are not looked at. */
  readonly keys: readonly string[]
  /** The URLs that the post may have been sent to, the configured one first; `publicUrlCandidates` gives them. */
  readonly urls: readonly string[]
  readonly method: string
  /** With lower-case names, as Node gives them. */
  readonly headers: PostHeaders
  /** The bytes as they came; empty for a GET. */
  readonly rawBody: Uint8Array | string
  /** The parameters of a form as `readPairs` gives them; undefined for JSON. */
  readonly pairs: readonly Pair[] | undefined
}

/** What was found: how the post was signed, or in one word why it is refused. It holds no key and no signature. */
export type SignatureVerdict =
  | {
      readonly ok: true
      readonly scheme: SignatureScheme
      readonly header: SignatureHeader
      /** The index of the key that signed it. */
      readonly key: number
      /** The index of the URL, and how its signed spelling differs from it. */
      readonly url: number
      readonly variant: UrlVariant
      /** How repeated parameters were signed; undefined where the scheme signs no parameters. */
      readonly form?: PairsForm
    }
  | {
      readonly ok: false
      readonly reason: 'noKey' | 'noSignature' | 'malformedSignature' | 'noUrl' | 'mismatch'
    }

/** No honest post needs as many; a forged one costs no more than this. */
const maxCandidates = 64

interface Signed {
  readonly scheme: SignatureScheme
  readonly appended: Uint8Array | string
  readonly form?: PairsForm
}

/** What a post's sender may have appended to the URL, for one signature's encoding and one URL. */
function appendedTo(url: string, { encoding }: GivenSignature, check: SignatureCheck): readonly Signed[] {
  const { method, rawBody, pairs } = check
  if (encoding === 'hexSha256') return [{ scheme: 'bodySha256', appended: rawBody }]
  if (encoding === 'hexSha1') return [{ scheme: 'bodySha1', appended: rawBody }]
  // The parameters of a GET are in the URL. A body would be signed by nothing here.
  if (method === 'GET') return rawBody.length === 0 ? [{ scheme: 'formSha1', appended: '' }] : []
  if (!pairs) return namesBody(url, rawBody) ? [{ scheme: 'bodyHash', appended: '' }] : []
  const forms: readonly PairsForm[] = hasRepeatedName(pairs) ? ['inOrder', 'sortedUnique'] : ['inOrder']
  return forms.map((form) => ({ scheme: 'formSha1', appended: concatPairs(pairs, form), form }))
}

/**
 * Tells whether a post was signed with one of the keys, by any of the documented schemes and header names.
 *
 * It fails closed: without a key, a well-formed signature and a URL nothing is accepted. A header that does not match is
 * no reason to refuse a post that another header proves, since a forger could leave it out. Every comparison takes
 * constant time, and their number is limited. A signature holds no time: it does not tell a repeated post from a new one.
 */
export function verifySignature(check: SignatureCheck): SignatureVerdict {
  // An empty key would let anybody sign.
  const keys = check.keys.slice(0, 2)
  if (!keys.some((key) => key.trim() !== '')) return { ok: false, reason: 'noKey' }
  const { signatures, present } = givenSignatures(check.headers)
  if (signatures.length === 0) return { ok: false, reason: present ? 'malformedSignature' : 'noSignature' }
  if (check.method !== 'GET' && check.method !== 'POST') return { ok: false, reason: 'mismatch' }
  let left = maxCandidates
  let anyUrl = false
  for (const [urlIndex, base] of check.urls.entries()) {
    for (const { url, variant } of urlSpellings(base)) {
      anyUrl = true
      for (const given of signatures) {
        for (const { scheme, appended, form } of appendedTo(url, given, check)) {
          for (const [keyIndex, key] of keys.entries()) {
            if (key.trim() === '') continue
            if (left-- <= 0) return { ok: false, reason: 'mismatch' }
            if (sameText(given.text, signatureOf(scheme, key, url, appended)))
              return {
                ok: true,
                scheme,
                header: given.header,
                key: keyIndex,
                url: urlIndex,
                variant,
                ...(form && { form }),
              }
          }
        }
      }
    }
  }
  return { ok: false, reason: anyUrl ? 'mismatch' : 'noUrl' }
}
