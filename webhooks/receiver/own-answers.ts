import type { Clock } from '../../src/core/clock.js'
import type { Ledger } from '../../src/ledger/port.js'
import type { HookInUse } from './hooks-in-use.js'
import type { ReceivedEvent, ReceiverOptions } from './options.js'

/** Where the answers of scenarios come from, and what limits them. */
interface Settings {
  readonly answer: NonNullable<ReceiverOptions['answer']>
  readonly answerMs: number
  readonly ledger: Ledger
  readonly clock: Clock
  /** Told what a person has to know about, once for each reason in a while. */
  readonly tell: (reason: string, sentence: string, hook: string) => void
}

/** Lets scenarios answer by themselves, each event once, within the time that SignalWire leaves. */
export class OwnAnswers {
  readonly #settings: Settings
  readonly #underWay = new Map<number, Promise<string>>()

  constructor(settings: Settings) {
    this.#settings = settings
  }

  /** The LaML for an event: the scenario's if there is one in time, else the configured one; the first that was given stands. */
  reply(event: ReceivedEvent, hook: HookInUse, isFirst: boolean): Promise<string> {
    const { row } = event
    // Of two posts of one event that come together, both wait for the one answer.
    const underWay = this.#underWay.get(row)
    if (underWay) return underWay
    // Whoever asked the scenario before has crashed: it is not asked again.
    const choosing = isFirst ? this.#ask(event, hook) : Promise.resolve(this.#configured(event, hook))
    const settled = choosing.then((laml) => this.#settle(row, laml, hook)).finally(() => this.#underWay.delete(row))
    this.#underWay.set(row, settled)
    return settled
  }

  async #ask(event: ReceivedEvent, hook: HookInUse): Promise<string> {
    const { answer, answerMs, clock } = this.#settings
    const { id } = hook.definition
    const scenario = new AbortController()
    const timer = new AbortController()
    const late = clock.sleep(answerMs, timer.signal).then(
      () => 'late' as const,
      () => 'late' as const,
    )
    // Called a turn later, so that one that throws at once fails like any other.
    const given = Promise.resolve().then(async () => ({ laml: await answer(event, scenario.signal) }))
    // A scenario that fails after its time was up has been told of already.
    given.catch(() => undefined)
    try {
      const first = await Promise.race([given, late])
      if (first === 'late') this.#settings.tell('answerLate', 'The scenario did not answer in time.', id)
      else if (first.laml !== undefined) {
        const own = hook.ownReply(event.post.event, String(first.laml))
        if (own.problem !== undefined) this.#settings.tell('answerUnusable', own.problem, id)
        return own.laml
      }
    } catch {
      this.#settings.tell('answerFailed', 'The scenario failed to answer.', id)
    } finally {
      timer.abort()
      scenario.abort()
    }
    return this.#configured(event, hook)
  }

  #configured({ post }: ReceivedEvent, hook: HookInUse): string {
    const { laml, problem } = hook.configuredReply(post.event)
    if (problem !== undefined) this.#settings.tell('replyUnusable', problem, hook.definition.id)
    return laml
  }

  async #settle(row: number, laml: string, hook: HookInUse): Promise<string> {
    try {
      return (await this.#settings.ledger.answer(row, laml)) ?? laml
    } catch {
      // The event is on disk; only a repeated post might now get another answer.
      this.#settings.tell('answerNotStored', 'The reply could not be stored.', hook.definition.id)
      return laml
    }
  }
}
