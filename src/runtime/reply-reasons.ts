/** One thing that SignalWire says went wrong. Its texts are as they came, and untrusted; the code has only word characters. */
export interface Reason {
  readonly message: string | undefined
  /** A number as text, or a code in words; undefined where the body has none, or only repeats the HTTP status. */
  readonly code: string | undefined
  readonly link: string | undefined
}

/** So many entries of a list are looked at; a hostile list may have millions. */
const maxEntries = 50

/** A longer text is no sentence for a person. */
const maxTextLength = 20_000

/**
 * Reads what went wrong out of the body of a failed reply. SignalWire has five shapes (and plain words for the status):
 * - LaML `{ code, message, more_info, status }`, with the code as a number
 * - creating a call `{ errors: [{ code, message, more_info }] }`, with the code as text
 * - validation of LaML `{ errors: ['text'] }`
 * - Relay `{ errors: [{ detail, status, title, code }] }`, and `{ error: 'Not Found' }`
 * - newer APIs `{ errors: [{ type, code, message, attribute, url }] }`
 *
 * Near relatives are understood too: errors by field name, an error object, a bare list.
 *
 * @returns nothing for web pages, plain text, empty and unknown bodies.
 */
export function reasonsIn(body: unknown, status: number): readonly Reason[] {
  const reasons = Array.isArray(body)
    ? list(body, status)
    : isRecord(body)
      ? [reason(body, status), ...list(body.errors, status), ...list(body.error, status)]
      : []
  return reasons.filter(({ message, code }) => message !== undefined || code !== undefined)
}

function list(found: unknown, status: number): readonly Reason[] {
  if (Array.isArray(found)) return found.slice(0, maxEntries).map((entry: unknown) => reason(entry, status))
  if (typeof found === 'string') return [reason(found, status)]
  if (!isRecord(found)) return []
  const single = reason(found, status)
  return single.message !== undefined || single.code !== undefined ? [single] : byField(found)
}

function byField(found: Readonly<Record<string, unknown>>): readonly Reason[] {
  const entries = Object.entries(found).slice(0, maxEntries)
  return entries.flatMap(([field, texts]) =>
    (Array.isArray(texts) ? texts.slice(0, maxEntries) : [texts]).map((one: unknown) => {
      const message = text(one)
      return { message: message && text(`${field} ${message}`), code: undefined, link: undefined }
    }),
  )
}

function reason(entry: unknown, status: number): Reason {
  if (!isRecord(entry)) return { message: text(entry), code: undefined, link: undefined }
  const message = text(entry.message) ?? text(entry.detail) ?? text(entry.title)
  const attribute = text(entry.attribute)
  return {
    message:
      message && attribute && !message.toLowerCase().includes(attribute.toLowerCase())
        ? `${message.replace(/\.\s*$/, '')} (${attribute})`
        : message,
    code: codeOf(entry.code, status),
    link: text(entry.more_info) ?? text(entry.url),
  }
}

function codeOf(found: unknown, status: number): string | undefined {
  const code = Number.isSafeInteger(found) ? String(found) : (text(found)?.trim() ?? '')
  return /^[A-Za-z0-9_.-]{1,64}$/.test(code) && code !== '0' && code !== String(status) ? code : undefined
}

const text = (found: unknown): string | undefined =>
  typeof found === 'string' && found.length <= maxTextLength && found.trim() !== '' ? found : undefined

const isRecord = (found: unknown): found is Readonly<Record<string, unknown>> =>
  typeof found === 'object' && found !== null && !Array.isArray(found) && !ArrayBuffer.isView(found)
