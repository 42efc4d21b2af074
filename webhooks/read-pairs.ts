import { isUtf8 } from 'node:buffer'

/** One parameter of a post, decoded. A list of them keeps the order and the repetitions that the signature covers. */
export type Pair = readonly [name: string, value: string]

/** More parameters than any post of SignalWire has. */
const maxPairs = 1000

/** Why a post cannot be read: a word for programs, the HTTP status to answer and a sentence without the post's content. */
export interface UnreadablePost {
  readonly ok: false
  readonly reason:
    | 'wrongMethod'
    | 'wrongContentType'
    | 'tooManyParameters'
    | 'invalidEscape'
    | 'invalidText'
    | 'invalidJson'
    | 'noParameters'
  readonly status: 400 | 405 | 413 | 415
  readonly message: string
}

export type ReadPost =
  | { readonly ok: true; readonly kind: 'form' | 'json'; readonly pairs: readonly Pair[] }
  | UnreadablePost

const refused = (
  reason: UnreadablePost['reason'],
  status: UnreadablePost['status'],
  message: string,
): UnreadablePost => ({ ok: false, reason, status, message })

/**
 * Reads the parameters of one HTTP request from SignalWire. The reading is strict, because what one reader repairs
 * another drops: bytes that are no UTF-8 and percent signs without two hex digits are refused.
 *
 * @param request `target` is the path and query as sent; its query holds the parameters of a GET.
 */
export function readPairs(request: {
  readonly method: string
  readonly target: string
  readonly contentType: string | undefined
  readonly rawBody: Uint8Array
}): ReadPost {
  const { method, target, rawBody } = request
  if (method === 'GET') {
    const query = target.indexOf('?')
    return readForm(Buffer.from(query === -1 ? '' : target.slice(query + 1), 'utf8'))
  }
  if (method !== 'POST') return refused('wrongMethod', 405, 'SignalWire sends POST or GET.')
  switch (bodyKind(request.contentType)) {
    case 'form':
      return readForm(rawBody)
    case 'json':
      return readJson(rawBody)
    case undefined:
      return refused(
        'wrongContentType',
        415,
        'The content type must be application/x-www-form-urlencoded or application/json, in UTF-8.',
      )
  }
}

/** How to read a body of this content type; undefined where SignalWire sends none such. */
export function bodyKind(contentType: string | undefined): 'form' | 'json' | undefined {
  if (contentType === undefined || contentType.length > 256) return undefined
  const match =
    /^\s*application\/(x-www-form-urlencoded|json)\s*(?:;\s*charset\s*=\s*"?(?:utf-8|utf8|us-ascii)"?\s*)?;?\s*$/i.exec(
      contentType,
    )
  if (!match) return undefined
  return match[1]?.toLowerCase() === 'json' ? 'json' : 'form'
}

function readForm(bytes: Uint8Array): ReadPost {
  const text = textOf(bytes)
  if (text === undefined) return refused('invalidText', 400, 'The parameters are not valid UTF-8.')
  // Empty parts count too, so that a body of nothing but separators is as limited as any other.
  const parts = text.split('&', maxPairs + 1)
  if (parts.length > maxPairs) return tooMany()
  const pairs: Pair[] = []
  for (const part of parts) {
    if (part === '') continue
    const equals = part.indexOf('=')
    const name = decode(equals === -1 ? part : part.slice(0, equals))
    const value = equals === -1 ? '' : decode(part.slice(equals + 1))
    if (typeof name !== 'string') return name
    if (typeof value !== 'string') return value
    pairs.push([name, value])
  }
  return pairs.length === 0
    ? refused('noParameters', 400, 'The post has no parameters.')
    : { ok: true, kind: 'form', pairs }
}

function decode(part: string): string | UnreadablePost {
  const spaced = part.includes('+') ? part.replaceAll('+', ' ') : part
  if (!spaced.includes('%')) return spaced
  try {
    return decodeURIComponent(spaced)
  } catch {
    return /%(?![0-9A-Fa-f]{2})/.test(spaced)
      ? refused('invalidEscape', 400, 'A percent sign is not followed by two hexadecimal digits.')
      : refused('invalidText', 400, 'An escaped parameter is not valid UTF-8.')
  }
}

const textOf = (bytes: Uint8Array): string | undefined =>
  isUtf8(bytes) ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8') : undefined

const tooMany = (): UnreadablePost =>
  refused('tooManyParameters', 413, `The post has more than ${maxPairs} parameters.`)

function readJson(bytes: Uint8Array): ReadPost {
  const text = textOf(bytes)
  if (text === undefined) return refused('invalidText', 400, 'The body is not valid UTF-8.')
  const pairs = jsonPairs(text)
  if (!pairs) return refused('invalidJson', 400, 'The body is not a JSON object, is cut off or is nested too deeply.')
  if (pairs.length === 0) return refused('noParameters', 400, 'The post has no parameters.')
  if (pairs.length > maxPairs) return tooMany()
  // JSON can escape halves of characters, which no store and no document keeps.
  if (pairs.some(([name, value]) => /\p{Surrogate}/u.test(name) || /\p{Surrogate}/u.test(value)))
    return refused('invalidText', 400, 'The body has half a character.')
  return { ok: true, kind: 'json', pairs }
}

/** The members of a JSON object as pairs, a nested value as its JSON text; undefined where it is no such object. */
export function jsonPairs(text: string): readonly Pair[] | undefined {
  try {
    const parsed: unknown = JSON.parse(text)
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return undefined
    return Object.entries(parsed).map(([name, value]) => [
      name,
      typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value ?? ''),
    ])
  } catch {
    // Writing a nested value again fails as well where it has more levels than the stack holds.
    return undefined
  }
}

/** The parameters by name; of a repeated one the last. Every name is the object's own, `__proto__` too. */
export const paramsOf = (pairs: readonly Pair[]): Readonly<Record<string, string>> => Object.fromEntries(pairs)
