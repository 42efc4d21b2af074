import { ConnectorError } from '../core/errors.js'
import type { Module } from '../core/module.js'
import { decodeDate } from '../core/shape.js'
import type { Delivery } from '../ledger/port.js'
import type { Bundle } from './consumer.js'

/** Turns a stored event into bundles; none where nobody asked for it. */
export type BundlesOf = (stored: Pick<Delivery, 'row' | 'body'>) => readonly Bundle[]

/**
 * Reads the bundles that the receiver made of a post with the input that its hook had then, and stored in the event's body as
 * `{ module, bundles }`. JSON has no dates, so they are read again as the module's output says.
 *
 * @throws ConnectorError of type `DataError` where a body is not of that form.
 */
export const eventBundles =
  (modules: readonly Pick<Module, 'id' | 'output'>[]): BundlesOf =>
  ({ row, body }) => {
    const { module: id, bundles } = storedBundles(row, body)
    const dates = Object.entries(modules.find((module) => module.id === id)?.output ?? {})
      .filter(([, { type }]) => type === 'date')
      .map(([key]) => key)
    return bundles.map((bundle) => {
      const read: Record<string, unknown> = { ...bundle }
      for (const key of dates) if (typeof read[key] === 'string') read[key] = decodeDate('iso8601', read[key])
      return read
    })
  }

function storedBundles(row: number, body: string): { readonly module: unknown; readonly bundles: readonly Bundle[] } {
  try {
    const { module, bundles } = JSON.parse(body) as { module?: unknown; bundles?: unknown }
    if (Array.isArray(bundles) && bundles.every((one) => typeof one === 'object' && one !== null))
      return { module, bundles }
  } catch {
    // Said below.
  }
  throw new ConnectorError(`The stored event ${row} has no bundles.`, {
    type: 'DataError',
    code: 'unreadable_event',
    retry: 'never',
    advice: 'It was stored by something else than this receiver, or by another version.',
  })
}
