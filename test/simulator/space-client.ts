import { request } from 'node:http'
import { createManualClock, type ManualClock } from '../../src/core/manual-clock.js'
import {
  type Simulator,
  type SimulatorOptions,
  simulatorCredentials,
  startSimulator,
} from '../../src/simulator/index.js'

export interface ClientReply {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly text: string
  /** The parsed body; throws where it is no JSON. */
  readonly json: Record<string, unknown>
}

export type FormFields = Readonly<Record<string, string | readonly string[]>>

export interface Sent {
  readonly method?: string
  /** The request target, exactly as it goes out. */
  readonly target: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Buffer
}

export const basic = (projectId: string, token: string) =>
  `Basic ${Buffer.from(`${projectId}:${token}`).toString('base64')}`

export const rightCredentials = basic(simulatorCredentials.projectId, simulatorCredentials.authToken)

export const accountPath = `/api/laml/2010-04-01/Accounts/${simulatorCredentials.projectId}`

/** Sends one request as it is and reads the reply to its end; rejects where the connection breaks. */
export function send(port: number, { method = 'GET', target, headers = {}, body }: Sent): Promise<ClientReply> {
  return new Promise((resolve, reject) => {
    // Node frames the body of a GET or DELETE only where it is told its length.
    const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }
    const options = { host: '127.0.0.1', port, method, path: target, headers: { ...length, ...headers }, agent: false }
    const outgoing = request(options, (incoming) => {
      const chunks: Buffer[] = []
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
      incoming.on('error', reject)
      incoming.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8')
        resolve({
          status: incoming.statusCode ?? 0,
          headers: incoming.headers,
          text,
          get json() {
            return JSON.parse(text) as Record<string, unknown>
          },
        })
      })
    })
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}

/** A simulator on a clock that the test moves, and short ways to ask it. Paths without `/api` are those of the account. */
export interface SpaceClient {
  readonly simulator: Simulator
  readonly clock: ManualClock
  get(path: string, query?: Readonly<Record<string, string | number>>): Promise<ClientReply>
  post(path: string, form?: FormFields): Promise<ClientReply>
  delete(path: string): Promise<ClientReply>
  json(method: string, path: string, value: unknown): Promise<ClientReply>
}

const full = (path: string) => (path.startsWith('/') ? path : `${accountPath}/${path}`)

export function formText(form: FormFields): string {
  return Object.entries(form)
    .flatMap(([key, value]) => (typeof value === 'string' ? [value] : value).map((each) => [key, each] as const))
    .map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(value)}`)
    .join('&')
}

export async function startSpace(options: Omit<SimulatorOptions, 'clock'> = {}): Promise<SpaceClient> {
  const clock = createManualClock()
  const simulator = await startSimulator({ ...options, clock })
  const { projectId, authToken } = simulator.credentials
  const authorization = basic(projectId, authToken)
  const { port } = simulator
  return {
    simulator,
    clock,
    get: (path, query = {}) => {
      const pairs = Object.entries(query).map(
        ([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(value)}`,
      )
      const target = pairs.length > 0 ? `${full(path)}?${pairs.join('&')}` : full(path)
      return send(port, { target, headers: { authorization } })
    },
    post: (path, form = {}) =>
      send(port, {
        method: 'POST',
        target: full(path),
        headers: { authorization, 'content-type': 'application/x-www-form-urlencoded' },
        body: formText(form),
      }),
    delete: (path) => send(port, { method: 'DELETE', target: full(path), headers: { authorization } }),
    json: (method, path, value) =>
      send(port, {
        method,
        target: full(path),
        headers: { authorization, 'content-type': 'application/json' },
        body: JSON.stringify(value),
      }),
  }
}

/** The rows of a list reply. */
export function rowsOf(reply: ClientReply, key: string): readonly Record<string, unknown>[] {
  return reply.json[key] as readonly Record<string, unknown>[]
}

/** The sids of a list reply, in its order. */
export function sidsOf(reply: ClientReply, key: string): readonly unknown[] {
  return rowsOf(reply, key).map((row) => row.sid ?? row.id)
}

/** The code of an error in any of the shapes that carry one. */
export function codeOf(reply: ClientReply): number {
  const { json } = reply
  const first = (json.errors as readonly Record<string, unknown>[] | undefined)?.[0]
  return Number(json.code ?? first?.code)
}
