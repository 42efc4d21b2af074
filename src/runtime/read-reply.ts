import { ConnectorError } from '../core/errors.js'
import type { HttpReply } from './transport.js'

/** A reply's body as its Content-Type says: JSON parsed, text as text, anything else as bytes. */
export function readBody(reply: HttpReply): unknown {
  const type = (reply.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
  if (reply.body.length === 0) return ''
  if (type === 'application/json' || type.endsWith('+json')) {
    const text = reply.body.toString('utf8')
    try {
      return JSON.parse(text)
    } catch {
      return text
    }
  }
  if (
    type.startsWith('text/') ||
    type === 'application/xml' ||
    type.endsWith('+xml') ||
    type === 'application/x-www-form-urlencoded' ||
    type === ''
  )
    return reply.body.toString('utf8')
  return reply.body
}

const isRecord = (body: unknown): body is Readonly<Record<string, unknown>> =>
  typeof body === 'object' && body !== null && !Array.isArray(body) && !Buffer.isBuffer(body)

/** A JSON object whose Content-Type says something else; a proxy on the way may have changed it. */
function parsedObject(bytes: Buffer): Readonly<Record<string, unknown>> | undefined {
  const text = bytes.toString('utf8').trim()
  if (!text.startsWith('{')) return undefined
  try {
    const parsed: unknown = JSON.parse(text)
    return isRecord(parsed) ? parsed : undefined
  } catch {
    return undefined
  }
}

/**
 * The JSON object of a reply of a documented operation.
 *
 * @param doing the module's label, for the error.
 * @throws ConnectorError `unreadable_reply` where it is HTML, empty, cut off or no object.
 */
export function readObject(reply: HttpReply, doing: string): Readonly<Record<string, unknown>> {
  const body = readBody(reply)
  const object = isRecord(body) ? body : parsedObject(reply.body)
  if (object) return object
  const start = typeof body === 'string' ? body.trimStart() : ''
  const what =
    reply.body.length === 0
      ? 'The reply is empty.'
      : start.startsWith('<')
        ? 'The reply is a web page, not JSON.'
        : start.startsWith('{') || start.startsWith('[')
          ? 'The reply is JSON that is cut off or damaged.'
          : 'The reply is not a JSON object.'
  throw new ConnectorError(`${doing} failed: ${what}`, {
    type: 'RuntimeError',
    code: 'unreadable_reply',
    retry: 'later',
    status: reply.status,
    advice: 'Check the Space Name of the connection; if it is right, try again later.',
  })
}
