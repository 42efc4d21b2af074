import type { ApiRequest } from '../core/request.js'
import { fillPath, withQuery } from './prepare-request.js'
import { readBody } from './read-reply.js'
import type { Sender } from './send.js'
import { TransportError } from './transport.js'

/** What one look at the Space gave: a status and whether the body was JSON, or why there was no reply. */
export interface ProbeReply {
  readonly status?: number
  readonly json: boolean
  /** `noHost`: the Space's name does not resolve. */
  readonly failure?: 'noHost' | 'unreachable'
}

/** Sends one probe of a connection, once. */
export async function sendProbe(
  sender: Sender,
  request: ApiRequest,
  projectId: string,
  signal?: AbortSignal,
): Promise<ProbeReply> {
  try {
    const path = withQuery(fillPath(request, projectId), request.always)
    const reply = await sender.transport.send({ method: request.method, path, headers: {} }, signal)
    const body = readBody(reply)
    return { status: reply.status, json: typeof body === 'object' && body !== null && !Buffer.isBuffer(body) }
  } catch (thrown) {
    if (!(thrown instanceof TransportError)) throw thrown
    return { json: false, failure: thrown.systemCode === 'ENOTFOUND' ? 'noHost' : 'unreachable' }
  }
}
