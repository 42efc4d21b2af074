import { ConnectorError } from '../src/core/errors.js'
import type { Post } from '../src/core/post.js'
import { classify, type Purpose } from './classify.js'
import { jsonPairs, type Pair, paramsOf } from './read-pairs.js'

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
  const params = paramsOf(entries)
  if (entries.length === 0 || entries.every(([, value]) => value === '')) throw unreadable('it has no parameters')
  return { event: classify(params, purpose), params }
}

function jsonEntries(text: string): readonly Pair[] {
  const pairs = jsonPairs(text)
  if (!pairs) throw unreadable('it starts like JSON, but is cut off, damaged or nested too deeply')
  return pairs
}

const unreadable = (why: string): ConnectorError =>
  new ConnectorError(`The post cannot be read: ${why}.`, {
    type: 'BundleValidationError',
    code: 'unreadable_post',
    retry: 'never',
    advice: 'Give the body of a webhook post as SignalWire sends it, such as CallSid=...&From=...',
  })
