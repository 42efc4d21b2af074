import { isDeepStrictEqual } from 'node:util'
import type { InstantTriggerModule } from '../../src/core/module.js'
import type { EventType, Post } from '../../src/core/post.js'
import type { Ledger, StoredHook } from '../../src/ledger/port.js'
import { lamlProblem } from '../../src/runtime/laml-document.js'
import { fromStoredHook, type HookDefinition } from '../hook.js'
import { type Reply, replyFor } from '../reply.js'
import { stepUrlsOf } from './step-urls.js'

/** A hook that exists, with the module that it starts. */
export class HookInUse {
  readonly definition: HookDefinition
  readonly #module: InstantTriggerModule
  readonly #publicUrl: string
  readonly #replies = new Map<EventType, Reply>()

  constructor(definition: HookDefinition, module: InstantTriggerModule, publicUrl: string) {
    this.definition = definition
    this.#module = module
    this.#publicUrl = publicUrl
  }

  /** Whether somebody waits for LaML that the hook's input decides. */
  canAnswer(event: EventType): boolean {
    const { starts, replies } = this.#module.hook
    return starts.includes(event) || replies?.[event] !== undefined
  }

  /** The reply that the hook's input chose: the same for every post, so it is made once. */
  configuredReply(event: EventType): Reply {
    const known = this.#replies.get(event)
    if (known) return known
    const reply = this.#reply(event)
    this.#replies.set(event, reply)
    return reply
  }

  /** The reply to one post, where a scenario gave a document of its own. */
  ownReply(event: EventType, own: string): Reply {
    return this.#reply(event, own)
  }

  bundlesOf(post: Post): readonly unknown[] {
    return this.#module.execute(this.definition.input as never, { post })
  }

  #reply(event: EventType, own?: string): Reply {
    const { definition } = this
    return replyFor({
      module: this.#module,
      input: definition.input,
      event,
      stepUrlOf: stepUrlsOf(this.#publicUrl, definition),
      problemOf: lamlProblem,
      own,
    })
  }
}

/** How long a hook is used without asking the store again: so soon a removed or changed one is noticed. */
const freshMs = 1000
const mostKnown = 10_000

interface Known {
  readonly stored: StoredHook
  readonly hook: HookInUse | undefined
  askedAt: number
}

/** Finds hooks, reading each from the store at most once a second. */
export class HooksInUse {
  readonly #ledger: Ledger
  readonly #modules: ReadonlyMap<string, InstantTriggerModule>
  readonly #publicUrl: string
  readonly #known = new Map<string, Known>()

  constructor(ledger: Ledger, modules: readonly InstantTriggerModule[], publicUrl: string) {
    this.#ledger = ledger
    this.#modules = new Map(modules.map((module) => [module.id, module]))
    this.#publicUrl = publicUrl
  }

  /**
   * The hook of an id, at once where it is known, so that a post does not wait a turn for it.
   *
   * @throws ConnectorError where the ledger cannot be read.
   */
  find(id: string, now: number): HookInUse | undefined | Promise<HookInUse | undefined> {
    const known = this.#known.get(id)
    // A clock that was set back must not keep a removed hook alive.
    return known && now >= known.askedAt && now < known.askedAt + freshMs ? known.hook : this.#ask(id, now)
  }

  async #ask(id: string, now: number): Promise<HookInUse | undefined> {
    const stored = await this.#ledger.hooks.get(id)
    // Ids that do not exist are not remembered: anybody can make them up.
    if (!stored) {
      this.#known.delete(id)
      return undefined
    }
    const known = this.#known.get(id)
    if (known && isDeepStrictEqual(known.stored, stored)) {
      known.askedAt = now
      return known.hook
    }
    if (this.#known.size >= mostKnown) this.#known.clear()
    const hook = this.#read(stored)
    this.#known.set(id, { stored, hook, askedAt: now })
    return hook
  }

  #read(stored: StoredHook): HookInUse | undefined {
    const definition = fromStoredHook(stored)
    const module = definition && this.#modules.get(definition.module)
    return definition && module && new HookInUse(definition, module, this.#publicUrl)
  }
}
