import { parseHookPath } from '../../webhooks/hook.js'
import { joinUrl, splitUrl } from '../../webhooks/signed-url.js'

/** The id of the hook that a URL belongs to, whatever its host; undefined where it is no hook's. */
export function hookIdIn(url: string | null | undefined): string | undefined {
  const path = splitUrl(url ?? '')?.rest.split('?')[0] ?? ''
  return path.split('/').at(-3) === 'hooks' ? parseHookPath(path)?.id : undefined
}

/** The host of a URL in lower case, without its port; empty where it has none. */
export const hostOf = (url: string): string => splitUrl(url)?.host.toLowerCase() ?? ''

/** Scheme, host and port of a URL in lower case. */
export function originOf(url: string): string {
  const pieces = splitUrl(url)
  return pieces ? `${pieces.scheme}${pieces.host}${pieces.port}`.toLowerCase() : ''
}

/** A URL to show: a password in it is nobody's business. */
export function shownUrl(url: string): string {
  const pieces = splitUrl(url)
  return pieces && pieces.credentials !== '' ? joinUrl({ ...pieces, credentials: '[secret]@' }) : url
}
