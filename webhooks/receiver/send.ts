import type { IncomingMessage, ServerResponse } from 'node:http'
import { hasBody } from './read-body.js'

/** What is sent back. */
export interface Outcome {
  readonly status: number
  readonly laml?: string | undefined
  readonly headers?: Readonly<Record<string, string>> | undefined
}

export const bare = (status: number, headers?: Outcome['headers']): Outcome => ({ status, headers })
export const document = (laml: string): Outcome => ({ status: 200, laml })

/** Sends it, unless the sender has gone. Of a body that was not read the rest is not waited for. */
export function send(request: IncomingMessage, response: ServerResponse, outcome: Outcome, closing: boolean): void {
  if (response.headersSent || response.destroyed) return
  const { status, laml, headers } = outcome
  const unread = hasBody(request) && !request.readableEnded && !request.complete
  const close = closing || unread ? { connection: 'close' } : undefined
  if (laml === undefined) {
    const length = status === 204 ? undefined : { 'content-length': '0' }
    response.writeHead(status, { ...length, ...headers, ...close }).end()
    return
  }
  response
    .writeHead(status, {
      'content-type': 'application/xml; charset=utf-8',
      'content-length': String(Buffer.byteLength(laml, 'utf8')),
      ...headers,
      ...close,
    })
    // A text, unlike bytes, is sent in one piece with the headers.
    .end(laml, 'utf8')
}
