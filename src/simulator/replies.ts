import { findErrorCode, MORE_INFO } from './error-codes.js'

/** What a handler answers; the server writes it. */
export interface Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/**
 * The shapes in which SignalWire reports an error:
 * `laml` `{ code, message, more_info, status }`; `laml-errors` `{ errors: [{ code, message, more_info }] }`, codes as text (a refused
 * call); `texts` `{ errors: ["..."] }`; `relay` `{ error: "Not Found" }`; `relay-errors` `{ errors: [{ detail, status, title, code }] }`;
 * `rest-errors` `{ errors: [{ type, code, message, attribute, url }] }`.
 */
export const errorShapes = ['laml', 'laml-errors', 'texts', 'relay', 'relay-errors', 'rest-errors'] as const
export type ErrorShape = (typeof errorShapes)[number]

/** A request that is refused. Handlers throw it; the router writes it in the shape of the operation. */
export class Refusal extends Error {
  readonly code: number
  readonly status: number

  /**
   * @param code a documented code; for relay operations it is not shown.
   * @param detail replaces the code's general message.
   * @param status replaces the code's usual HTTP status.
   */
  constructor(code: number, detail?: string, status?: number) {
    const known = findErrorCode(code)
    super(detail ?? known?.message ?? 'The request was refused.')
    this.name = 'Refusal'
    this.code = code
    this.status = status ?? known?.status ?? (code === 422 ? 422 : 400)
  }
}

/** A relay validation error: 422, with the sentence as its detail. */
export function invalid(detail: string): Refusal {
  return new Refusal(422, detail)
}

const JSON_HEADERS = { 'content-type': 'application/json; charset=utf-8' }

export function jsonText(status: number, body: string): Reply {
  return { status, headers: JSON_HEADERS, body }
}

export function json(status: number, value: unknown): Reply {
  return jsonText(status, JSON.stringify(value))
}

export const noContent: Reply = Object.freeze({ status: 204, headers: {}, body: '' })

export function html(status: number, title: string, text: string): Reply {
  return {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8' },
    body: `<!DOCTYPE html>\n<html lang="en">\n<head><meta charset="utf-8"><title>${title}</title></head>\n<body><h1>${title}</h1>\n${text}\n</body>\n</html>\n`,
  }
}

const RELAY_WORDS: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  404: 'Not Found',
  405: 'Method Not Allowed',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
}

/** What an error says, before it is written in one of the shapes. */
export interface ErrorContent {
  readonly code: number | string
  readonly message: string
  readonly status: number
  readonly attribute?: string
}

export function errorReply(shape: ErrorShape, { code, message, status, attribute }: ErrorContent): Reply {
  const headers = status === 401 ? { ...JSON_HEADERS, 'www-authenticate': 'Basic realm="SignalWire"' } : JSON_HEADERS
  return { status, headers, body: JSON.stringify(errorBody(shape)) }

  function errorBody(wanted: ErrorShape): unknown {
    switch (wanted) {
      case 'laml':
        return { code: Number(code), message, more_info: MORE_INFO, status }
      case 'laml-errors':
        return { errors: [{ code: String(code), message, more_info: MORE_INFO }] }
      case 'texts':
        return { errors: [message] }
      case 'relay':
        return { error: RELAY_WORDS[status] ?? 'Error' }
      case 'relay-errors':
        return { errors: [{ detail: message, status: String(status), title: 'Invalid Attribute', code: String(code) }] }
      case 'rest-errors':
        return {
          errors: [
            {
              type: 'validation_error',
              code: String(code),
              message,
              attribute: attribute ?? null,
              url: 'https://signalwire.com/docs/apis/error-codes',
            },
          ],
        }
    }
  }
}
