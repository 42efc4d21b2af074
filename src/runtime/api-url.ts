import { ConnectorError } from '../core/errors.js'

const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/

/** Whether a URL's host is this machine. */
export const isLoopback = (url: string): boolean => loopback.test(new URL(url).hostname)

/**
 * Checks the API URL of a connection, which exists only on this machine: credentials go to whatever it names. Plain http is
 * allowed on loopback only, another host only where it is named a second time.
 *
 * @param allowedHost the host that the caller allows besides loopback.
 * @returns the URL without a slash at its end.
 * @throws ConnectorError of type `InvalidConfigurationError`.
 */
export function checkApiUrl(apiUrl: string, allowedHost: string | undefined): string {
  const refuse = (problem: string, advice: string): never => {
    throw new ConnectorError(`The API URL ${problem}.`, {
      type: 'InvalidConfigurationError',
      code: 'invalid_api_url',
      retry: 'never',
      advice,
    })
  }
  const url = URL.canParse(apiUrl)
    ? new URL(apiUrl)
    : refuse('is not a URL', 'Enter something like http://127.0.0.1:4010.')
  if (url.username || url.password || url.search || url.hash)
    refuse('must be a host and a path, without user, query or fragment', 'Remove the rest.')
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    refuse('must start with http:// or https://', 'Enter something like http://127.0.0.1:4010.')
  if (!isLoopback(apiUrl)) {
    if (url.host !== allowedHost)
      refuse(
        `points to ${url.host}, which would receive your credentials`,
        `If that is what you want, allow it with --allow-api-host ${url.host}.`,
      )
    if (url.protocol === 'http:')
      refuse(
        'must start with https:// unless it is on this machine',
        'Use https://, so that nobody on the way reads your token.',
      )
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`
}
