import { ConnectorError } from '../src/core/errors.js'

const label = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?'

// What follows the host of a pasted URL is dropped unread, but only after a slash: nothing else may end the host.
const forms = [
  new RegExp(`^(${label})$`),
  new RegExp(`^(${label})\\.signalwire\\.com$`, 'i'),
  new RegExp(`^https://(${label})\\.signalwire\\.com(?:/[^\\s\\\\]*)?$`, 'i'),
]

/**
 * The name of a Space, one lower-case DNS label, from what people paste: `xyz`, `xyz.signalwire.com` or
 * `https://xyz.signalwire.com/...`. Credentials are sent to the host that is made of it, so everything else is refused.
 *
 * @throws ConnectorError `invalid_space_name`.
 */
export function normaliseSpaceName(input: string): string {
  const trimmed = input.trim()
  for (const form of forms) {
    const name = form.exec(trimmed)?.[1]
    if (name !== undefined) return name.toLowerCase()
  }
  throw new ConnectorError('The Space Name is not the name of a SignalWire Space.', {
    type: 'InvalidConfigurationError',
    code: 'invalid_space_name',
    retry: 'never',
    advice:
      'Enter the part of your Space URL before .signalwire.com: 1 to 63 letters, digits and inner hyphens, such as xyz for xyz.signalwire.com.',
  })
}
