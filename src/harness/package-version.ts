import { createRequire } from 'node:module'

/** The version of this package. It is asked for by name, since sources and build lie at different depths. */
export function packageVersion(): string {
  const read: unknown = createRequire(import.meta.url)('signalwire-connector/package.json')
  return typeof read === 'object' && read !== null && 'version' in read ? String(read.version) : 'unknown'
}
