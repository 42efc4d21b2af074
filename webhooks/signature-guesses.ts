import { forwardedHost, forwardedPort, forwardedProto } from './public-url.js'
import type { Pair } from './read-pairs.js'
import type { SignatureCheck } from './signature.js'
import { concatPairs } from './signed-text.js'
import { defaultPort, type UrlPieces } from './signed-url.js'

/** Which part of what was signed differs from what the receiver expects. */
export type SignedPart = 'scheme' | 'host' | 'port' | 'credentials' | 'path' | 'key' | 'body'

/** One guess about one part, in words that may be shown: no key, no credentials, no path and no parameter. */
export interface Guess<T> {
  readonly part: SignedPart
  readonly words: string
  readonly value: T
}

/** The guesses for every part; the first of each is what the receiver expects. */
export interface Guesses {
  readonly scheme: readonly Guess<string>[]
  readonly host: readonly Guess<string>[]
  readonly port: readonly Guess<string>[]
  readonly credentials: readonly Guess<string>[]
  readonly path: readonly Guess<string>[]
  readonly key: readonly Guess<string>[]
  readonly body: readonly Guess<Uint8Array | string>[]
}

/** Secrets that are often taken for the signing key, with the words to name them, such as "the API token". */
export interface OtherSecret {
  readonly name: string
  readonly value: string
}

const commonPorts = [':443', ':80', ':8443', ':8080', ':3000', ':8000', ':5000']

/** Of guesses with the same value the first. */
const distinct = <T>(guesses: readonly Guess<T>[]): readonly Guess<T>[] =>
  guesses.filter(({ value }, index) => guesses.findIndex((other) => other.value === value) === index)

export function guessesFor(
  pieces: UrlPieces,
  check: SignatureCheck,
  others: readonly OtherSecret[],
  encoding: 'form' | 'raw',
): Guesses {
  const { headers } = check
  const hosts = [forwardedHost(headers), forwardedHost(headers, 'host')].filter((host) => host !== undefined)
  const named = hosts.map((host) => /^(.*?)(:\d+)?$/.exec(host) ?? [])
  const proto = forwardedProto(headers)?.toLowerCase()
  const guess = <T>(part: SignedPart, words: string, value: T): Guess<T> => ({ part, words, value })
  const port = (value: string) => guess('port', value === '' ? 'no port' : `port ${value.slice(1)}`, value)
  const scheme = (value: string) => guess('scheme', value.replace('://', ''), value)
  return {
    scheme: distinct([
      scheme(pieces.scheme),
      ...(proto ? [scheme(`${proto}://`)] : []),
      scheme(pieces.scheme.toLowerCase() === 'https://' ? 'http://' : 'https://'),
    ]),
    host: distinct([pieces.host, ...named.map(([, host]) => host ?? '')].map((host) => guess('host', host, host))),
    port: distinct(
      [
        pieces.port,
        '',
        defaultPort(pieces.scheme),
        ...named.map(([, , ofHost]) => ofHost ?? ''),
        ...[forwardedPort(headers)].flatMap((one) => (one === undefined ? [] : [`:${one}`])),
        ...commonPorts,
      ].map(port),
    ),
    credentials: credentialGuesses(pieces.credentials, headers.authorization),
    path: pathGuesses(pieces.rest, headers['x-forwarded-prefix']),
    key: keyGuesses(check.keys, others),
    body: encoding === 'raw' ? rawGuesses(check) : formGuesses(check),
  }
}

function credentialGuesses(configured: string, authorization: unknown): readonly Guess<string>[] {
  const basic =
    typeof authorization === 'string' ? /^Basic ([A-Za-z0-9+/]{1,512}=*)$/i.exec(authorization)?.[1] : undefined
  const sent = basic === undefined ? [] : [`${Buffer.from(basic, 'base64').toString('utf8')}@`]
  const guess = (words: string, value: string): Guess<string> => ({ part: 'credentials', words, value })
  return distinct([
    configured === '' ? guess('no credentials', '') : guess('the configured credentials', configured),
    ...sent.map((value) => guess('the credentials of the Authorization header', value)),
    guess('no credentials', ''),
  ])
}

function pathGuesses(rest: string, prefix: unknown): readonly Guess<string>[] {
  const query = rest.indexOf('?')
  const [path, search] = query === -1 ? [rest, ''] : [rest.slice(0, query), rest.slice(query)]
  const guess = (words: string, value: string): Guess<string> => ({ part: 'path', words, value })
  return distinct([
    guess('the path and query as received', rest),
    guess('the path without the query', path),
    guess(
      'the path with or without a slash at its end',
      (path.endsWith('/') ? path.slice(0, -1) : `${path}/`) + search,
    ),
    guess('the query with characters encoded', encoded(rest)),
    guess('the query with characters decoded', decoded(rest)),
    ...(typeof prefix === 'string' && /^\/[\w./-]{0,200}$/.test(prefix)
      ? [guess('the path after the prefix in X-Forwarded-Prefix', prefix.replace(/\/$/, '') + rest)]
      : []),
  ])
}

function encoded(rest: string): string {
  const { pathname, search } = new URL(`http://localhost${rest}`)
  return pathname + search
}

function decoded(rest: string): string {
  try {
    return decodeURI(rest)
  } catch {
    return rest
  }
}

const keyGuesses = (keys: readonly string[], others: readonly OtherSecret[]): readonly Guess<string>[] => {
  const guess = (words: string, value: string): Guess<string> => ({ part: 'key', words, value })
  const given = keys
    .slice(0, 2)
    .map((key, index) => guess(index === 0 ? 'the signing key' : 'the second signing key', key))
  const trimmed = given.map(({ words, value }) => guess(`${words} without the spaces around it`, value.trim()))
  return distinct([...given, ...trimmed, ...others.map(({ name, value }) => guess(name, value))]).filter(
    ({ value }) => value !== '',
  )
}

const bodyGuess = <T>(words: string, value: T): Guess<T> => ({ part: 'body', words, value })

const rawGuesses = ({ rawBody }: SignatureCheck): readonly Guess<Uint8Array | string>[] => [
  bodyGuess('the body as received', rawBody),
  bodyGuess('no body', ''),
]

function formGuesses({ method, pairs }: SignatureCheck): readonly Guess<string>[] {
  const inOrder = pairs && method === 'POST' ? concatPairs(pairs, 'inOrder') : ''
  if (!pairs) return [bodyGuess('no parameters', inOrder)]
  const last = concatPairs([...new Map(pairs)], 'inOrder')
  const first = concatPairs([...new Map(pairs.toReversed())], 'inOrder')
  const filled = pairs.filter(([, value]) => value !== '')
  const trimmed = pairs.map(([name, value]): Pair => [name, value.trim()])
  return distinct([
    bodyGuess('the parameters as received', inOrder),
    bodyGuess('each different value of a repeated parameter once', concatPairs(pairs, 'sortedUnique')),
    bodyGuess('the last value of a repeated parameter', last),
    bodyGuess('the first value of a repeated parameter', first),
    bodyGuess('the parameters that are not empty', concatPairs(filled, 'inOrder')),
    bodyGuess('the parameters without spaces around their values', concatPairs(trimmed, 'inOrder')),
    bodyGuess('the parameters, although it is a GET', concatPairs(pairs, 'inOrder')),
    bodyGuess('no parameters', ''),
  ])
}
