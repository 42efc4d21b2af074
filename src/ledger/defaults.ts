import type { Retention } from './port.js'

const second = 1000
const minute = 60 * second
const day = 24 * 60 * minute

/** The waits after each failed attempt: eight attempts within about an hour. After the last one comes the dead letter. */
export const defaultBackoff: readonly number[] = [
  5 * second,
  15 * second,
  minute,
  3 * minute,
  8 * minute,
  18 * minute,
  30 * minute,
]

export const defaultRetention: Retention = { bodiesMs: 7 * day, identitiesMs: 30 * day }

/** How long a lease lasts where its holder does not say. */
export const defaultLeaseMs = 30 * second

/** How many events a read or a list gives where nothing is said. */
export const defaultPage = 100
