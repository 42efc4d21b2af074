import { BlockList, isIP } from 'node:net'
import { ConnectorError } from '../src/core/errors.js'
import type { PostHeaders } from './signed-text.js'
import { joinUrl, splitUrl } from './signed-url.js'

const invalid = (problem: string, advice: string): ConnectorError =>
  new ConnectorError(problem, { type: 'InvalidConfigurationError', code: 'invalid_public_url', retry: 'never', advice })

/** Tells whether a socket's address belongs to a proxy whose forwarding headers are believed. */
export type ProxyTrust = (address: string | undefined) => boolean

/**
 * Reads a list of trusted proxies.
 *
 * @param entries addresses such as `10.0.0.5`, ranges such as `10.0.0.0/8`, or `loopback`.
 * @throws ConnectorError of type `InvalidConfigurationError` naming the entry that is neither.
 */
export function trustProxies(entries: readonly string[]): ProxyTrust {
  const list = new BlockList()
  for (const entry of entries.flatMap((one) => (one === 'loopback' ? ['127.0.0.0/8', '::1'] : [one]))) {
    const [address = '', bits, ...rest] = entry.split('/')
    const version = isIP(address)
    const prefix = bits === undefined ? undefined : /^\d{1,3}$/.test(bits) ? Number(bits) : -1
    const most = version === 6 ? 128 : 32
    // A range of everything would believe whoever connects.
    if (version === 0 || rest.length > 0 || (prefix !== undefined && (prefix < 1 || prefix > most)))
      throw invalid(
        `The trusted proxy ${JSON.stringify(entry.slice(0, 64))} is no address or range.`,
        'Give addresses such as 10.0.0.5, ranges such as 10.0.0.0/8, or loopback.',
      )
    const family = version === 6 ? 'ipv6' : 'ipv4'
    if (prefix === undefined) list.addAddress(address, family)
    else list.addSubnet(address, prefix, family)
  }
  return (address) => {
    if (address === undefined) return false
    // A socket that listens on IPv6 shows IPv4 addresses mapped.
    const plain = address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '')
    const version = isIP(plain)
    return version !== 0 && list.check(plain, version === 6 ? 'ipv6' : 'ipv4')
  }
}

/**
 * Checks the public URL of a receiver: http or https, a host, perhaps credentials, a port, a path that a proxy puts
 * before ours, and the fragment with SignalWire's time limits where the URLs on SignalWire have one. No query.
 *
 * @returns the URL without the slash at its end, otherwise as it was given.
 * @throws ConnectorError of type `InvalidConfigurationError`.
 */
export function checkPublicUrl(publicUrl: string): string {
  const pieces = splitUrl(publicUrl)
  const port = pieces?.port === '' || /^:\d{1,5}$/.test(pieces?.port ?? '-')
  if (!pieces || !port || pieces.rest.includes('?') || /[\s\p{Cc}]/u.test(publicUrl))
    throw invalid(
      'The public URL is not the http or https address of this receiver.',
      'Give the address under which SignalWire reaches it, such as https://hooks.example.com.',
    )
  return joinUrl({ ...pieces, rest: pieces.rest.replace(/\/+$/, '') })
}

export interface ReceivedAt {
  /** As `checkPublicUrl` returns it. */
  readonly publicUrl: string
  /** Path and query exactly as they were sent; in an Express app `request.originalUrl`. */
  readonly target: string
  readonly headers: PostHeaders
  /** The address at the other end of the socket. */
  readonly remoteAddress: string | undefined
  /** @default no proxy is trusted */
  readonly trust?: ProxyTrust | undefined
}

const hostPattern =
  /^(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)*|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i

/** A forwarding header's value from the nearest proxy, which is the one that was asked for trust. */
export function forwarded(headers: PostHeaders, name: string, pattern: RegExp): string | undefined {
  const header = headers[name]
  if (typeof header !== 'string' || header.length > 512) return undefined
  const nearest = header.slice(header.lastIndexOf(',') + 1).trim()
  return pattern.test(nearest) ? nearest : undefined
}

export const forwardedHost = (headers: PostHeaders, name = 'x-forwarded-host'): string | undefined =>
  forwarded(headers, name, hostPattern)
export const forwardedProto = (headers: PostHeaders): string | undefined =>
  forwarded(headers, 'x-forwarded-proto', /^https?$/i)
export const forwardedPort = (headers: PostHeaders): string | undefined =>
  forwarded(headers, 'x-forwarded-port', /^\d{1,5}$/)

/**
 * The URLs that a post may have been sent to, the configured one first. The Host header says nothing about them, and
 * `X-Forwarded-*` only where the socket belongs to a trusted proxy: otherwise a post signed for another host of the same
 * project would count here. At most four; none where the target is no path.
 */
export function publicUrlCandidates(at: ReceivedAt): readonly string[] {
  const { publicUrl, target, headers } = at
  const pieces = splitUrl(publicUrl)
  if (!pieces || !target.startsWith('/') || target.includes('#')) return []
  // A proxy may or may not have taken away the path that the public URL has before ours.
  const inside = pieces.rest !== '' && (target === pieces.rest || /^[/?]/.test(target.slice(pieces.rest.length)))
  const rests = inside && target.startsWith(pieces.rest) ? [target, pieces.rest + target] : [pieces.rest + target]
  const urls = rests.map((rest) => joinUrl({ ...pieces, rest }))
  if (!at.trust?.(at.remoteAddress)) return urls
  const proto = forwardedProto(headers)
  const host = forwardedHost(headers)
  const port = forwardedPort(headers)
  if (proto === undefined && host === undefined && port === undefined) return urls
  const authority = splitUrl(`http://${host ?? pieces.host + pieces.port}`)
  if (!authority) return urls
  for (const rest of rests)
    urls.push(
      joinUrl({
        ...pieces,
        scheme: proto === undefined ? pieces.scheme : `${proto.toLowerCase()}://`,
        host: authority.host,
        port: authority.port !== '' || port === undefined ? authority.port : `:${port}`,
        rest,
      }),
    )
  return [...new Set(urls)]
}
