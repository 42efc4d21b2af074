import { ConnectorError } from '../src/core/errors.js'
import type { Post } from '../src/core/post.js'
import { classify, type Purpose } from './classify.js'

/**
 * Reads the body of one webhook post, form-encoded as SignalWire sends it, or JSON as its specification says.
 *
 * @param body the body, or the query string of a GET.
 * @param purpose the last part of the hook's URL, where it is known.
 * @throws ConnectorError of type `BundleValidationError` where it is neither.
 */
export function parsePost(body: string, purpose?: Purpose): Post {
  const text = body.trim()
  const entries = text.startsWith('{') ? jsonEntries(text) : [...new URLSearchParams(text)]
  // fromEntries defines every key as the object's own, so that __proto__ is a name like any other.
  const params = Object.fromEntries(entries)
  if (entries.length === 0 || entries.every(([, value]) => value === '')) throw unreadable('it has no parameters')
  return { event: classify(params, purpose), params }
}

function jsonEntries(text: string): (readonly [string, string])[] {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    throw unreadable('it starts like JSON, but is cut off or damaged')
  }
  return Object.entries(parsed as object).map(([name, value]) => [
    name,
    typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value ?? ''),
  ])
}

const unreadable = (why: string): ConnectorError =>
  new ConnectorError(`The post cannot be read: ${why}.`, {
    type: 'BundleValidationError',
    code: 'unreadable_post',
    retry: 'never',
    advice: 'Give the body of a webhook post as SignalWire sends it, such as CallSid=...&From=...',
  })
