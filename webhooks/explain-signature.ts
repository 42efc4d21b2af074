import { type SignatureCheck, verifySignature } from './signature.js'
import { type Guess, type Guesses, guessesFor, type OtherSecret, type SignedPart } from './signature-guesses.js'
import { type GivenSignature, givenSignatures, type SignatureScheme, sameText, signatureOf } from './signed-text.js'
import { joinUrl, splitUrl } from './signed-url.js'

export type { OtherSecret, SignedPart } from './signature-guesses.js'

/** One part of what was signed that is not as the receiver expects it. Both texts may be shown. */
export interface SignatureDifference {
  readonly part: SignedPart
  readonly expected: string
  readonly signed: string
}

/** Why a post's signature is refused, for the operator. It holds no key, no credentials, no path and no parameter. */
export interface SignatureDiagnosis {
  readonly verdict: 'accepted' | 'noKey' | 'noUrl' | 'noSignature' | 'malformedSignature' | 'otherVariant' | 'noMatch'
  /** For `otherVariant`: what would have to be different for the signature to match. */
  readonly differences: readonly SignatureDifference[]
  /** What was found and what to do. */
  readonly sentence: string
}

/** A diagnosis hashes at most so many bytes and tries at most so many variants; a forged post costs no more. */
const maxBytes = 32 * 1024 * 1024
const maxTries = 20_000

/** More differences at once than three are no explanation. */
const maxDifferences = 3

/**
 * Looks for the variant of URL, port, credentials, key and body with which a refused signature would have matched. It
 * tries far more than is ever accepted, among it what headers of untrusted proxies say: use it to explain, never to
 * decide, and not for every forged post of a flood.
 *
 * @param others secrets that are often given in place of the signing key; only their names are ever shown.
 */
export function explainSignature(check: SignatureCheck, others: readonly OtherSecret[] = []): SignatureDiagnosis {
  const verdict = verifySignature(check)
  if (verdict.ok) return diagnosis('accepted', 'The signature matches.')
  const base = check.urls[0] === undefined ? undefined : splitUrl(check.urls[0])
  switch (verdict.reason) {
    case 'noKey':
      return diagnosis(
        'noKey',
        'No signing key is configured. Copy it from API Credentials in the SignalWire Dashboard and give it as the Signing Key.',
      )
    case 'noSignature':
      return diagnosis(
        'noSignature',
        'The post has no signature header. Either SignalWire did not send it, or a proxy removes X-SignalWire-Signature on the way.',
      )
    case 'malformedSignature':
      return diagnosis(
        'malformedSignature',
        'The signature header is repeated, cut off or no signature at all. Check whether a proxy changes or doubles X-SignalWire-Signature.',
      )
    case 'noUrl':
    case 'mismatch':
      break
  }
  if (!base) return diagnosis('noUrl', 'The URL of the post cannot be read. Check the public URL of the receiver.')
  for (const given of givenSignatures(check.headers).signatures) {
    const isForm = given.encoding === 'base64Sha1'
    const guesses = guessesFor(base, check, others, isForm ? 'form' : 'raw')
    const found = search(guesses, given)
    if (found) return diagnosis('otherVariant', sentenceOf(found), found)
  }
  return diagnosis(
    'noMatch',
    'The signature matches no variant of the URL, the port, the credentials and the body. Check that the signing key is the one of the project that owns the phone number; otherwise SignalWire did not send this post.',
  )
}

const diagnosis = (
  verdict: SignatureDiagnosis['verdict'],
  sentence: string,
  differences: readonly SignatureDifference[] = [],
): SignatureDiagnosis => ({ verdict, differences, sentence })

const otherBody: SignatureDifference = {
  part: 'body',
  expected: 'the body as received',
  signed: 'a body with the hash in bodySHA256',
}

const schemes: Readonly<Record<GivenSignature['encoding'], SignatureScheme>> = {
  base64Sha1: 'formSha1',
  hexSha1: 'bodySha1',
  hexSha256: 'bodySha256',
}

/** Tries combinations with few differences before those with more, so that the simplest explanation is found. */
function search(guesses: Guesses, given: GivenSignature): readonly SignatureDifference[] | undefined {
  const dimensions: readonly (readonly Guess<Uint8Array | string>[])[] = [
    guesses.host,
    guesses.port,
    guesses.scheme,
    guesses.credentials,
    guesses.path,
    guesses.key,
    guesses.body,
  ]
  const scheme = schemes[given.encoding]
  let bytes = 0
  let tries = 0
  const matches = (chosen: readonly number[]): boolean => {
    const at = (index: number) => dimensions[index]?.[chosen[index] ?? 0]?.value ?? ''
    const [host, port, protocol, credentials, rest, key] = [0, 1, 2, 3, 4, 5].map((index) => String(at(index)))
    const url = joinUrl({
      scheme: protocol ?? '',
      credentials: credentials ?? '',
      host: host ?? '',
      port: port ?? '',
      rest: rest ?? '',
      fragment: '',
    })
    const body = at(6)
    tries += 1
    bytes += url.length + body.length
    return sameText(given.text, signatureOf(scheme, key ?? '', url, body))
  }
  const visit = (chosen: number[], from: number, left: number): readonly number[] | undefined => {
    if (tries >= maxTries || bytes >= maxBytes) return undefined
    if (left === 0) return matches(chosen) ? [...chosen] : undefined
    for (let index = from; index < dimensions.length; index++) {
      for (let guess = 1; guess < (dimensions[index]?.length ?? 0); guess++) {
        chosen[index] = guess
        const found = visit(chosen, index + 1, left - 1)
        if (found) return found
      }
      chosen[index] = 0
    }
    return undefined
  }
  for (let count = 0; count <= maxDifferences; count++) {
    const found = visit(
      dimensions.map(() => 0),
      0,
      count,
    )
    // Only a signature of the URL alone gets here without a difference: it does not cover this body.
    if (found && count === 0) return [otherBody]
    if (found)
      return found.flatMap((guess, index) => {
        const [expected, signed] = [dimensions[index]?.[0], dimensions[index]?.[guess]]
        return guess > 0 && expected && signed
          ? [{ part: signed.part, expected: expected.words, signed: signed.words }]
          : []
      })
  }
  return undefined
}

const advice: Readonly<Record<SignedPart, string>> = {
  scheme: 'Correct the public URL of the receiver.',
  host: 'Correct the public URL of the receiver, if that host is yours.',
  port: 'Correct the public URL of the receiver.',
  credentials: 'Give the public URL the same credentials as the URL on SignalWire.',
  path: 'Check whether a proxy changes the path or the query on the way.',
  key: 'Give the Signing Key from API Credentials in the SignalWire Dashboard exactly as it is shown there.',
  body: 'Check whether a proxy or a body parser changes the body on the way.',
}

function sentenceOf(differences: readonly SignatureDifference[]): string {
  const signed = differences.map(({ part, expected, signed }) => `${part}: ${signed} instead of ${expected}`)
  const todo = [...new Set(differences.map(({ part }) => advice[part]))]
  return `The signature would match with ${signed.join('; ')}. ${todo.join(' ')}`
}
