import { codecOf } from '../core/fields.js'
import type { ApiRequest } from '../core/request.js'
import { encodeValue, type Pair } from '../core/wire.js'
import type { ParsedInput } from './parse.js'
import type { HttpRequest } from './transport.js'

/**
 * Percent-encodes everything but letters, digits, `-`, `.`, `_` and `~`. Half a surrogate pair, which UTF-8 cannot carry,
 * becomes U+FFFD, as in a form.
 */
const encodeSegment = (input: string): string =>
  encodeURIComponent(input.replace(/\p{Surrogate}/gu, '\ufffd')).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )

/** Puts pairs behind a path. A `+`, `<` or `>` in names and values is encoded. */
export const withQuery = (path: string, pairs: readonly Pair[]): string => {
  if (pairs.length === 0) return path
  const query = pairs.map(([name, value]) => `${encodeSegment(name)}=${encodeSegment(value)}`).join('&')
  return `${path}${path.includes('?') ? '&' : '?'}${query}`
}

/** The pairs that a parsed input sends, by place, in the order of the fields. */
export function pairsOf(input: ParsedInput): Readonly<Record<'form' | 'query' | 'path', readonly Pair[]>> {
  const pairs: Record<'form' | 'query' | 'path', Pair[]> = { form: [], query: [], path: [] }
  for (const [key, field] of input.fields) {
    const value = input.values[key]
    if (!field.wire || value === undefined) continue
    const { operator } = field.wire
    const suffix = operator ? (operator.suffix[String(input.values[operator.field])] ?? '') : ''
    for (const text of encodeValue(codecOf(field), value)) pairs[field.wire.in].push([field.wire.name + suffix, text])
  }
  return pairs
}

/** The path of a request of our own, its placeholders filled and encoded. */
export const fillPath = (request: ApiRequest, projectId: string, places: readonly Pair[] = []): string => {
  const values = new Map<string, string>([['AccountSid', projectId], ...places])
  return request.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeSegment(values.get(name) ?? ''))
}

/** Pairs as `application/x-www-form-urlencoded`, in order. */
export const formBody = (pairs: readonly Pair[]): string =>
  new URLSearchParams(pairs.map(([name, value]): [string, string] => [name, value])).toString()

/** Makes the HTTP request of a module from its parsed input. */
export function prepareRequest(
  request: ApiRequest,
  input: ParsedInput,
  projectId: string,
  extraQuery: readonly Pair[] = [],
): HttpRequest {
  const pairs = pairsOf(input)
  const path = fillPath(request, projectId, pairs.path)
  if (request.method === 'GET' || request.method === 'DELETE')
    return {
      method: request.method,
      path: withQuery(path, [...request.always, ...pairs.query, ...extraQuery]),
      headers: {},
    }
  const body = [...request.always, ...pairs.form]
  return {
    method: request.method,
    path: withQuery(path, [...pairs.query, ...extraQuery]),
    ...(request.api === 'laml'
      ? {
          headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
          body: formBody(body),
        }
      : { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(Object.fromEntries(body)) }),
  }
}
