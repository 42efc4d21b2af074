import { createHash } from 'node:crypto'
import type { Delivery, Subscription } from '../ledger/port.js'

/**
 * The id of an event for one consumer, the same for every attempt and replay and different in every other ledger: it is
 * made of the event's identity, in which the hook's id is random.
 */
export function eventId({ connection, hook, type, key }: Delivery, { consumer }: Subscription): string {
  const identity = JSON.stringify([connection, hook, type, key, consumer])
  return `evt_${createHash('sha256').update(identity).digest('base64url').slice(0, 32)}`
}
