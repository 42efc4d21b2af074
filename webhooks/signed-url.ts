/**
 * The spellings of one URL that SignalWire may have signed. A URL is only ever cut and joined as text: reading it with
 * `new URL` would encode characters anew, and the signature covers the characters as they were sent.
 */

/** A URL in pieces; joined in this order they give the text back. */
export interface UrlPieces {
  /** With its `://`. */
  readonly scheme: string
  /** With its `@`, or empty. */
  readonly credentials: string
  readonly host: string
  /** With its colon, or empty. */
  readonly port: string
  /** Path and query. */
  readonly rest: string
  /** With its `#`, or empty. SignalWire reads its time limits there and never sends it along. */
  readonly fragment: string
}

/** Cuts an http or https URL into pieces; undefined where it is none. */
export function splitUrl(url: string): UrlPieces | undefined {
  const match = /^(https?:\/\/)([^/?#]+)([^#]*)(#.*)?$/is.exec(url)
  if (!match) return undefined
  const [, scheme = '', authority = '', rest = '', fragment = ''] = match
  const at = authority.lastIndexOf('@') + 1
  const hostAndPort = authority.slice(at)
  // Within the brackets of an IPv6 address a colon starts no port.
  const colon = hostAndPort.indexOf(':', hostAndPort.lastIndexOf(']') + 1)
  const host = colon === -1 ? hostAndPort : hostAndPort.slice(0, colon)
  if (host === '') return undefined
  const port = colon === -1 ? '' : hostAndPort.slice(colon)
  return { scheme, credentials: authority.slice(0, at), host, port, rest, fragment }
}

export const joinUrl = (pieces: UrlPieces): string =>
  pieces.scheme + pieces.credentials + pieces.host + pieces.port + pieces.rest + pieces.fragment

/** The port that a scheme has by itself, with its colon. */
export const defaultPort = (scheme: string): string => (scheme.toLowerCase() === 'https://' ? ':443' : ':80')

/** How a spelling differs from the URL that was given. `none` where the URL has no such part. */
export interface UrlVariant {
  readonly credentials: 'none' | 'kept' | 'removed'
  readonly port: 'asGiven' | 'defaultAdded' | 'removed'
  readonly fragment: 'none' | 'kept' | 'removed'
}

export interface UrlSpelling {
  readonly url: string
  readonly variant: UrlVariant
}

/**
 * The spellings of one URL, the likeliest first: calls are signed without the credentials and messages with them
 * (SWML, "Webhook security"), the port may be missing or be spelled out (`@signalwire/compatibility-api` tries both),
 * and whether the fragment is signed is not documented. At most eight.
 */
export function urlSpellings(url: string): readonly UrlSpelling[] {
  const pieces = splitUrl(url)
  if (!pieces) return []
  const found: UrlSpelling[] = []
  const fragments = pieces.fragment === '' ? (['none'] as const) : (['removed', 'kept'] as const)
  const credentials = pieces.credentials === '' ? (['none'] as const) : (['removed', 'kept'] as const)
  const ports = pieces.port === '' ? (['asGiven', 'defaultAdded'] as const) : (['asGiven', 'removed'] as const)
  for (const fragment of fragments)
    for (const credential of credentials)
      for (const port of ports)
        found.push({
          url: joinUrl({
            ...pieces,
            credentials: credential === 'kept' ? pieces.credentials : '',
            port: port === 'removed' ? '' : port === 'defaultAdded' ? defaultPort(pieces.scheme) : pieces.port,
            fragment: fragment === 'kept' ? pieces.fragment : '',
          }),
          variant: { credentials: credential, port, fragment },
        })
  return found
}
