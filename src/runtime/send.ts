import type { Clock } from '../core/clock.js'
import { ConnectorError } from '../core/errors.js'
import type { Redactor } from '../core/redact.js'
import { readBody } from './read-reply.js'
import { errorFromReply, isRetryableStatus } from './reply-error.js'
import { type HttpReply, type HttpRequest, maxReplyBytes, type Transport, TransportError } from './transport.js'

/** How often, and after which pauses, a request that may be repeated is repeated. */
export interface RetryOptions {
  /** Attempts after the first. @default 3 */
  readonly retries: number
  /** The longest first pause; it doubles each time. @default 500 */
  readonly baseDelayMs: number
  /** No pause is longer; a Retry-After beyond it ends the run instead. @default 30000 */
  readonly maxDelayMs: number
}

export const defaultRetry: RetryOptions = { retries: 3, baseDelayMs: 500, maxDelayMs: 30_000 }

export interface Sender {
  readonly transport: Transport
  /** Scheme, host and path before `/api`; every link that is followed must stay on it. */
  readonly baseUrl: string
  readonly clock: Clock
  readonly redactor: Redactor
  readonly retry: RetryOptions
  /** From 0 to 1, for the jitter. */
  readonly random: () => number
}

export interface SendOptions {
  /** The module's label, for errors. */
  readonly doing: string
  /** Whether sending it twice is the same as sending it once. */
  readonly idempotent: boolean
  /** Whether a 404 after an ambiguous attempt means that the attempt has worked. */
  readonly deletes?: boolean
  readonly signal?: AbortSignal | undefined
}

/**
 * Sends a request, again where that is safe and can help, and maps everything but a success to a `ConnectorError`.
 *
 * @returns a reply with a status from 200 to 299, or undefined for a delete that an earlier, ambiguous attempt had done.
 */
export async function send(sender: Sender, request: HttpRequest, options: SendOptions): Promise<HttpReply | undefined> {
  let ambiguous = false
  for (let attempt = 0; ; attempt++) {
    const last = !options.idempotent || attempt >= sender.retry.retries
    let failure: ConnectorError
    try {
      const reply = await sender.transport.send(request, options.signal)
      if (reply.status >= 200 && reply.status < 300) return reply
      if (reply.status === 404 && options.deletes && ambiguous) return undefined
      const body = readBody(reply)
      failure = errorFromReply({ status: reply.status, headers: reply.headers, body }, options.doing, {
        redact: sender.redactor.text,
        now: sender.clock.now(),
      })
      if (mayHaveWorked(reply.status) && !options.idempotent)
        throw outcomeUnknown(options.doing, `SignalWire answered with status ${reply.status}`, reply.status)
      if (last || !isRetryableStatus(reply.status)) throw failure
      ambiguous ||= mayHaveWorked(reply.status)
    } catch (thrown) {
      if (!(thrown instanceof TransportError)) throw thrown
      if (thrown.failure === 'tooLarge' && options.idempotent) throw replyTooLarge(options.doing)
      const sent = thrown.failure !== 'notSent'
      if (sent && !options.idempotent) throw outcomeUnknown(options.doing, brokenReason(thrown))
      failure = connectionError(options.doing, thrown)
      if (last) throw failure
      ambiguous ||= sent
    }
    const delay = pauseBefore(attempt, failure, sender)
    if (delay === undefined) throw failure
    await sender.clock.sleep(delay, options.signal)
  }
}

/** Whether a refusal leaves open what became of the request: the server, or one on the way, gave up while it was worked on. */
const mayHaveWorked = (status: number): boolean => status >= 500 || status === 408 || (status >= 300 && status < 400)

/** Full jitter: anything up to the doubled pause, so that many runs do not come back together. */
function pauseBefore(attempt: number, failure: ConnectorError, { retry, random }: Sender): number | undefined {
  if (typeof failure.retry === 'object')
    return failure.retry.afterMs <= retry.maxDelayMs ? failure.retry.afterMs : undefined
  return random() * Math.min(retry.maxDelayMs, retry.baseDelayMs * 2 ** attempt)
}

/** The error of a write that may or may not have happened. It is never sent again blindly. */
export function outcomeUnknown(doing: string, reason: string, status?: number): ConnectorError {
  return new ConnectorError(`${doing}: it is not known whether it took effect. ${reason}.`, {
    type: 'DataError',
    code: 'outcome_unknown',
    retry: 'never',
    status,
    advice: 'Look in the Space before you run it again, or it may happen twice.',
  })
}

function brokenReason(error: TransportError): string {
  if (error.failure === 'timeout') return 'No answer came in time'
  return error.failure === 'tooLarge'
    ? 'SignalWire answered with more than is read'
    : `The connection broke before the answer (${error.systemCode})`
}

function connectionError(doing: string, error: TransportError): ConnectorError {
  switch (error.failure) {
    case 'timeout':
      return new ConnectorError(`${doing} failed: SignalWire did not answer in time.`, {
        type: 'ModuleTimeoutError',
        code: 'timeout',
        retry: 'later',
        advice: 'Try again later.',
      })
    case 'broken':
      return new ConnectorError(`${doing} failed: the connection broke before the answer (${error.systemCode}).`, {
        type: 'ConnectionError',
        code: 'connection_broken',
        retry: 'later',
        advice: 'Try again later.',
      })
    case 'notSent':
      return error.systemCode === 'ENOTFOUND'
        ? new ConnectorError(`${doing} failed: there is no such host.`, {
            type: 'ConnectionError',
            code: 'no_such_host',
            retry: 'later',
            advice: 'Check the Space Name of the connection or its API URL, and whether this machine is online.',
          })
        : new ConnectorError(`${doing} failed: SignalWire could not be reached (${error.systemCode}).`, {
            type: 'ConnectionError',
            code: 'unreachable',
            retry: 'later',
            advice: 'Check whether this machine is online and may reach SignalWire, then try again.',
          })
    case 'tooLarge':
      return replyTooLarge(doing)
  }
}

const replyTooLarge = (doing: string): ConnectorError =>
  new ConnectorError(`${doing} failed: the reply is larger than ${maxReplyBytes / 1024 / 1024} MB.`, {
    type: 'DataError',
    code: 'reply_too_large',
    retry: 'never',
    advice: 'Ask for less at a time.',
  })
