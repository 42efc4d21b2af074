import { signPost } from '../../../webhooks/sign-post.js'
import type { Clock } from '../../core/clock.js'
import type { LamlNode } from '../laml/parse-laml.js'
import type { LamlChannel } from '../laml/verbs.js'
import type { Pairs } from '../request.js'
import { type Exchange, exchange } from './exchange.js'
import type { PostKind, PostLog, WebhookAttempt } from './post-log.js'
import { documentOf } from './read-document.js'
import { limitsOf, startTimer, type TimeLimits } from './time-limits.js'
import { mayCall, type WebAddress, webAddress } from './web-address.js'

/** How posts are signed: as SignalWire does, not at all, or with a key that is not the project's. */
export const signatures = ['right', 'none', 'wrongKey'] as const
export type SignatureChoice = (typeof signatures)[number]

export interface PosterSettings {
  readonly clock: Clock
  readonly signingKey: string
  /** Hosts besides this machine that may be called: `name` or `name:port`. */
  readonly allowHosts: readonly string[]
  readonly log: PostLog
  readonly closing: AbortSignal
  /** The document that the Space itself serves under a URL: a LaML bin. */
  readonly hosted: (url: string) => string | undefined
}

export interface PosterOptions {
  readonly signature?: SignatureChoice
  /** Sends every answered post once more, unchanged, and ignores the reply: a duplicate delivery. */
  readonly repeat?: boolean
}

export interface WebhookUrl {
  readonly url: string
  readonly method: 'GET' | 'POST'
}

/** One thing to tell a webhook. */
export interface Post {
  readonly kind: PostKind
  readonly sid: string
  readonly params: Pairs
}

/** A usable document, and where it came from: relative URLs in it start there. */
export interface LamlReply {
  readonly verbs: readonly LamlNode[]
  readonly url: string
}

/** Why there is no document. `notCalled`: the simulator does not call that host, which says nothing about the host. */
export type NoReply = { readonly notCalled: boolean; readonly code: number | null; readonly message: string }

interface Trouble {
  readonly code: number | null
  readonly message: string
}
type Judge<T> = (answer: Extract<Exchange, { answered: true }>) => { readonly value: T } | Trouble
type Visit<T> = { readonly value: T; readonly url: string } | NoReply

const MOST_REDIRECTS = 3
const MOST_ATTEMPTS = 3
const WRONG_KEY = 'PSK_not_the_key_of_this_project'

/** Calls webhooks as SignalWire does, for one call, message or fax, and keeps what came of it. */
export class Poster {
  readonly attempts: WebhookAttempt[] = []
  readonly #settings: PosterSettings
  readonly #subject: 'call' | 'message' | 'fax'
  readonly #options: PosterOptions

  constructor(settings: PosterSettings, subject: 'call' | 'message' | 'fax', options: PosterOptions = {}) {
    this.#settings = settings
    this.#subject = subject
    this.#options = options
  }

  /** Asks for a document: one attempt, then one at the fallback URL. */
  async ask(post: Post, channel: LamlChannel, at: WebhookUrl, fallback?: WebhookUrl): Promise<LamlReply | NoReply> {
    const judge: Judge<readonly LamlNode[]> = (answer) => documentOf(answer, channel)
    const visit = async (place: WebhookUrl, isFallback: boolean) => {
      const clockwork = this.#start(place.url)
      try {
        return await this.#visit(post, place, judge, { ...clockwork, attempt: 1, fallback: isFallback })
      } finally {
        clockwork.stop()
      }
    }
    const first = await visit(at, false)
    const failed = !('value' in first) && !first.notCalled
    const got = failed && fallback ? await visit(fallback, true) : first
    return 'value' in got ? { verbs: got.value, url: got.url } : got
  }

  /** Reports a status: up to three attempts within the total time, then it is dropped. Tells whether it arrived. */
  async report(post: Post, at: WebhookUrl): Promise<boolean> {
    const judge: Judge<true> = ({ status }) => failedStatus(status) ?? { value: true }
    const clockwork = this.#start(at.url)
    try {
      for (let attempt = 1; attempt <= MOST_ATTEMPTS && !clockwork.outOfTime.aborted; attempt++) {
        const visit = await this.#visit(post, at, judge, { ...clockwork, attempt, fallback: false })
        if ('value' in visit) return true
        if (visit.notCalled || this.#settings.closing.aborted) return false
      }
      return false
    } finally {
      clockwork.stop()
    }
  }

  #start(url: string) {
    const limits = limitsOf(url)
    const total = new AbortController()
    const stop = startTimer(this.#settings.clock, limits.total, () => total.abort())
    return { limits, outOfTime: total.signal, stop }
  }

  /** One attempt, redirects included. */
  async #visit<T>(
    post: Post,
    place: WebhookUrl,
    judge: Judge<T>,
    run: { limits: TimeLimits; outOfTime: AbortSignal; attempt: number; fallback: boolean },
  ): Promise<Visit<T>> {
    const { allowHosts, clock, hosted } = this.#settings
    let { url, method } = place
    let { params } = post
    for (let redirects = 0; ; redirects++) {
      const entry = { kind: post.kind, sid: post.sid, method, params, ...run, redirects, at: clock.now() }
      const own = hosted(url)
      if (own !== undefined) return this.#fromSpace(url, own, judge, entry)
      const address = webAddress(url)
      if (!address || !mayCall(address, allowHosts)) {
        const message = address ? notCalled(address.host) : 'This is no absolute http or https URL.'
        const trouble: Trouble = { code: address ? null : 11100, message }
        this.#note(entry, { url: address?.bare ?? '', called: false, status: null, repeat: false, error: trouble })
        return { notCalled: address !== undefined, ...trouble }
      }
      const answer = await this.#send(address, method, { ...post, params }, run)
      const target = answer.answered ? redirectOf(answer, url) : undefined
      const judged = target === undefined ? judgeAnswer(answer, judge) : tooMany(redirects)
      const error = judged && 'message' in judged ? { error: judged } : {}
      this.#note(entry, { url: address.bare, called: true, status: answer.status, repeat: false, ...error })
      if (answer.answered && this.#options.repeat) {
        const again = { ...entry, at: clock.now() }
        const { status } = await this.#send(address, method, { ...post, params }, run)
        this.#note(again, { url: address.bare, called: true, status, repeat: true })
      }
      if (judged)
        return 'message' in judged ? { notCalled: false, ...judged } : { value: judged.value, url: address.whole }
      if (target === undefined) throw new TypeError('A reply is either judged or followed.')
      url = target
      // A browser's rule, and what the Gather page says of redirects: the parameters are not sent again.
      if (answer.status !== 307 && answer.status !== 308) {
        method = 'GET'
        params = []
      }
    }
  }

  #fromSpace<T>(url: string, document: string, judge: Judge<T>, entry: Omit<NoteEntry, 'url'>): Visit<T> {
    const body = Buffer.from(document)
    const judged = judge({ answered: true, status: 200, contentType: 'application/xml', location: undefined, body })
    const error = 'message' in judged ? { error: judged } : {}
    this.#note(entry, { url, called: true, status: 200, repeat: false, ...error })
    return 'message' in judged ? { notCalled: false, ...judged } : { value: judged.value, url }
  }

  #send(
    address: WebAddress,
    method: 'GET' | 'POST',
    { params }: Post,
    { limits, outOfTime }: { limits: TimeLimits; outOfTime: AbortSignal },
  ): Promise<Exchange> {
    const { clock, closing, signingKey } = this.#settings
    const { signature = 'right' } = this.#options
    const key = signature === 'wrongKey' ? WRONG_KEY : signingKey
    // Messages sign the URL as it is configured; calls sign it without the credentials.
    const url = this.#subject === 'message' ? address.whole : address.bare
    const signed = signPost({ key, url, params, method })
    const { 'x-signalwire-signature': given = '', ...headers } = signed.headers
    const sent = webAddress(signed.url) ?? address
    return exchange({
      address: { ...sent, authorization: address.authorization },
      method,
      headers: {
        'user-agent': 'SignalWire-Simulator',
        accept: '*/*',
        ...headers,
        ...(signature === 'none' ? {} : { 'x-signalwire-signature': given }),
        ...(address.authorization === undefined ? {} : { authorization: address.authorization }),
      },
      body: signed.body,
      limits,
      clock,
      outOfTime,
      closing,
    })
  }

  #note(entry: Omit<NoteEntry, 'url'>, result: NoteResult): void {
    const { at, kind, sid, method, params, attempt, fallback, redirects } = entry
    const ms = this.#settings.clock.now() - at
    const attempted = { at, kind, sid, method, params, attempt, fallback, redirects, ms, ...result }
    this.attempts.push(attempted)
    this.#settings.log.add(attempted)
  }
}

type NoteEntry = Pick<
  WebhookAttempt,
  'at' | 'kind' | 'sid' | 'method' | 'url' | 'params' | 'attempt' | 'fallback' | 'redirects'
>
type NoteResult = Pick<WebhookAttempt, 'url' | 'called' | 'status' | 'repeat' | 'error'>

function judgeAnswer<T>(answer: Exchange, judge: Judge<T>): { readonly value: T } | Trouble {
  if (!answer.answered) return { code: answer.code, message: answer.reason }
  return failedStatus(answer.status) ?? judge(answer)
}

function failedStatus(status: number): Trouble | undefined {
  if (status >= 200 && status < 300) return undefined
  return { code: 11217, message: `It was answered with the status ${status}.` }
}

function redirectOf({ status, location }: Extract<Exchange, { answered: true }>, base: string): string | undefined {
  if (![301, 302, 303, 307, 308].includes(status) || location === undefined) return undefined
  return URL.canParse(location, base) ? new URL(location, base).href : undefined
}

function tooMany(redirects: number): Trouble | undefined {
  return redirects < MOST_REDIRECTS
    ? undefined
    : { code: 11215, message: `It redirected more than ${MOST_REDIRECTS} times.` }
}

function notCalled(host: string): string {
  return `Not called: ${host} is not this machine. Name it in allowHosts to have it called.`
}
