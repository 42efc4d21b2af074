import type { Listing } from '../../core/request.js'
import { call, type Expression, literal, member, template } from './iml.js'

/** How a list is asked for and continued. */
export interface MakeListing {
  readonly qs: Readonly<Record<string, string>>
  readonly container: string
  readonly pagination: {
    readonly mergeWithParent: false
    readonly url: string
    readonly method: 'GET'
    readonly condition: string
  }
}

/**
 * The paging of a list. Pages are as large as SignalWire gives them, and the link to the next one already holds the whole
 * query. Only its path is followed, so that credentials stay with the Space.
 */
export function makeListing(listing: Listing): MakeListing {
  const laml = listing.request.api === 'laml'
  const next: Expression = laml ? 'body.next_page_uri' : 'body.links.next'
  return {
    qs: { [laml ? 'PageSize' : 'page_size']: '1000' },
    container: template(member('body', listing.items)),
    pagination: {
      mergeWithParent: false,
      url: template(call('replace', next, literal('/^https?:[/]{2}[^/]+/'), literal(''))),
      method: 'GET',
      condition: template(next),
    },
  }
}
