import { mkdtemp, rm } from 'node:fs/promises'
import { type IncomingMessage, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { modules } from '../../../modules/index.js'
import { openLedger, type SharedLedger } from '../../../src/ledger/open-ledger.js'
import type { EventDetails } from '../../../src/ledger/port.js'
import type { Purpose } from '../../../webhooks/classify.js'
import { type HookDefinition, hookUrl, newHookId, newStepKey, toHookRecord } from '../../../webhooks/hook.js'
import { createReceiver, type LogEntry, type Receiver, type ReceiverOptions } from '../../../webhooks/receiver.js'
import { type PostToSign, signPost } from '../../../webhooks/sign-post.js'

export const publicUrl = 'https://hooks.example.com'
export const signingKey = 'PSKtest1234567890abcdef'

export const callParams = {
  CallSid: '5a9f0c3e-7b41-4d26-9e58-1c0d3f6a8b27',
  AccountSid: '7d1be0a2-93f4-4c58-8a6e-2b9c40f7d315',
  ApiVersion: '2010-04-01',
  CallStatus: 'ringing',
  Direction: 'inbound',
  From: '+12025550142',
  To: '+12025550100',
}

export const messageParams = {
  MessageSid: '0c3e5a9f-417b-4264-8e59-3f6a8b271c0d',
  AccountSid: callParams.AccountSid,
  From: '+12025550142',
  To: '+12025550100',
  Body: "Where's my order?",
  NumMedia: '0',
}

export interface Reply {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly text: string
}

export interface Sent {
  readonly method: string
  /** Path and query. */
  readonly target: string
  readonly headers: Readonly<Record<string, string | readonly string[]>>
  readonly body: string | Uint8Array
}

/** Sends one request exactly as it is given. */
export function exchange(port: number, sent: Sent): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const { method, target, headers, body } = sent
    const outgoing = request(
      {
        host: '127.0.0.1',
        port,
        path: target,
        method,
        headers: { 'content-length': String(Buffer.byteLength(body)), ...headers },
        agent: false,
      },
      (incoming) => {
        const chunks: Buffer[] = []
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
        incoming.on('end', () =>
          resolve({
            status: incoming.statusCode ?? 0,
            headers: incoming.headers,
            text: Buffer.concat(chunks).toString('utf8'),
          }),
        )
        incoming.on('error', reject)
      },
    )
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}

type Posted = Omit<Extract<PostToSign, { params: unknown }>, 'key' | 'url'> & { readonly key?: string }

/** The request that SignalWire would send to a URL. */
export function signed(url: string, post: Posted): Sent {
  const made = signPost({ key: signingKey, ...post, url })
  const { pathname, search } = new URL(made.url)
  return { method: made.method, target: pathname + search, headers: made.headers, body: made.body }
}

export interface Scene {
  readonly ledger: SharedLedger
  readonly receiver: Receiver
  readonly log: LogEntry[]
  readonly port: number
  readonly managementUrl: string
  readonly path: string
  hook(definition?: Partial<HookDefinition>): Promise<HookDefinition>
  /** Posts as SignalWire does. */
  post(
    hook: HookDefinition,
    purpose: Purpose,
    params: Readonly<Record<string, string>>,
    more?: Partial<Posted>,
  ): Promise<Reply>
  send(sent: Sent): Promise<Reply>
  /** What is stored, oldest first. */
  stored(): Promise<readonly EventDetails[]>
  end(): Promise<void>
}

export const sayInput = { webhookName: 'Reception', reply: 'say', say: 'Please hold the line.' }

export async function startScene(options: Partial<ReceiverOptions> = {}): Promise<Scene> {
  const folder = await mkdtemp(join(tmpdir(), 'receiver-'))
  const path = join(folder, 'ledger.sqlite')
  const ledger = await openLedger({ path })
  const log: LogEntry[] = []
  const receiver = createReceiver({
    ledger,
    modules,
    publicUrl,
    connections: { main: { signingKeys: [signingKey] } },
    log: (entry) => log.push(entry),
    ...options,
  })
  const listening = await receiver.listen({ port: 0, management: { port: 0 } })
  const port = Number(new URL(listening.url).port)
  return {
    ledger,
    receiver,
    log,
    port,
    path,
    managementUrl: listening.managementUrl ?? '',
    hook: async (given) => {
      const definition = {
        id: newHookId(),
        module: 'watchNewCalls',
        name: 'Reception',
        connection: 'main',
        input: sayInput,
        stepKey: newStepKey(),
        ...given,
      }
      await ledger.hooks.put(toHookRecord(definition))
      return definition
    },
    post: (hook, purpose, params, more) =>
      exchange(port, signed(hookUrl(publicUrl, hook.id, purpose), { params, ...more })),
    send: (sent) => exchange(port, sent),
    stored: async () => {
      const rows = (await ledger.events.list({ limit: 10_000 })).map(({ row }) => row).reverse()
      const all = await Promise.all(rows.map((row) => ledger.events.show(row)))
      return all.filter((one) => one !== undefined)
    },
    end: async () => {
      await listening.close()
      await ledger.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** The bundles of a stored event. */
export const bundlesOf = (event: EventDetails | undefined): readonly Readonly<Record<string, unknown>>[] =>
  (JSON.parse(event?.body ?? '{}') as { bundles?: Record<string, unknown>[] }).bundles ?? []
