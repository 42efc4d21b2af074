import type { Clock } from './clock.js'
import type { ActionModule, SearchModule, TriggerModule } from './module.js'
import type { Post } from './post.js'

/** How far a polling trigger has got. Plain JSON; a host stores it between runs and gives it back unread. */
export interface TriggerState {
  readonly version: 1
  /** The boundary: the newest time that was emitted or skipped, ISO 8601. */
  readonly boundary: string
  /** Rows older than this were there before the trigger started and are never emitted, ISO 8601. */
  readonly floor: string
  /** Identities at or shortly before the boundary that were dealt with, with their times in ISO 8601. */
  readonly seen: Readonly<Record<string, string>>
}

/** Where a polling trigger starts when it has no state yet. */
export type TriggerStart = 'now' | 'all' | { readonly since: Date } | { readonly fromSid: string }

/** What one run of a polling trigger gives: the new bundles, oldest first, and the state to store once they are safe. */
export interface TriggerRun<Output> {
  readonly bundles: readonly Output[]
  readonly state: TriggerState
}

/** Runs descriptors against a Space; `openConnection` of the runtime makes one. */
export interface Perform {
  action(module: ActionModule, input: unknown, context: Context): Promise<unknown>
  search(module: SearchModule, input: unknown, context: Context): AsyncIterable<unknown>
  trigger(module: TriggerModule, input: unknown, context: Context): Promise<TriggerRun<unknown>>
}

/** What a module's `execute` needs besides its input. */
export interface Context {
  readonly perform: Perform
  readonly clock: Clock
  /** Ends the run early; whatever is in flight is abandoned. */
  readonly signal?: AbortSignal | undefined
  /** The IANA zone of dates without an offset. @default 'UTC' */
  readonly timeZone?: string | undefined
  /** A polling trigger's state from its last run. */
  readonly state?: TriggerState | undefined
  /** Where a polling trigger without state starts. @default 'now' */
  readonly start?: TriggerStart | undefined
  /**
   * Whether a create whose outcome is unknown is looked for in the Space: one match is returned as the result, otherwise
   * the error names what was found. Either way it is never sent twice.
   * @default false
   */
  readonly reconcile?: boolean | undefined
}

/** What an instant trigger's `execute` needs besides its input. */
export interface PostContext {
  readonly post: Post
}
