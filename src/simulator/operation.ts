import { Form } from './form.js'
import type { Project } from './project.js'
import { invalid, Refusal } from './replies.js'
import type { SimulatorRequest } from './request.js'

/** The permissions that a token can carry. */
export const scopes = ['Voice', 'Messaging', 'Fax', 'Numbers', 'Management'] as const
export type Scope = (typeof scopes)[number]

/** What a handler works with: an authenticated request to one project. */
export interface Operation {
  readonly request: SimulatorRequest
  readonly project: Project
  /** Path parameters by name. */
  readonly parameters: Readonly<Record<string, string>>
  /** The Space prefix of the path, empty where the Host header told the Space. Links in replies start with it. */
  readonly prefix: string
  readonly now: number
  /** Whether an update of a call with undocumented fields is refused. */
  readonly strictUpdates: boolean
}

/** The form of a LaML write; an absent body is an empty form. */
export function readForm({ request }: Operation): Form {
  if (request.body.kind === 'json') throw new Refusal(20422, 'Send application/x-www-form-urlencoded.', 415)
  return new Form(request.body.kind === 'form' ? request.body.pairs : [])
}

/** The object of a relay write. */
export function readJsonObject({ request }: Operation): Readonly<Record<string, unknown>> {
  const { body } = request
  if (body.kind === 'form') throw new Refusal(20422, 'Send application/json.', 415)
  if (body.kind === 'none') return {}
  if (typeof body.value !== 'object' || body.value === null || Array.isArray(body.value)) {
    throw invalid('The body must be a JSON object')
  }
  return body.value as Readonly<Record<string, unknown>>
}

/** The row that the path names, or 404. */
export function found<R>(row: R | undefined): R {
  if (row === undefined) throw new Refusal(20404)
  return row
}
