/** A webhook URL in the pieces that a request needs; path and query are exactly as configured. */
export interface WebAddress {
  readonly secure: boolean
  /** Without brackets where it is an IPv6 address. */
  readonly host: string
  readonly port: number
  readonly target: string
  /** The value of an Authorization header for the credentials in the URL. */
  readonly authorization: string | undefined
  /** The URL without its fragment, which is never sent. */
  readonly whole: string
  /** The same without the credentials. */
  readonly bare: string
}

/** Cuts a URL as text, because reading it with `URL` would encode characters anew. Undefined where it is no http(s) URL. */
export function webAddress(url: string): WebAddress | undefined {
  const match = /^(https?:\/\/)(?:([^/?#]*)@)?([^/?#@]+)([^#]*)/i.exec(url)
  if (!match || /[\s\\]/.test(url) || !URL.canParse(url)) return undefined
  const [, scheme = '', credentials, authority = '', rest = ''] = match
  const parsed = new URL(url)
  const secure = parsed.protocol === 'https:'
  const plain = rest.startsWith('/') ? rest : `/${rest}`
  return {
    secure,
    host: parsed.hostname.replace(/^\[|\]$/g, ''),
    port: parsed.port === '' ? (secure ? 443 : 80) : Number(parsed.port),
    // What a request line cannot carry has to be encoded after all.
    target: /^[\x21-\x7e]+$/.test(plain) ? plain : parsed.pathname + parsed.search,
    authorization: credentials === undefined ? undefined : basic(parsed),
    whole: url.replace(/#.*$/s, ''),
    bare: scheme + authority + rest,
  }
}

function basic({ username, password }: URL): string {
  const plain = [username, password].map((part) => {
    try {
      return decodeURIComponent(part)
    } catch {
      return part
    }
  })
  return `Basic ${Buffer.from(plain.join(':')).toString('base64')}`
}

/**
 * Whether the simulator may call the host: this machine, or one that was allowed. What decides is the address itself, so a
 * name that merely resolves to this machine is not called, nor is anything that it redirects to elsewhere.
 */
export function mayCall({ host, port }: WebAddress, allowHosts: readonly string[]): boolean {
  if (isLoopback(host)) return true
  return allowHosts.some((allowed) => [host, `${host}:${port}`].includes(allowed.toLowerCase()))
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host)
}
