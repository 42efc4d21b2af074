import type { Fields } from './fields.js'
import { deepFreeze } from './freeze.js'
import type { InputOf } from './input.js'
import type { ApiRequest } from './request.js'

/** One look at the Space: what a token's scope is good for. */
export interface ScopeProbe {
  /** The scope as SignalWire's dashboard names it. */
  readonly scope: string
  readonly request: ApiRequest
  /** The modules and features that fail without it, in words. */
  readonly needed: string
}

/** What a connection asks for and how it is tried. */
export interface ConnectionDescriptor<F extends Fields = Fields> {
  readonly id: string
  readonly label: string
  readonly fields: F
  /** One request per scope that the modules need. */
  readonly probes: readonly ScopeProbe[]
  /** A request that every valid token may make; it decides between a wrong token and one without scopes. */
  readonly decider: ApiRequest
}

/** Defines the connection. */
export const defineConnection = <const F extends Fields>(spec: ConnectionDescriptor<F>): ConnectionDescriptor<F> =>
  deepFreeze({ ...spec })

/** What a connection's fields take, inferred. */
export type ConnectionInput<C> = C extends ConnectionDescriptor<infer F> ? InputOf<F> : never
