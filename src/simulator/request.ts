import type { IncomingMessage } from 'node:http'

/** A request as the handlers see it. */
export interface SimulatorRequest {
  readonly method: string
  /** The path as sent, without the query. */
  readonly path: string
  /** Decoded path segments. */
  readonly segments: readonly string[]
  readonly query: Pairs
  readonly headers: Readonly<Record<string, string>>
  readonly body: Body
}

/** Parameters in the order in which they were sent; a key may recur. */
export type Pairs = readonly (readonly [string, string])[]

/** `form` pairs, a parsed `json` value, or `none` where there is nothing to read. */
export type Body =
  | { readonly kind: 'none' }
  | { readonly kind: 'form'; readonly pairs: Pairs }
  | { readonly kind: 'json'; readonly value: unknown }

/** A request that cannot be read at all: answered with a 4xx before anything else happens. */
export class UnreadableRequest extends Error {
  readonly status: number
  constructor(status: number, message: string) {
    super(message)
    this.name = 'UnreadableRequest'
    this.status = status
  }
}

/** Bodies above this many bytes are refused with 413. */
const BODY_LIMIT = 1024 * 1024
const DRAIN_LIMIT = 16 * BODY_LIMIT
const PAIR_LIMIT = 1000

function decode(text: string, where: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new UnreadableRequest(400, `The ${where} contains a malformed percent escape.`)
  }
}

/** Reads `a=1&b=2`, `+` meaning a space; refuses malformed escapes and absurd counts. */
function parsePairs(text: string, where: string): Pairs {
  if (text === '') return []
  const parts = text.split('&')
  if (parts.length > PAIR_LIMIT)
    throw new UnreadableRequest(400, `The ${where} has more than ${PAIR_LIMIT} parameters.`)
  const pairs: [string, string][] = []
  for (const part of parts) {
    if (part === '') continue
    const equals = part.indexOf('=')
    const key = equals < 0 ? part : part.slice(0, equals)
    const value = equals < 0 ? '' : part.slice(equals + 1)
    pairs.push([decode(key.replaceAll('+', ' '), where), decode(value.replaceAll('+', ' '), where)])
  }
  return pairs
}

/** Splits the request target into path, segments and query. */
export function parseTarget(target: string): Pick<SimulatorRequest, 'path' | 'segments' | 'query'> {
  if (!target.startsWith('/')) throw new UnreadableRequest(400, 'The request target must be a path.')
  const mark = target.indexOf('?')
  const path = mark < 0 ? target : target.slice(0, mark)
  const segments = path
    .slice(1)
    .split('/')
    .map((segment) => decode(segment, 'path'))
  if (segments.some((segment) => segment === '.' || segment === '..' || segment.includes('\0'))) {
    throw new UnreadableRequest(400, 'The path contains a segment that is not allowed.')
  }
  return { path, segments, query: mark < 0 ? [] : parsePairs(target.slice(mark + 1), 'query string') }
}

/**
 * Collects a body up to the limit. A body above it is read on and forgotten, up to a second limit: a client that is still
 * writing when the connection closes would never see the 413.
 */
export async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of incoming) {
    size += chunk.length
    if (size <= BODY_LIMIT) chunks.push(chunk)
    if (size > DRAIN_LIMIT) break
  }
  if (size > BODY_LIMIT) throw new UnreadableRequest(413, `The body is larger than ${BODY_LIMIT} bytes.`)
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)
}

/** Reads a body by its content type: forms and JSON, in UTF-8. */
export function parseBody(bytes: Buffer, contentType: string | undefined): Body {
  if (bytes.length === 0) return { kind: 'none' }
  const text = decodeUtf8(bytes)
  const type = contentType?.split(';')[0]?.trim().toLowerCase()
  if (type === 'application/x-www-form-urlencoded') return { kind: 'form', pairs: parsePairs(text, 'body') }
  if (type === 'application/json') return { kind: 'json', value: parseJson(text) }
  throw new UnreadableRequest(415, 'Send application/x-www-form-urlencoded or application/json.')
}

function decodeUtf8(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new UnreadableRequest(400, 'The body is not valid UTF-8.')
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new UnreadableRequest(400, 'The body is not valid JSON.')
  }
}

/** Header fields as one text each, without the credentials. */
export function plainHeaders(headers: IncomingMessage['headers']): Record<string, string> {
  const plain: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (name === 'authorization' || name === 'cookie' || value === undefined) continue
    plain[name] = Array.isArray(value) ? value.join(', ') : value
  }
  return plain
}
