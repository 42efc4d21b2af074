import type { Post } from '../../src/core/post.js'
import type { Pair } from '../read-pairs.js'

/**
 * What the ledger keeps of an event, as JSON. Every post is kept; a consumer gets the bundles, and an event without any is
 * done once it is stored.
 */
export interface EventBody {
  readonly event: Post['event']
  readonly module: string
  readonly bundles: readonly unknown[]
  readonly params: Post['params']
  /** All parameters in order, where one recurs. */
  readonly pairs?: readonly Pair[]
  /** The step of a call that goes on. */
  readonly step?: string
}

/** The text that the ledger keeps. */
export function eventBody(
  post: Post,
  pairs: readonly Pair[],
  module: string,
  bundles: readonly unknown[],
  step: string | undefined,
): string {
  const body: EventBody = {
    event: post.event,
    module,
    bundles,
    params: post.params,
    ...(Object.keys(post.params).length !== pairs.length && { pairs }),
    ...(step !== undefined && { step }),
  }
  return JSON.stringify(body)
}
