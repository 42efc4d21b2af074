import type { Context, PostContext } from './context.js'
import type { Fields } from './fields.js'
import type { LamlTree } from './laml.js'
import type { EventType } from './post.js'
import type { ApiRequest, Listing, ModuleRequest } from './request.js'
import type { Rule } from './rules.js'
import type { Shape } from './shape.js'

/** The sections in which hosts list the modules. */
export type Group = 'Calls' | 'Messages' | 'Other'

/** What a run does to the Space. Retries, and a host's labels for it, follow from this. */
export type Effect = 'read' | 'create' | 'update' | 'delete'

/** What every module says about itself. All of it is frozen data. */
interface ModuleBase {
  /** The name programs and hosts know it by; never changed once published. */
  readonly id: string
  readonly label: string
  /** One sentence in the third person. */
  readonly description: string
  readonly group: Group
  readonly fields: Fields
  readonly rules: readonly Rule[]
  readonly output: Shape
  /** A realistic reply of the API, as it is sent, with reserved numbers and made-up SIDs. */
  readonly sample: Readonly<Record<string, unknown>>
  /** A realistic input. */
  readonly example: Readonly<Record<string, unknown>>
  readonly effect: Effect
}

/** How a create whose outcome is unknown is found again. */
export interface FindAgain {
  readonly listing: Listing
  /** Which outputs must equal which inputs; `query` narrows the listing too. Inputs that were not filled are skipped. */
  readonly match: readonly { readonly field: string; readonly output: string; readonly query?: string }[]
  /** The output that tells when a row was created. */
  readonly created: string
}

/** One call of the API that gives one bundle or none. */
export interface ActionModule extends ModuleBase {
  readonly kind: 'action'
  readonly request: ModuleRequest
  /** Whether sending it twice is the same as sending it once; only then is it retried after an ambiguous failure. */
  readonly idempotent: boolean
  /** The output, by key, taken from the input where the API answers with no body. */
  readonly echo?: Readonly<Record<string, string>> | undefined
  readonly findAgain?: FindAgain | undefined
  execute(input: never, context: Context): Promise<unknown>
}

/** A filtered list; its `limit` field caps the bundles, never the page size. */
export interface SearchModule extends ModuleBase {
  readonly kind: 'search'
  readonly listing: Listing
  execute(input: never, context: Context): AsyncIterable<unknown>
}

/** A polling trigger. */
export interface TriggerModule extends ModuleBase {
  readonly kind: 'trigger'
  readonly listing: Listing
  /** The output whose value makes two rows the same. */
  readonly identity: string
  /** The output whose time orders the rows. */
  readonly cursor: string
  /** Keeps a row only if its `output` starts with the value of `field`; `unless` is the value that keeps all. */
  readonly keep?: { readonly field: string; readonly output: string; readonly unless: string } | undefined
  execute(input: never, context: Context): Promise<unknown>
}

/** Which posts of a webhook start an instant trigger. */
export interface Hook {
  /** What a phone number calls it for. */
  readonly channel: 'voice' | 'messaging'
  /** The events that always start a scenario. */
  readonly starts: readonly EventType[]
  /** The events that start one where the multiSelect `field` includes the key. */
  readonly also: { readonly field: string; readonly events: Readonly<Record<string, readonly EventType[]>> }
  /** The keys of the fields that set the hook up. */
  readonly setup: {
    /** The hook's name; left out of the form where the host asks for it itself. */
    readonly name: string
    /** The phone numbers to point at the webhook. */
    readonly numbers: string
    /** The choice whose chosen option's LaML answers the posts that start a scenario. */
    readonly reply: string
    /** Whether numbers take voice calls or faxes, for a channel that can do either. */
    readonly receiveAs?: string
  }
  /** Replies to events that the choice does not decide, such as an incoming fax. */
  readonly replies?: Readonly<Partial<Record<EventType, LamlTree>>>
}

/** A trigger that SignalWire's own posts start. */
export interface InstantTriggerModule extends ModuleBase {
  readonly kind: 'instantTrigger'
  readonly hook: Hook
  /** For each event, the parameters whose values make two posts the same event. */
  readonly identity: Readonly<Partial<Record<EventType, readonly string[]>>>
  execute(input: never, context: PostContext): readonly unknown[]
}

/** Any of the connector's modules, its own types forgotten. */
export type Module = ActionModule | SearchModule | TriggerModule | InstantTriggerModule

/** The request that a module names itself: none for Make an API Call and for instant triggers. */
export function apiRequestOf(module: Module): ApiRequest | undefined {
  switch (module.kind) {
    case 'action':
      return module.request.kind === 'api' ? module.request : undefined
    case 'search':
    case 'trigger':
      return module.listing.request
    case 'instantTrigger':
      return undefined
  }
}
