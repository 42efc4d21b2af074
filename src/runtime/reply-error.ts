import { ConnectorError } from '../core/errors.js'
import type { CodeMeaning } from './code-meaning.js'
import { lamlCodePage, lamlCodes } from './laml-codes.js'
import { type Reason, reasonsIn } from './reply-reasons.js'
import { restCodePage, restCodes } from './rest-codes.js'
import { readRetryAfter } from './retry-after.js'
import { isRedirect, type StatusMeaning, statusMeaning } from './status-meaning.js'

export { isRetryableStatus } from './status-meaning.js'

/** A reply that is no success. */
export interface FailedReply {
  readonly status: number
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>
  /** Parsed JSON, text, or anything else. */
  readonly body: unknown
}

export interface ReplyErrorOptions {
  /** Takes the secrets out of a text. */
  redact(text: string): string
  /** Milliseconds since 1970, for a `Retry-After` that is a date. */
  readonly now: number
}

/** How much of SignalWire's own words an error repeats, in characters. */
export const maxReasonLength = 500

const maxMessages = 5

const maxLinkLength = 300

/** Says no more than the status does. */
const emptyWords =
  /^(error|bad request|unauthorized|forbidden|not found|conflict|unprocessable (entity|content)|too many requests|internal server error|bad gateway|service unavailable|gateway timeout)[.!]?$/i

/**
 * Maps a failed reply to an error: the status decides, and a documented error code of SignalWire refines it.
 *
 * SignalWire's words are shown, but not trusted: without control characters, without secrets, at most
 * `maxReasonLength` characters of at most five messages, and never a body as a whole.
 *
 * @param doing the module's label, such as `Create a Message`.
 */
export function errorFromReply(reply: FailedReply, doing: string, options: ReplyErrorOptions): ConnectorError {
  const { status } = reply
  const { redact } = options
  const byStatus = statusMeaning(status)
  const reasons = reasonsIn(reply.body, status)
  // A code that holds a secret is none: it would be shown in three places.
  const coded = reasons.find(({ code }) => code !== undefined && redact(code) === code)
  const signalwireCode = coded?.code
  const known = meaningOf(signalwireCode)
  const problem = ownWords(reasons, redact) ?? sentence(known?.cause ?? causeOf(reply, byStatus, redact))
  const origin = signalwireCode ? `SignalWire error ${signalwireCode}, HTTP ${status}` : `HTTP ${status}`
  return new ConnectorError(`${doing} failed: ${problem} (${origin}).`, {
    type: typeOf(status, byStatus, known),
    code: signalwireCode ? `signalwire_${signalwireCode}` : isRedirect(status) ? 'redirected' : `http_${status}`,
    retry: retryOf(reply, byStatus, known, options.now),
    status,
    signalwireCode,
    helpUrl: believedLink(coded ?? reasons[0], redact) ?? documentedLink(signalwireCode),
    advice: known?.advice ?? byStatus.advice,
  })
}

/** Own keys only: a code such as `constructor` comes from outside. */
function meaningOf(code: string | undefined): CodeMeaning | undefined {
  if (code === undefined) return undefined
  if (Object.hasOwn(lamlCodes, code)) return lamlCodes[code]
  return Object.hasOwn(restCodes, code) ? restCodes[code] : undefined
}

function typeOf(status: number, byStatus: StatusMeaning, known: CodeMeaning | undefined): StatusMeaning['type'] {
  // A good token that may not do this one thing must not stop the scenario, and SignalWire has one code for both.
  if (status === 403 && known?.type === 'InvalidAccessTokenError') return byStatus.type
  return known?.type ?? byStatus.type
}

function retryOf(reply: FailedReply, byStatus: StatusMeaning, known: CodeMeaning | undefined, now: number) {
  const retry = known?.retry ?? byStatus.retry
  const afterMs = retry === 'later' ? readRetryAfter(reply.headers['retry-after'], now) : undefined
  return afterMs === undefined ? retry : { afterMs }
}

/** What SignalWire says in its own words, as one bounded line without its full stop; undefined where it says nothing. */
function ownWords(reasons: readonly Reason[], redact: (text: string) => string): string | undefined {
  const lines = reasons
    .map(({ message }) => (message === undefined ? '' : sentence(cleaned(message, redact))))
    .filter((line) => line !== '' && !emptyWords.test(line))
  const all = [...new Set(lines)].slice(0, maxMessages).join('; ')
  return all === '' ? undefined : shortened(all)
}

/** Redacted before and after cleaning: a secret may hold characters that cleaning takes out, or be hidden between them. */
const cleaned = (text: string, redact: (text: string) => string): string =>
  redact(
    redact(text)
      .replace(/[\p{Cf}\p{Cs}]/gu, '')
      .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
      .trim(),
  )

const sentence = (text: string): string => text.replace(/[.\s]+$/, '')

function shortened(text: string): string {
  const characters = [...text]
  return characters.length <= maxReasonLength ? text : `${characters.slice(0, maxReasonLength - 1).join('')}…`
}

function causeOf({ status, headers, body }: FailedReply, byStatus: StatusMeaning, redact: (text: string) => string) {
  if (isRedirect(status)) return `${byStatus.cause.slice(0, -1)}${redirectHost(headers.location, redact)}`
  return typeof body === 'string' && body.slice(0, 1000).trimStart().startsWith('<')
    ? `${byStatus.cause.slice(0, -1)}; the answer is a web page, not one of its API`
    : byStatus.cause
}

function redirectHost(location: string | undefined, redact: (text: string) => string): string {
  if (!location || location.length > maxLinkLength || redact(location) !== location) return ''
  if (!URL.canParse(location)) return ''
  const { hostname } = new URL(location)
  return hostname === '' ? '' : `; it leads to ${cleaned(hostname, redact)}`
}

/** A link is shown, and may be opened, as SignalWire's: so it must be. */
function believedLink(reason: Reason | undefined, redact: (text: string) => string): string | undefined {
  const link = reason?.link
  if (link === undefined || link.length > maxLinkLength || !URL.canParse(link)) return undefined
  const { protocol, hostname, username, password, port, href } = new URL(link)
  const official = hostname === 'signalwire.com' || hostname.endsWith('.signalwire.com')
  if (protocol !== 'https:' || !official || username !== '' || password !== '' || port !== '') return undefined
  return redact(href) === href && redact(link) === link ? href : undefined
}

function documentedLink(code: string | undefined): string | undefined {
  if (code === undefined) return undefined
  if (Object.hasOwn(lamlCodes, code)) return lamlCodePage(code)
  return Object.hasOwn(restCodes, code) ? restCodePage(code) : undefined
}
