import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { simulatorCredentials, simulatorIds } from '../../src/simulator/index.js'
import { type SpaceClient, startSpace } from './space-client.js'

/** A request as it reached the receiver. */
export interface ReceivedPost {
  readonly method: string
  /** Path and query as sent. */
  readonly target: string
  readonly headers: IncomingMessage['headers']
  /** The parameters, of the body or of the query. */
  readonly params: Readonly<Record<string, string>>
  readonly pairs: readonly (readonly [string, string])[]
}

/** How a path is answered: LaML, a status, or whatever the function does. */
export type Answer = string | number | ((response: ServerResponse, request: ReceivedPost) => void)

export interface Receiver {
  readonly origin: string
  readonly port: number
  /** Everything that came, in order. */
  readonly received: readonly ReceivedPost[]
  /** What came for one path. */
  at(path: string): readonly ReceivedPost[]
  /** From now on the path is answered so; several answers in turn, the last one for ever. */
  answer(path: string, ...answers: Answer[]): void
  close(): Promise<void>
}

export const laml = (...verbs: string[]) =>
  `<?xml version="1.0" encoding="UTF-8"?><Response>${verbs.join('')}</Response>`

/** Sends LaML with its content type. */
export function sendLaml(response: ServerResponse, document: string): void {
  response.writeHead(200, { 'content-type': 'text/xml' })
  response.end(document)
}

/** A small webhook receiver on this machine; paths without an answer get an empty document. */
export async function startReceiver(): Promise<Receiver> {
  const received: ReceivedPost[] = []
  const answers = new Map<string, Answer[]>()
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const body = Buffer.concat(chunks).toString('utf8')
    const { method = '', url: target = '', headers } = request
    const query = target.includes('?') ? target.slice(target.indexOf('?') + 1) : ''
    const pairs = [...new URLSearchParams(method === 'GET' ? query : body)]
    const post = { method, target, headers, pairs, params: Object.fromEntries(pairs) }
    received.push(post)
    const planned = answers.get(target.split('?')[0] ?? '') ?? []
    const answer = (planned.length > 1 ? planned.shift() : planned[0]) ?? laml()
    if (typeof answer === 'string') sendLaml(response, answer)
    else if (typeof answer === 'number') response.writeHead(answer).end()
    else answer(response, post)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    port,
    received,
    at: (path) => received.filter(({ target }) => target.split('?')[0] === path),
    answer: (path, ...planned) => answers.set(path, planned),
    close: async () => {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

/** The signature of a form post by the documented recipe, written down anew so that the simulator's is checked by another. */
export function expectedSignature(
  url: string,
  pairs: ReceivedPost['pairs'],
  key: string = simulatorCredentials.signingKeys[0] ?? '',
): string {
  const names = pairs.map(([name]) => name).sort()
  const text = names.reduce((sum, name) => `${sum}${name}${pairs.find(([one]) => one === name)?.[1]}`, url)
  return createHmac('sha1', key).update(text, 'utf8').digest('base64')
}

/** A simulator that calls webhooks only on demand, and a receiver. */
export interface Scene extends SpaceClient {
  readonly receiver: Receiver
  /** Changes the main number by the relay API; URLs that start with a slash are the receiver's. */
  configure(settings: Readonly<Record<string, string>>, number?: string): Promise<void>
  end(): Promise<void>
}

export async function startScene(options: Parameters<typeof startSpace>[0] = {}): Promise<Scene> {
  const receiver = await startReceiver()
  const space = await startSpace({ background: false, ...options })
  return {
    ...space,
    receiver,
    configure: async (settings, number = simulatorIds.mainNumber) => {
      const sent = Object.entries(settings).map(([key, value]) => [
        key,
        value.startsWith('/') ? receiver.origin + value : value,
      ])
      const reply = await space.json('PUT', `/api/relay/rest/phone_numbers/${number}`, Object.fromEntries(sent))
      if (reply.status !== 200) throw new Error(reply.text)
    },
    end: async () => {
      await space.simulator.close()
      await receiver.close()
    },
  }
}

/** Waits until something is true that another request brings about. */
export async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setImmediate(resolve))
}
