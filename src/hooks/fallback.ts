import { ConnectorError } from '../core/errors.js'
import { urlPattern } from '../core/patterns.js'
import { hostOf, shownUrl } from './hook-address.js'

/** What SignalWire does while the receiver does not answer. */
export type Fallback = { readonly kind: 'none' | 'bin' } | { readonly kind: 'url'; readonly url: string }

const refused = (code: string, problem: string, advice: string): ConnectorError =>
  new ConnectorError(problem, { type: 'InvalidConfigurationError', code, retry: 'never', advice })

/**
 * Reads the choice of a fallback: `none`, `laml-bin` (SignalWire keeps the hook's reply itself) or a URL.
 *
 * @param sameHost allows the receiver's own host, which is likely to be away together with the receiver.
 * @throws ConnectorError `invalid_fallback`; `fallback_on_same_host`
 */
export function readFallback(given: string, publicUrl: string, sameHost: boolean): Fallback {
  if (given === 'none') return { kind: 'none' }
  if (given === 'laml-bin') return { kind: 'bin' }
  if (!new RegExp(urlPattern, 'u').test(given) || hostOf(given) === '')
    throw refused('invalid_fallback', 'The fallback is no http or https URL.', 'Give a URL, laml-bin or none.')
  if (hostOf(given) === hostOf(publicUrl) && !sameHost)
    throw refused(
      'fallback_on_same_host',
      'The fallback is on the host of the receiver itself, and would be away together with it.',
      'Choose another host or laml-bin, or allow it with --same-host.',
    )
  return { kind: 'url', url: given }
}

/** What SignalWire does while the receiver does not answer, as a sentence. */
export function describeFallback(fallback: Fallback): string {
  switch (fallback.kind) {
    case 'none':
      return 'While the receiver does not answer, the call or message fails.'
    case 'bin':
      return 'While the receiver does not answer, SignalWire gives the same reply from a LaML bin; no scenario starts.'
    case 'url':
      return `While the receiver does not answer, SignalWire asks ${shownUrl(fallback.url)}.`
  }
}
