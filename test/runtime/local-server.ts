import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A request as it came over the wire, nothing of it decoded. */
export interface Arrived {
  readonly method: string
  /** The request target: path and query, byte for byte. */
  readonly target: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}

export interface LocalServer {
  readonly url: string
  readonly requests: readonly Arrived[]
  clear(): void
  close(): Promise<void>
}

export type Answer = (request: Arrived, response: ServerResponse, index: number) => unknown

/** Answers with a JSON value. */
export const sendJson = (response: ServerResponse, value: unknown, status = 200): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))
}

/** A server on loopback that keeps what it got and answers as the test says: for what a Space, even simulated, never does. */
export async function startServer(answer: Answer = (_, response) => sendJson(response, {})): Promise<LocalServer> {
  const requests: Arrived[] = []
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    incoming.on('error', () => undefined)
    incoming.on('end', () => {
      const { method = '', url: target = '', headers } = incoming
      const arrived = { method, target, headers, body: Buffer.concat(chunks).toString('utf8') }
      requests.push(arrived)
      void answer(arrived, response, requests.length - 1)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    clear: () => requests.splice(0),
    async close() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}
