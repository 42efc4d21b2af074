import type { Clock } from '../../src/core/clock.js'
import { isConnectorError } from '../../src/core/errors.js'
import { type Log, type LogEntry, LogLimit, shortId } from './log.js'
import type { ReceivedEvent } from './options.js'

/** Tells the operator what goes wrong, each kind once a second at the most. A log that fails is no reason to lose a post. */
export class Tell {
  readonly #log: Log
  readonly #limit: LogLimit

  constructor(log: Log, clock: Clock) {
    this.#log = log
    this.#limit = new LogLimit(clock)
  }

  /** Why a signature was refused. It takes a search to find out, which a flood of forged posts must not start each time. */
  refusedSignature(reason: string, hook: string, explain: () => string): void {
    this.#sometimes(reason, () => ({
      level: 'warn',
      event: 'refused',
      message: explain(),
      hook: shortId(hook),
      reason,
      status: 403,
    }))
  }

  unreadable(reason: string, message: string, hook: string): void {
    this.#sometimes(reason, () => ({ level: 'warn', event: 'refused', message, hook: shortId(hook), reason }))
  }

  bodyTaken(): void {
    this.#sometimes('bodyTaken', () => ({
      level: 'error',
      event: 'refused',
      message:
        "A body parser has read the post before the receiver, so its signature cannot be verified. Move app.use('/hooks', receiver.router()) above express.urlencoded(), express.json() and every other body parser, or let the parser keep the bytes as request.rawBody.",
      reason: 'bodyTaken',
      status: 500,
    }))
  }

  readonly problem = (reason: string, message: string, hook: string): void => {
    this.#sometimes(reason, () => ({ level: 'warn', event: 'problem', message, hook: shortId(hook), reason }))
  }

  ledgerFailed(thrown: unknown, hook: string): void {
    const code = isConnectorError(thrown) ? thrown.code : 'unexpected'
    this.#sometimes(`ledger/${code}`, () => ({
      level: 'error',
      event: 'refused',
      message: `The post could not be stored, so SignalWire goes to the fallback URL. ${
        isConnectorError(thrown) ? thrown.message : 'Report this as a defect of the connector.'
      }`,
      hook: shortId(hook),
      reason: code,
      status: 503,
    }))
  }

  /** A mistake of ours: its kind is told, not its text, which may quote a post. */
  defect(thrown: unknown): void {
    const kind = thrown instanceof Error ? thrown.constructor.name : typeof thrown
    this.#sometimes('defect', () => ({
      level: 'error',
      event: 'defect',
      message: `A post could not be handled (${kind}). Report this as a defect of the connector.`,
      status: 500,
    }))
  }

  /** Passes a stored event on to whoever wants to know at once. */
  stored(event: ReceivedEvent, listener: ((event: ReceivedEvent) => void) | undefined): void {
    try {
      listener?.(event)
    } catch {
      this.problem('listenerFailed', 'What was to be told of a stored event failed.', event.hook.id)
    }
  }

  info(event: string, message: string): void {
    this.#write({ level: 'info', event, message })
  }

  #sometimes(kind: string, entry: () => LogEntry): void {
    const suppressed = this.#limit.pass(kind)
    if (suppressed === undefined) return
    this.#write({ ...entry(), ...(suppressed > 0 && { suppressed }) })
  }

  #write(entry: LogEntry): void {
    try {
      this.#log(entry)
    } catch {
      // There is nobody left to tell.
    }
  }
}
