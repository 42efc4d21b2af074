import type { Listing } from './request.js'

interface SourceBase {
  readonly id: string
  /** What its options are, as in "There are no {what} yet." */
  readonly what: string
  /** The key of a row whose value is put into the field. */
  readonly value: string
  /** What people see, with `{key}` for a row's values; parts whose value is missing are left out. */
  readonly label: string
  /** Keeps only rows whose list at `key` includes `value`. */
  readonly where?: { readonly key: string; readonly includes: string }
  /** At most this many options are loaded. */
  readonly limit: number
}

/** A source whose options are listed from the Space. */
export interface ListedSource extends SourceBase {
  readonly from: Listing
  /** The token scope that listing them needs, for the message where it is missing. */
  readonly scope: 'Voice' | 'Messaging' | 'Numbers' | 'Voice or Messaging'
}

/** A source whose options the host has itself; no token is involved. */
export interface LocalSource extends SourceBase {
  readonly from: { readonly local: 'hooks' }
  readonly scope?: never
}

/** Where a dropdown's options come from. The runtime, and each export, are functions of it. */
export type Source = ListedSource | LocalSource

/**
 * Defines a source.
 *
 * @param spec `limit` is 500 by default, what Make allows an RPC to return.
 */
export const defineSource = <const S extends Omit<ListedSource, 'limit'> | Omit<LocalSource, 'limit'>>(
  spec: S & { readonly limit?: number },
) => Object.freeze<S & { readonly limit: number }>({ ...spec, limit: spec.limit ?? 500 })
