import type { IncomingMessage } from 'node:http'
import type { Clock } from '../../src/core/clock.js'
import { ConnectorError } from '../../src/core/errors.js'
import type { InstantTriggerModule } from '../../src/core/module.js'
import type { EventType, Post } from '../../src/core/post.js'
import type { Ledger } from '../../src/ledger/port.js'
import { classify, type Purpose } from '../classify.js'
import { parseHookPath } from '../hook.js'
import { identityOf } from '../identity.js'
import { checkPublicUrl, type ProxyTrust, publicUrlCandidates, trustProxies } from '../public-url.js'
import { bodyKind, type Pair, paramsOf, readPairs } from '../read-pairs.js'
import { emptyReply } from '../reply.js'
import { Deadlines } from './deadlines.js'
import { eventBody } from './event-body.js'
import { type HookInUse, HooksInUse } from './hooks-in-use.js'
import type { ReceiverMetrics, Refusal } from './metrics.js'
import type { ReceiverLimits, ReceiverOptions } from './options.js'
import { OwnAnswers } from './own-answers.js'
import { BodyReader } from './read-body.js'
import { bare, document, type Outcome } from './send.js'
import { SignatureGuard } from './signature-guard.js'
import { checkStep, withoutStep } from './step-urls.js'
import type { Tell } from './tell.js'

/** A request, as plain Node gives it or as Express has changed it. */
export type HookRequest = IncomingMessage & { readonly originalUrl?: string; readonly rawBody?: unknown }

/** What a refused post is answered with, and why. */
interface Refused extends Outcome {
  readonly refusal: Refusal
}

const refused = (refusal: Refusal, status: number, headers?: Outcome['headers']): Refused => ({
  ...bare(status, headers),
  refusal,
})

/** The answer to whoever only reports: SignalWire reads nothing of it. */
const reportsOnly: readonly EventType[] = [
  'callStatus',
  'recording',
  'messageStatus',
  'faxStatus',
  'transcription',
  'unknown',
]

/** After a voicemail, or a forwarded call, there is nothing left to say. */
const hangUp = '<?xml version="1.0" encoding="UTF-8"?>\n<Response><Hangup/></Response>'

const ledgerSilent = () =>
  new ConnectorError('The ledger does not answer.', {
    type: 'ModuleTimeoutError',
    code: 'ledger_silent',
    retry: 'later',
    advice: 'Look at its disk, and at the process that owns it.',
  })

interface Read {
  readonly hook: HookInUse
  readonly purpose: Purpose
  readonly post: Post
  readonly pairs: readonly Pair[]
  readonly step: string | undefined
}

/** Takes one post from its headers to its answer; the order of the steps is the order of trust. */
export class PostHandler {
  readonly #options: ReceiverOptions
  readonly #ledger: Ledger
  readonly #clock: Clock
  readonly #metrics: ReceiverMetrics
  readonly #tell: Tell
  readonly #publicUrl: string
  readonly #trust: ProxyTrust | undefined
  readonly #hooks: HooksInUse
  readonly #deadlines: Deadlines
  readonly #commitMs: number
  readonly #bodies: BodyReader
  readonly #guard: SignatureGuard
  readonly #answers: OwnAnswers | undefined

  constructor(
    options: ReceiverOptions,
    limits: ReceiverLimits,
    clock: Clock,
    metrics: ReceiverMetrics,
    tell: Tell,
    closing: AbortSignal,
  ) {
    this.#options = options
    this.#ledger = options.ledger
    this.#clock = clock
    this.#metrics = metrics
    this.#tell = tell
    this.#publicUrl = checkPublicUrl(options.publicUrl)
    const { trustProxies: proxies } = options
    this.#trust = proxies && proxies.length > 0 ? trustProxies(proxies) : undefined
    const triggers = options.modules.filter((one): one is InstantTriggerModule => one.kind === 'instantTrigger')
    this.#hooks = new HooksInUse(options.ledger, triggers, this.#publicUrl)
    this.#deadlines = new Deadlines(clock, closing)
    this.#commitMs = limits.commitMs
    this.#bodies = new BodyReader(limits, this.#deadlines)
    this.#guard = new SignatureGuard(options, tell)
    const { answer, ledger } = options
    this.#answers = answer && new OwnAnswers({ answer, answerMs: limits.answerMs, ledger, clock, tell: tell.problem })
  }

  /** @returns what to answer; undefined where nobody is there any more. */
  async take(request: HookRequest): Promise<Outcome | undefined> {
    const since = this.#clock.now()
    const read = await this.#read(request)
    if ('refusal' in read) {
      this.#metrics.refused(read.refusal)
      return read.refusal === 'aborted' ? undefined : read
    }
    const outcome = await this.#store(read)
    if ('refusal' in outcome) this.#metrics.refused(outcome.refusal)
    else this.#metrics.answered(since)
    return outcome
  }

  async #read(request: HookRequest): Promise<Read | Refused> {
    // A router that is mounted below a path cuts that path off `url`; SignalWire has signed it.
    const target = request.originalUrl ?? request.url ?? ''
    const { method = '', headers } = request
    const query = target.indexOf('?')
    const place = parseHookPath(query === -1 ? target : target.slice(0, query))
    if (!place) return refused('unknownHook', 404)
    if (method !== 'GET' && method !== 'POST') return refused('wrongMethod', 405, { allow: 'GET, POST' })
    let hook: HookInUse | undefined
    try {
      const found = this.#hooks.find(place.id, this.#clock.now())
      hook = found instanceof Promise ? await this.#inTime(found) : found
    } catch (thrown) {
      this.#tell.ledgerFailed(thrown, place.id)
      return refused('ledger', 503)
    }
    if (!hook) return refused('unknownHook', 404)
    if (this.#bodies.isTooLong(request)) return refused('tooLong', 413)
    const isEncoded = !['identity', ''].includes(headers['content-encoding'] ?? '')
    if (isEncoded || (method === 'POST' && !bodyKind(headers['content-type']))) {
      this.#tell.unreadable('wrongContentType', 'The content type is neither a form nor JSON.', place.id)
      return refused('wrongContentType', 415)
    }
    const reading = this.#bodies.read(request)
    const body = reading instanceof Promise ? await reading : reading
    switch (body.kind) {
      case 'tooLong':
        return refused('tooLong', 413)
      case 'tooSlow':
        return refused('tooSlow', 408)
      case 'aborted':
        return refused('aborted', 400)
      case 'taken':
        this.#tell.bodyTaken()
        return refused('bodyTaken', 500)
      case 'bytes':
        break
    }
    const read = readPairs({ method, target, contentType: headers['content-type'], rawBody: body.bytes })
    if (!read.ok) {
      this.#tell.unreadable(read.reason, read.message, place.id)
      return refused(read.reason, read.status)
    }
    const { definition } = hook
    const urls = publicUrlCandidates({
      publicUrl: this.#publicUrl,
      target,
      headers,
      remoteAddress: request.socket.remoteAddress,
      trust: this.#trust,
    })
    const signedPairs = read.kind === 'form' ? read.pairs : undefined
    const wrong = this.#guard.check(definition, { urls, method, headers, rawBody: body.bytes, pairs: signedPairs })
    if (wrong) return refused(wrong, 403)
    const step = checkStep(definition, place.purpose, target)
    if (step.kind === 'forged') {
      this.#tell.unreadable('forgedStep', 'The URL of the step was not given out by this hook.', place.id)
      return refused('forgedStep', 403)
    }
    const pairs = step.kind === 'proven' && method === 'GET' ? withoutStep(read.pairs) : read.pairs
    const params = paramsOf(pairs)
    // A step goes on with what has started already, whatever it says.
    const event = place.purpose === 'step' ? 'callStep' : classify(params, place.purpose)
    const name = step.kind === 'proven' ? step.step : undefined
    return { hook, purpose: place.purpose, post: { event, params }, pairs, step: name }
  }

  async #store({ hook, purpose, post, pairs, step }: Read): Promise<Outcome | Refused> {
    const { definition } = hook
    const bundles = this.#bundles(hook, post, purpose)
    const waits = purpose !== 'step' && hook.canAnswer(post.event)
    const configured = waits ? hook.configuredReply(post.event) : undefined
    if (configured?.problem !== undefined) this.#tell.problem('replyUnusable', configured.problem, definition.id)
    const whole = step === undefined ? pairs : [...pairs, ['step', step] as const]
    const since = this.#clock.now()
    try {
      const appending = this.#ledger.append([
        {
          connection: definition.connection,
          hook: definition.id,
          type: post.event,
          key: identityOf(post.event, post.params, whole),
          body: eventBody(post, pairs, definition.module, bundles, step),
          reply: this.#answers ? undefined : configured?.laml,
        },
      ])
      const [stored] = await this.#inTime(appending)
      if (!stored) throw new TypeError('The ledger gave no result.')
      this.#metrics.committed(since)
      const isFirst = stored.outcome === 'appended'
      this.#metrics.received(post.event, !isFirst)
      const event = { hook: definition, post, bundles, row: stored.row }
      if (isFirst) this.#tell.stored(event, this.#options.onEvent)
      if (!configured) return this.#withoutChoice(post.event, purpose)
      if (stored.reply !== undefined) return document(stored.reply)
      return document(this.#answers ? await this.#answers.reply(event, hook, isFirst) : configured.laml)
    } catch (thrown) {
      this.#tell.ledgerFailed(thrown, definition.id)
      return refused('ledger', 503)
    }
  }

  /** What the ledger says, or its silence: SignalWire waits for neither. */
  #inTime<Result>(asked: Promise<Result>): Promise<Result> {
    return this.#deadlines.within(this.#commitMs, asked, ledgerSilent)
  }

  #bundles(hook: HookInUse, post: Post, purpose: Purpose): readonly unknown[] {
    if (purpose === 'step') return []
    try {
      return hook.bundlesOf(post)
    } catch {
      this.#tell.problem(
        'bundleFailed',
        'The post could not be read as a bundle; it is delivered as it came.',
        hook.definition.id,
      )
      return [post.params]
    }
  }

  #withoutChoice(event: EventType, purpose: Purpose): Outcome {
    if (purpose === 'step') return document(hangUp)
    const isReport = (purpose === 'status' || purpose === 'recording') && reportsOnly.includes(event)
    // Anybody else may have been asked for instructions, and an empty document is right for all of them.
    return isReport ? bare(204) : document(emptyReply)
  }
}
