import type { Pair } from './read-pairs.js'
import { bodyHashOf, concatPairs, type SignatureHeader, type SignatureScheme, signatureOf } from './signed-text.js'
import { joinUrl, splitUrl } from './signed-url.js'

/** What to sign: the parameters of a form, or a value to send as JSON. */
export type PostToSign = {
  /** The signing key. */
  readonly key: string
  /** The hook's URL exactly as SignalWire has it, with the query. */
  readonly url: string
  /** @default 'formSha1' for parameters, 'bodySha1' for JSON */
  readonly scheme?: SignatureScheme
  /** @default 'x-signalwire-signature', for `bodySha256` 'x-signalwire-sha256-signature' */
  readonly header?: SignatureHeader
} & (
  | {
      /** By name, or as a list of pairs where a name recurs. */
      readonly params: Readonly<Record<string, string>> | readonly Pair[]
      /** A GET carries the parameters in its URL. @default 'POST' */
      readonly method?: 'POST' | 'GET'
      readonly json?: never
    }
  | { readonly json: unknown; readonly method?: 'POST'; readonly params?: never }
)

/** A request as SignalWire would send it. */
export interface SignedRequest {
  readonly method: 'POST' | 'GET'
  /** The URL to send it to: with the parameters of a GET, and with `bodySHA256` where the scheme asks for it. */
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** Empty for a GET. */
  readonly body: string
}

/**
 * Signs a post as SignalWire does, to test a receiver with.
 *
 * The URL is signed as it is given. Of a URL with credentials SignalWire signs the one without them for calls, and of a
 * URL with a fragment it never sends the fragment: pass what you want signed and send it to where you like.
 *
 * @example
 * const { url, headers, body } = signPost({ key, url: hookUrl, params: { MessageSid: sid, Body: 'Hello' } })
 * await fetch(url, { method: 'POST', headers, body })
 */
export function signPost(post: PostToSign): SignedRequest {
  const method = post.method ?? 'POST'
  const isJson = post.params === undefined
  const pairs = isJson ? [] : pairsOf(post.params)
  const encoded = isJson ? JSON.stringify(post.json) : new URLSearchParams(pairs.map(([...pair]) => pair)).toString()
  const scheme = post.scheme ?? (isJson ? 'bodySha1' : 'formSha1')
  const body = method === 'GET' ? '' : encoded
  let url = method === 'GET' && encoded !== '' ? withQuery(post.url, encoded) : post.url
  if (scheme === 'bodyHash') url = withQuery(url, `bodySHA256=${bodyHashOf(body)}`)
  const appended = scheme === 'formSha1' ? (method === 'GET' ? '' : concatPairs(pairs, 'inOrder')) : body
  const header = post.header ?? (scheme === 'bodySha256' ? 'x-signalwire-sha256-signature' : 'x-signalwire-signature')
  return {
    method,
    url,
    headers: {
      ...(method === 'POST' && {
        'content-type': isJson ? 'application/json' : 'application/x-www-form-urlencoded; charset=UTF-8',
      }),
      [header]: signatureOf(scheme, post.key, url, scheme === 'bodyHash' ? '' : appended),
    },
    body,
  }
}

const pairsOf = (params: Readonly<Record<string, string>> | readonly Pair[]): readonly Pair[] =>
  isList(params) ? params : Object.entries(params)

const isList = (params: Readonly<Record<string, string>> | readonly Pair[]): params is readonly Pair[] =>
  Array.isArray(params)

function withQuery(url: string, query: string): string {
  const pieces = splitUrl(url)
  if (!pieces) throw new TypeError('The URL to sign must start with http:// or https:// and have a host.')
  return joinUrl({ ...pieces, rest: `${pieces.rest}${pieces.rest.includes('?') ? '&' : '?'}${query}` })
}
