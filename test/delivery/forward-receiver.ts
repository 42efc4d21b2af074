import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

export interface ReceivedPost {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** A program that events are forwarded to, on loopback. */
export interface ForwardReceiver {
  readonly url: string
  readonly posts: ReceivedPost[]
  /** How it answers; 200 unless said otherwise. */
  answer: (response: ServerResponse, post: ReceivedPost) => void
  close(): Promise<void>
}

export async function startForwardReceiver(): Promise<ForwardReceiver> {
  const posts: ReceivedPost[] = []
  const server = createServer(async (request, response) => {
    const body = await text(request)
    const post = { method: request.method ?? '', path: request.url ?? '', headers: request.headers, body }
    posts.push(post)
    receiver.answer(response, post)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const receiver: ForwardReceiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    posts,
    answer: (response) => void response.end(),
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
  return receiver
}
