import { randomBytes } from 'node:crypto'
import type { Webhook } from 'standardwebhooks'
import { ConnectorError } from '../core/errors.js'
import type { Ledger } from '../ledger/port.js'
import { loadPackage } from '../runtime/load-package.js'

/** The headers of Standard Webhooks. */
export type SignatureHeaders = Readonly<Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string>>

/** Signs one post. */
export type Sign = (id: string, now: number, body: string) => SignatureHeaders

const prefix = 'whsec_'
const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/
/** As long as the specification asks of symmetric secrets ("Signature scheme"). */
const shortest = 24
const longest = 64

/**
 * Makes a signer as Standard Webhooks has it: HMAC-SHA256 over id, time and body.
 *
 * @param secrets one secret, `whsec_` and base64 of 24 to 64 bytes; or, while it is being replaced, several, separated by
 *   spaces: then every post carries a signature for each.
 * @throws ConnectorError with code `bad_forward_secret`
 */
export function createSign(secrets: string): Sign {
  const { Webhook } = loadPackage('standardwebhooks') as { Webhook: new (secret: string) => Webhook }
  const signers = secrets
    .trim()
    .split(/\s+/)
    .map((secret) => new Webhook(checkSecret(secret)))
  return (id, now, body) => {
    const time = new Date(now)
    return {
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(now / 1000)),
      'webhook-signature': signers.map((signer) => signer.sign(id, time, body)).join(' '),
    }
  }
}

function checkSecret(secret: string): string {
  const encoded = secret.startsWith(prefix) ? secret.slice(prefix.length) : ''
  const { length } = Buffer.from(encoded, 'base64')
  if (base64.test(encoded) && length >= shortest && length <= longest) return secret
  throw new ConnectorError('The secret that signs forwarded events cannot be used.', {
    type: 'InvalidConfigurationError',
    code: 'bad_forward_secret',
    retry: 'never',
    advice: `It has to be ${prefix} and the base64 of ${shortest} to ${longest} random bytes, such as "openssl rand -base64 32" prints.`,
  })
}

/** The trigger state under which a generated secret is kept. */
const stateKey = 'forward-secret'

/** A secret, and where it comes from; a generated one has to be shown to the operator once. */
export interface ForwardSecret {
  readonly secret: string
  readonly origin: 'given' | 'stored' | 'generated'
}

/**
 * The secret to sign forwarded events with: the one that was given, or else the ledger's, which is generated when it is first
 * needed and stays the same from then on.
 *
 * @param given such as the value of `SIGNALWIRE_CONNECTOR_FORWARD_SECRET`; empty counts as not given.
 * @throws ConnectorError with code `bad_forward_secret`
 */
export async function forwardSecret(
  ledger: Pick<Ledger, 'states'>,
  given?: string | undefined,
): Promise<ForwardSecret> {
  if (given?.trim()) {
    createSign(given)
    return { secret: given.trim(), origin: 'given' }
  }
  const stored = await ledger.states.get(stateKey)
  if (typeof stored === 'string') return { secret: stored, origin: 'stored' }
  const secret = `${prefix}${randomBytes(32).toString('base64')}`
  await ledger.states.put(stateKey, secret)
  return { secret, origin: 'generated' }
}
