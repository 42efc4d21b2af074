import type { Listing } from './request.js'

/** Where a dropdown's options come from. The runtime, and each export, are functions of it. */
export interface Source {
  readonly id: string
  /** What its options are, as in "There are no {what} yet." */
  readonly what: string
  /** The token scope that listing them needs, for the message where it is missing. */
  readonly scope: 'Voice' | 'Messaging' | 'Numbers' | 'Voice or Messaging'
  readonly from: Listing | { readonly local: 'hooks' }
  /** The key of a row whose value is put into the field. */
  readonly value: string
  /** What people see, with `{key}` for a row's values; parts whose value is missing are left out. */
  readonly label: string
  /** Keeps only rows whose list at `key` includes `value`. */
  readonly where?: { readonly key: string; readonly includes: string }
  /** At most this many options are loaded. */
  readonly limit: number
}

/**
 * Defines a source.
 *
 * @param spec `limit` is 500 by default, what Make allows an RPC to return.
 */
export const defineSource = (spec: Omit<Source, 'limit'> & { readonly limit?: number }): Source =>
  Object.freeze({ limit: 500, ...spec })
