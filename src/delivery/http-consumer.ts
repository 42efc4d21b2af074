import { type Clock, systemClock } from '../core/clock.js'
import { ConnectorError, type ErrorType } from '../core/errors.js'
import { readRetryAfter } from '../runtime/retry-after.js'
import { createTransport, type HttpReply, TransportError, type TransportFailure } from '../runtime/transport.js'
import type { Consumer, DeliveredEvent } from './consumer.js'
import { consumerGone } from './failure.js'
import { createSign } from './sign-forwarded.js'

export interface HttpConsumerOptions {
  /** Where to post, http or https, without a user and password. Whatever its address, the operator named it. */
  readonly url: string
  /** Signs the posts, see `createSign`. */
  readonly secret: string
  /** @default the machine's clock */
  readonly clock?: Clock | undefined
  /** How long one post may take, in milliseconds. @default 30000 */
  readonly timeoutMs?: number | undefined
}

/** A consumer that posts, with a way to close its connections. */
export interface HttpConsumer {
  readonly consumer: Consumer
  close(): void
}

/** What a consumer answers is not used, so more of it is not read. */
const maxAnswerBytes = 1024 * 1024

/**
 * A consumer that posts each event as JSON to a URL, signed per Standard Webhooks: the bundle, or a list of bundles where an
 * event has several. What else is known of the event is in the headers `signalwire-event` (its type), `signalwire-attempt` and,
 * for an event that an operator asked for again, `signalwire-replayed`. `webhook-id` stays the same for all attempts.
 *
 * An answer of 2xx acknowledges the event; 410 ends delivery; any other one, a redirect too, asks for another attempt, after
 * `Retry-After` where it says so. No credentials are sent.
 *
 * @throws ConnectorError with code `bad_forward_url` or `bad_forward_secret`
 */
export function httpConsumer({
  url,
  secret,
  clock = systemClock,
  timeoutMs = 30_000,
}: HttpConsumerOptions): HttpConsumer {
  const target = readUrl(url)
  const sign = createSign(secret)
  const transport = createTransport({ baseUrl: target.origin, timeoutMs, maxReplyBytes: maxAnswerBytes, clock })
  const path = target.pathname + target.search
  const consumer: Consumer = async ({ bundles, event }, { signal }) => {
    const body = JSON.stringify(bundles.length === 1 ? bundles[0] : bundles)
    const headers = { 'Content-Type': 'application/json', ...eventHeaders(event), ...sign(event.id, clock.now(), body) }
    let reply: HttpReply
    try {
      reply = await transport.send({ method: 'POST', path, headers, body }, signal)
    } catch (thrown) {
      throw thrown instanceof TransportError ? unreached(thrown, target.origin, timeoutMs) : thrown
    }
    checkReply(reply, target.origin, clock.now())
  }
  return { consumer, close: () => transport.close() }
}

const eventHeaders = ({ type, attempt, replayed }: DeliveredEvent): Readonly<Record<string, string>> => ({
  'signalwire-event': type,
  'signalwire-attempt': String(attempt),
  ...(replayed && { 'signalwire-replayed': 'true' }),
})

function readUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '') return url
  throw new ConnectorError('Events cannot be forwarded to this URL.', {
    type: 'InvalidConfigurationError',
    code: 'bad_forward_url',
    retry: 'never',
    advice: 'It has to start with https:// or http:// and have no user and password, such as https://example.com/hook.',
  })
}

const because: Readonly<Record<TransportFailure, string>> = {
  notSent: 'could not be reached',
  timeout: 'did not answer in time',
  broken: 'closed the connection before it had answered',
  tooLarge: `answered with more than ${maxAnswerBytes / 1024 / 1024} MB`,
}

// The rest of the URL may be a secret, as with the webhooks of Ibexa Connect, so errors name its origin alone.
function unreached({ failure, systemCode }: TransportError, origin: string, timeoutMs: number): ConnectorError {
  const detail = failure === 'timeout' ? `${timeoutMs / 1000} s` : systemCode
  return new ConnectorError(`${origin} ${because[failure]} (${detail}).`, {
    type: failure === 'timeout' ? 'ModuleTimeoutError' : 'ConnectionError',
    code: `forward_${failure}`,
    retry: 'later',
    advice: '',
  })
}

function checkReply({ status, headers }: HttpReply, origin: string, now: number): void {
  if (status >= 200 && status < 300) return
  if (status === 410)
    throw consumerGone(
      `${origin} answered 410: it wants no more events.`,
      'Nothing is forwarded from now on. Start again with another --forward-to; what was not taken is offered again.',
    )
  const redirect = status >= 300 && status < 400 ? ': redirects are not followed' : ''
  const afterMs = readRetryAfter(headers['retry-after'], now)
  throw new ConnectorError(`${origin} answered ${status}${redirect}.`, {
    type: typeOf(status),
    code: 'forward_refused',
    retry: afterMs === undefined ? 'later' : { afterMs },
    status,
    advice: '',
  })
}

const typeOf = (status: number): ErrorType =>
  status === 429 ? 'RateLimitError' : status >= 500 ? 'ConnectionError' : 'DataError'
