import { authenticate, isAllowed } from './auth.js'
import { type ErrorShape, errorReply, html, Refusal, type Reply } from './replies.js'
import type { SimulatorRequest } from './request.js'
import { type Family, matchRoute, type Route } from './routes.js'
import { findPlace, type Space } from './spaces.js'

export interface RouterSettings {
  readonly spaces: readonly Space[]
  readonly now: () => number
  readonly strictUpdates: boolean
}

/** The family that a path belongs to. */
export function familyOf(segments: readonly string[]): Family {
  const api = segments.indexOf('api')
  return segments[api + 1] === 'relay' ? 'relay' : 'laml'
}

/** The shape in which an operation reports an error of this status. */
export function shapeOf(family: Family, status: number, route?: Route): ErrorShape {
  if (family === 'relay') return status === 422 ? 'relay-errors' : 'relay'
  return status === 400 ? (route?.badRequestShape ?? 'laml') : 'laml'
}

/** Answers one request to the API: Space, credentials, operation, scope, in this order. */
export function answer(request: SimulatorRequest, authorization: string | undefined, settings: RouterSettings): Reply {
  const place = findPlace(settings.spaces, request.headers.host, request.segments)
  if (!place) return noSuchSpace
  if (place.segments[0] !== 'api') return html(404, 'Page not found', '<p>There is nothing at this address.</p>')
  const family = familyOf(place.segments)
  const match = matchRoute(request.method, place.segments)
  const route = 'route' in match ? match.route : undefined
  try {
    const identity = authenticate(place.space, authorization)
    if (!identity) throw new Refusal(20003)
    if (!route || !('parameters' in match)) {
      if ('allowed' in match && match.allowed.length > 0) return notAllowed(family, match.allowed)
      throw new Refusal(20404)
    }
    const { AccountSid } = match.parameters
    if (AccountSid !== undefined && AccountSid !== identity.project.id) throw new Refusal(20003)
    if (!isAllowed(identity, route.scopes)) throw new Refusal(20003, 'The API token lacks the scope for this.')
    return route.handle({
      request,
      project: identity.project,
      parameters: match.parameters,
      prefix: place.prefix,
      now: settings.now(),
      strictUpdates: settings.strictUpdates,
    })
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return refuse(error, family, route)
  }
}

/** Relay pages report paging errors like any other: 422 with a list, except phone_numbers, which documents only a bare 400. */
function refuse(error: Refusal, family: Family, route: Route | undefined): Reply {
  const lists422 = family === 'relay' && error.status === 400 && !route?.pattern.includes('phone_numbers')
  const status = lists422 ? 422 : error.status
  const code = family === 'relay' ? String(status) : error.code
  return errorReply(shapeOf(family, status, route), { code, message: error.message, status })
}

function notAllowed(family: Family, allowed: readonly string[]): Reply {
  const message = `Use ${allowed.join(' or ')} here.`
  const reply = errorReply(shapeOf(family, 405), { code: 20404, message, status: 405 })
  return { ...reply, headers: { ...reply.headers, allow: allowed.join(', ') } }
}

const noSuchSpace: Reply = html(
  404,
  'Space not found',
  '<p>There is no Space at this address. This is a simulator; it only has the Spaces it was started with.</p>',
)
