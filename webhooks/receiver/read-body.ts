import type { IncomingMessage } from 'node:http'
import type { Deadlines } from './deadlines.js'

/** A body, or why there is none. */
export type Body =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  /** Longer than the limit, or too slow, or the sender went away. */
  | { readonly kind: 'tooLong' | 'tooSlow' | 'aborted' }
  /** Something in front of the receiver has read it and kept no bytes. */
  | { readonly kind: 'taken' }

const none = new Uint8Array()

/** Whether a request says that it has a body, as HTTP has it. */
export const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined ||
  (headers['content-length'] !== undefined && headers['content-length'] !== '0')

/** Reads bodies within a size and a time. */
export class BodyReader {
  readonly #most: number
  readonly #ms: number
  readonly #deadlines: Deadlines

  constructor(limits: { readonly bodyBytes: number; readonly bodyMs: number }, deadlines: Deadlines) {
    this.#most = limits.bodyBytes
    this.#ms = limits.bodyMs
    this.#deadlines = deadlines
  }

  /** Whether the headers alone say so. */
  isTooLong({ headers }: IncomingMessage): boolean {
    return Number(headers['content-length'] ?? 0) > this.#most
  }

  /** @param request behind a body parser, it carries the bytes as `rawBody`. */
  read(request: IncomingMessage & { readonly rawBody?: unknown }): Promise<Body> | Body {
    const { rawBody } = request
    if (rawBody instanceof Uint8Array || typeof rawBody === 'string') {
      const bytes = typeof rawBody === 'string' ? Buffer.from(rawBody, 'utf8') : rawBody
      return bytes.length > this.#most ? { kind: 'tooLong' } : { kind: 'bytes', bytes }
    }
    if (!hasBody(request)) return { kind: 'bytes', bytes: none }
    if (request.readableDidRead || request.readableEnded) return { kind: 'taken' }
    return this.#stream(request)
  }

  #stream(request: IncomingMessage): Promise<Body> {
    return new Promise((resolve) => {
      const chunks: Buffer[] = []
      let size = 0
      const finish = (body: Body): void => {
        endDeadline()
        request.off('data', onData).off('end', onEnd).off('close', onClose)
        resolve(body)
      }
      const onData = (chunk: Buffer): void => {
        size += chunk.length
        if (size > this.#most) finish({ kind: 'tooLong' })
        else chunks.push(chunk)
      }
      const onEnd = (): void =>
        finish({ kind: 'bytes', bytes: chunks.length === 1 ? (chunks[0] ?? none) : Buffer.concat(chunks) })
      const onClose = (): void => finish({ kind: 'aborted' })
      const endDeadline = this.#deadlines.start(this.#ms, () => finish({ kind: 'tooSlow' }))
      request.on('data', onData).on('end', onEnd).on('close', onClose)
      // Whatever the connection reports after the body was given up is no news.
      request.on('error', onClose)
    })
  }
}
