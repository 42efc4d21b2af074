import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Clock } from '../core/clock.js'
import { answerControl, type Controlled, isControl } from './control.js'
import { type Delivery, faultError, spoil } from './fault-replies.js'
import type { FaultRule } from './faults.js'
import { errorReply, json } from './replies.js'
import {
  type Body,
  parseBody,
  parseTarget,
  plainHeaders,
  readBody,
  type SimulatorRequest,
  UnreadableRequest,
} from './request.js'
import { loggedBody, type RequestLogEntry } from './request-log.js'
import { answer, familyOf, type RouterSettings, shapeOf } from './router.js'

export interface ServerSettings extends RouterSettings {
  readonly clock: Clock
  readonly controlled: Controlled
  readonly onRequest: ((entry: RequestLogEntry) => void) | undefined
  /** Aborted on closing: wakes the requests that a fault keeps waiting. */
  readonly closing: AbortSignal
}

const CHUNK = 64 * 1024

/** The HTTP side: reads requests, meets them with faults, writes replies and keeps the log. */
export function createSimulatorServer(settings: ServerSettings): Server {
  const server = createServer((incoming, outgoing) => {
    exchange(incoming, outgoing, settings).catch(() => {
      // Nothing may end the process; a defect here is an honest 500 for this one request.
      if (!outgoing.headersSent)
        write(outgoing, { reply: json(500, { error: 'The simulator failed on this request.' }) })
      else outgoing.destroy()
    })
  })
  server.on('clientError', (_error, socket) => {
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
  })
  return server
}

async function exchange(incoming: IncomingMessage, outgoing: ServerResponse, settings: ServerSettings): Promise<void> {
  const { clock, controlled } = settings
  const at = clock.now()
  const method = incoming.method ?? 'GET'
  const headers = plainHeaders(incoming.headers)
  const { authorization } = incoming.headers
  let target: ReturnType<typeof parseTarget> = { path: incoming.url ?? '', segments: [], query: [] }
  let body: Body = { kind: 'none' }
  // Logged when the reply is decided, before a fault delays it: a client that gives up has still been here.
  const record = (status: number | null, fault?: FaultRule) => {
    if (target.segments[0] === '_simulator') return
    const entry: RequestLogEntry = {
      at,
      method,
      path: target.path,
      query: target.query,
      ...loggedBody(body),
      headers,
      hasAuthorization: authorization !== undefined,
      status,
      ...(fault ? { fault: describe(fault) } : {}),
    }
    controlled.log.add(entry)
    settings.onRequest?.(entry)
  }
  const reply = async (delivery: Delivery) => {
    record(delivery.reply.status)
    await write(outgoing, delivery)
  }
  try {
    const bytes = await readBody(incoming)
    target = parseTarget(incoming.url ?? '')
    body = parseBody(bytes, incoming.headers['content-type'])
  } catch (error) {
    if (!(error instanceof UnreadableRequest)) throw error
    if (error.status === 413) outgoing.setHeader('connection', 'close')
    await reply({ reply: unreadable(target.segments, error) })
    return
  }
  const request: SimulatorRequest = { method, headers, body, ...target }
  const control = isControl(request) ? await answerControl(request, controlled) : undefined
  if (control) {
    await reply({ reply: control })
    return
  }
  const apiSegments = target.segments[0] === 'spaces' ? target.segments.slice(2) : target.segments
  const fault = controlled.faults.take(method, `/${apiSegments.join('/')}`.replace(/\.json$/, ''))
  if (!fault) {
    await reply({ reply: answer(request, authorization, settings) })
    return
  }
  const delivery = meet(fault, request, apiSegments, authorization, settings)
  const answered = fault.reset === undefined ? delivery : undefined
  record(answered?.reply.status ?? null, fault)
  if (fault.latencyMs !== undefined) await pause(fault.latencyMs, settings)
  if (answered) await write(outgoing, answered)
  else incoming.socket.resetAndDestroy()
}

/** What a request that meets a fault gets; undefined where the connection breaks before anything happens. */
function meet(
  fault: FaultRule,
  request: SimulatorRequest,
  apiSegments: readonly string[],
  authorization: string | undefined,
  settings: ServerSettings,
): Delivery | undefined {
  if (fault.reset === 'before') return undefined
  const error = faultError(fault, familyOf(apiSegments), request.method, apiSegments)
  if (error && !fault.takesEffect) return { reply: error }
  const reply = answer(request, authorization, settings)
  return error ? { reply: error } : spoil(fault, reply)
}

async function pause(ms: number, { clock, closing }: ServerSettings): Promise<void> {
  try {
    await clock.sleep(ms, closing)
  } catch (error) {
    if (!closing.aborted) throw error
  }
}

function unreadable(segments: readonly string[], { status, message }: UnreadableRequest) {
  const family = familyOf(segments)
  return errorReply(shapeOf(family, status), { code: status === 400 ? 10000 : 20422, message, status })
}

function describe(fault: FaultRule): string {
  const { latencyMs, code, status, reset, disorder, reply } = fault
  return Object.entries({ latencyMs, code, status, reset, disorder, reply })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ')
}

async function write(outgoing: ServerResponse, { reply, hugeBytes, cutAfter }: Delivery): Promise<void> {
  if (outgoing.destroyed) return
  if (hugeBytes !== undefined) {
    outgoing.writeHead(reply.status, reply.headers)
    await writeHuge(outgoing, hugeBytes)
    return
  }
  const bytes = Buffer.from(reply.body)
  outgoing.writeHead(reply.status, reply.status === 204 ? {} : { ...reply.headers, 'content-length': bytes.length })
  if (cutAfter === undefined) outgoing.end(outgoing.req.method === 'HEAD' ? undefined : bytes)
  else outgoing.write(bytes.subarray(0, cutAfter), () => outgoing.destroy())
}

/** A JSON text of the given size, written no faster than the client reads. */
async function writeHuge(outgoing: ServerResponse, size: number): Promise<void> {
  const start = '{"padding":"'
  const end = '"}'
  const padding = Buffer.alloc(CHUNK, 'a')
  outgoing.write(start)
  let left = size - start.length - end.length
  while (left > 0 && !outgoing.destroyed) {
    const room = outgoing.write(left >= CHUNK ? padding : padding.subarray(0, left))
    left -= CHUNK
    if (!room) await drained(outgoing)
  }
  if (!outgoing.destroyed) outgoing.end(end)
}

function drained(outgoing: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      outgoing.off('drain', done)
      outgoing.off('close', done)
      resolve()
    }
    outgoing.on('drain', done)
    outgoing.on('close', done)
  })
}
