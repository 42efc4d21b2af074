/**
 * Keeps secrets out of everything that is printed, logged or stored. It looks for the secrets' values, whatever they are
 * and wherever they show up, and for field names that always carry one.
 */

/** What stands where a secret stood. */
export const redacted = '[secret]'

/** Shorter texts are not searched for: they would blank out harmless words, and no SignalWire secret is that short. */
const shortestSecret = 8

const secretNames =
  /^(authorization|proxy-authorization|authtoken|auth_token|token|password|sipauthpassword|signingkeys?|secret|cookie|set-cookie)$/i

/** Replaces secrets in a text or in all texts of a value; the shape is kept. */
export interface Redactor {
  text(input: string): string
  value(input: unknown): unknown
}

// Half a surrogate pair cannot be percent-encoded; it travels as U+FFFD.
const percentEncoded = (input: string): string => encodeURIComponent(input.replace(/\p{Surrogate}/gu, '\ufffd'))

const base64 = (input: string): string => Buffer.from(input, 'utf8').toString('base64')

/**
 * Creates a redactor for some secrets.
 *
 * @param secrets tokens, passwords and signing keys.
 * @param basic the user and password of Basic authentication, whose encoded pair is a secret as well.
 */
export function createRedactor(
  secrets: readonly (string | undefined)[],
  basic?: { readonly user: string; readonly password: string },
): Redactor {
  const plain = secrets.filter((secret): secret is string => (secret ?? '').length >= shortestSecret)
  const forms = new Set(plain.flatMap((secret) => [secret, percentEncoded(secret), base64(secret)]))
  if (basic) {
    const pair = base64(`${basic.user}:${basic.password}`)
    forms.add(pair)
    forms.add(encodeURIComponent(pair))
  }
  // The longest first, so that a secret that contains another is replaced as a whole.
  const ordered = [...forms].sort((a, b) => b.length - a.length)
  const text = (input: string): string => ordered.reduce((result, secret) => result.replaceAll(secret, redacted), input)
  const value = (input: unknown): unknown => {
    if (typeof input === 'string') return text(input)
    if (Array.isArray(input)) return input.map(value)
    if (input instanceof Date || typeof input !== 'object' || input === null || input instanceof Uint8Array)
      return input
    return Object.fromEntries(
      Object.entries(input).map(([key, one]) => [text(key), secretNames.test(key) && one ? redacted : value(one)]),
    )
  }
  return { text, value }
}
