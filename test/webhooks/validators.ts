import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Pair } from '../../webhooks/read-pairs.js'

type Parameters = Readonly<Record<string, string | readonly string[]>>

/** The functions of a package that sign and check posts. */
export interface Validator {
  readonly name: 'twilio' | 'compatibility-api'
  sign(key: string, url: string, pairs: readonly Pair[]): string
  accepts(key: string, signature: string, url: string, pairs: readonly Pair[]): boolean
  acceptsBody(key: string, signature: string, url: string, body: string): boolean
  /** How the parser that it reads URLs with writes one that it has read. */
  spells(url: string): string
}

interface Webhooks {
  getExpectedTwilioSignature(key: string, url: string, params: Parameters): string
  validateRequest(key: string, signature: string, url: string, params: Parameters): boolean
  validateRequestWithBody(key: string, signature: string, url: string, body: string): boolean
}

const require = createRequire(import.meta.url)

/** The parameters as body parsers give them: the values of a repeated name in a list. */
function parsed(pairs: readonly Pair[]): Parameters {
  const values = new Map<string, string[]>()
  for (const [name, value] of pairs) values.set(name, [...(values.get(name) ?? []), value])
  return Object.fromEntries([...values].map(([name, all]) => [name, all.length === 1 ? (all[0] ?? '') : all]))
}

const validator = (name: Validator['name'], webhooks: Webhooks, spells: Validator['spells']): Validator => ({
  name,
  sign: (key, url, pairs) => webhooks.getExpectedTwilioSignature(key, url, parsed(pairs)),
  accepts: (key, signature, url, pairs) => webhooks.validateRequest(key, signature, url, parsed(pairs)),
  acceptsBody: (key, signature, url, body) => webhooks.validateRequestWithBody(key, signature, url, body),
  spells,
})

// Neither package's entry offers the function that signs, so both are read from the file that holds all of them.
const webhooksOf = (entry: string): Webhooks =>
  require(join(dirname(dirname(entry)), 'lib/webhooks/webhooks.js')) as Webhooks

const compatibilityEntry = require.resolve('@signalwire/compatibility-api')
const UrlParse = createRequire(compatibilityEntry)('url-parse') as new (url: string) => object

export const twilio = validator('twilio', webhooksOf(require.resolve('twilio')), (url) => new URL(url).toString())
export const compatibilityApi = validator('compatibility-api', webhooksOf(compatibilityEntry), (url) =>
  new UrlParse(url).toString(),
)
