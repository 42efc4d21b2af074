import type { Clock } from '../core/clock.js'
import type { Listing } from '../core/request.js'
import type { Row } from '../runtime/pages.js'
import type { ListRequest, SpaceRequest } from '../runtime/space-requests.js'

/** The project whose phone numbers are set up; an open connection is one. */
export interface HookSpace {
  readonly spaceName: string
  readonly projectId: string
  readonly clock: Clock
  readonly signal?: AbortSignal | undefined
  request(request: SpaceRequest): Promise<Row | undefined>
  rows(listing: Listing, request: ListRequest): AsyncIterable<Row>
}
