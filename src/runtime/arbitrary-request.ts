import { ConnectorError, type InputIssue } from '../core/errors.js'
import type { ArbitraryRequest } from '../core/request.js'
import type { Pair } from '../core/wire.js'
import type { ParsedInput } from './parse.js'
import { formBody, withQuery } from './prepare-request.js'
import type { HttpRequest } from './transport.js'

/** Headers that decide where a request goes, who sends it, or where it ends: the connector sets them. */
const ownHeaders = new Set([
  'authorization',
  'proxy-authorization',
  'host',
  'content-length',
  'transfer-encoding',
  'connection',
  'upgrade',
  'te',
  'trailer',
  'expect',
])

interface KeyValue {
  readonly key: string
  readonly value: string
}

/**
 * Makes the request of Make an API Call. Whatever the URL says, the request goes to the connection's own Space: it is a
 * path that is put behind the host, and everything that could read as another host is refused.
 *
 * @throws ConnectorError of type `BundleValidationError`.
 */
export function prepareArbitraryRequest(request: ArbitraryRequest, input: ParsedInput, label: string): HttpRequest {
  const issues: InputIssue[] = []
  const labelOf = (key: string) => input.fields.get(key)?.label ?? key
  const issue = (key: string, message: string) => issues.push({ key, label: labelOf(key), message })

  const url = String(input.values[request.url])
  const urlProblem = relativeUrlProblem(url)
  if (urlProblem) issue(request.url, urlProblem)

  const headers: Record<string, string> = {}
  for (const { key, value } of (input.values[request.headers] ?? []) as readonly KeyValue[]) {
    const name = key.toLowerCase()
    if (!/^[!#$%&'*+\-.^_`|~0-9a-z]+$/.test(name))
      issue(request.headers, `has a name that is no header name: ${JSON.stringify(key.slice(0, 64))}`)
    else if (ownHeaders.has(name)) issue(request.headers, `must not contain ${key}: the connection sets it`)
    // A line break would start a header of the value's own.
    else if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(value))
      issue(request.headers, `has a line break or another character that headers cannot carry in ${key}`)
    else headers[name] = Object.hasOwn(headers, name) ? `${headers[name]}, ${value}` : value
  }

  // The URL class encodes what must be, and resolves dots, before the path is put behind the host.
  const { pathname, search } = urlProblem ? { pathname: '', search: '' } : spaceUrl(url)
  const method = String(input.values[request.method])
  const body = input.values[request.body]
  const type = headers['content-type'] ?? defaultType(pathname, body)
  const text = method === 'GET' || body === undefined ? undefined : bodyText(body, type)
  if (method === 'GET' && body !== undefined && body !== '')
    issue(request.body, 'must be empty for GET, which sends no body')
  else if (typeof text === 'object') issue(request.body, text.problem)
  if (issues.length > 0) {
    const said = issues.map(({ key, label: field, message }) => `${field} (${key}) ${message}.`).join(' ')
    throw new ConnectorError(`${label} was not run. ${said}`, {
      type: 'BundleValidationError',
      code: 'invalid_input',
      retry: 'never',
      advice: '',
      issues,
    })
  }

  const query = ((input.values[request.query] ?? []) as readonly KeyValue[]).map(({ key, value }): Pair => [key, value])
  const path = withQuery(pathname + search, query)
  if (typeof text !== 'string') return { method, path, headers }
  return { method, path, headers: { ...headers, 'content-type': type }, body: text }
}

const spaceUrl = (url: string): URL => new URL(url.startsWith('/') ? url : `/${url}`, 'https://space.invalid')

function relativeUrlProblem(url: string): string | undefined {
  const advice = 'enter a path of your Space, such as /api/relay/rest/phone_numbers'
  if (/[^!-[\]-~\u0080-\uffff]/.test(url)) return `must not contain spaces, line breaks or backslashes: ${advice}`
  if (/^[a-z][a-z0-9+.-]*:/i.test(url)) return `must not name a scheme or a host: ${advice}`
  if (/^\/\//.test(url) || /^\/?@/.test(url) || /^\/?(%2f|%5c|%40)/i.test(url))
    return `must not point to another host: ${advice}`
  const { host, username, pathname } = spaceUrl(url)
  if (host !== 'space.invalid' || username || pathname.startsWith('//'))
    return `must not point to another host: ${advice}`
  return undefined
}

const defaultType = (path: string, body: unknown): string => {
  // A form has names, which a list and a plain value lack.
  if (path.startsWith('/api/laml/') && (typeof body === 'string' || isCollection(body))) return formType
  return typeof body === 'string' && !isJson(body) ? 'text/plain; charset=utf-8' : 'application/json'
}

const formType = 'application/x-www-form-urlencoded'

const isCollection = (body: unknown): body is Readonly<Record<string, unknown>> =>
  typeof body === 'object' && body !== null && !Array.isArray(body)

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** The body as it is sent, or what is wrong with it. */
function bodyText(body: unknown, type: string): string | { readonly problem: string } {
  if (typeof body === 'string') return body
  const isForm = type.split(';')[0]?.trim().toLowerCase() === formType
  if (isForm && !isCollection(body)) return { problem: 'must be a text or a collection, because it is sent as a form' }
  try {
    const json: string | undefined = isForm && isCollection(body) ? formOf(body) : JSON.stringify(body)
    if (json !== undefined) return json
  } catch {
    // A cycle, a BigInt, or more levels than the stack holds.
  }
  return { problem: 'must be a text or a value that JSON can hold' }
}

function formOf(body: Readonly<Record<string, unknown>>): string {
  const text = (value: unknown) =>
    typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value ?? '')
  return formBody(
    Object.entries(body).flatMap(([name, value]): Pair[] =>
      Array.isArray(value) ? value.map((item): Pair => [name, text(item)]) : [[name, text(value)]],
    ),
  )
}
