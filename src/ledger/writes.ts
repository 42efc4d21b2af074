import type { Ledger } from './port.js'

type Method = (...args: never[]) => Promise<unknown>

/** What guests ask the owner for, by the name it has on the wire: everything that writes, and what only the owner knows. */
export const writes = {
  append: (ledger: Ledger) => ledger.append.bind(ledger),
  answer: (ledger: Ledger) => ledger.answer.bind(ledger),
  subscribe: (ledger: Ledger) => ledger.subscribe.bind(ledger),
  unsubscribe: (ledger: Ledger) => ledger.unsubscribe.bind(ledger),
  lease: (ledger: Ledger) => ledger.lease.bind(ledger),
  renew: (ledger: Ledger) => ledger.renew.bind(ledger),
  release: (ledger: Ledger) => ledger.release.bind(ledger),
  advance: (ledger: Ledger) => ledger.advance.bind(ledger),
  defer: (ledger: Ledger) => ledger.defer.bind(ledger),
  bury: (ledger: Ledger) => ledger.bury.bind(ledger),
  replay: (ledger: Ledger) => ledger.replay.bind(ledger),
  'hooks.put': (ledger: Ledger) => ledger.hooks.put,
  'hooks.remove': (ledger: Ledger) => ledger.hooks.remove,
  'states.put': (ledger: Ledger) => ledger.states.put,
  'states.remove': (ledger: Ledger) => ledger.states.remove,
  stats: (ledger: Ledger) => ledger.stats.bind(ledger),
  retain: (ledger: Ledger) => ledger.retain.bind(ledger),
} satisfies Readonly<Record<string, (ledger: Ledger) => Method>>

export type WriteName = keyof typeof writes

type Signature<Name extends WriteName> = ReturnType<(typeof writes)[Name]>
export type WriteArgs<Name extends WriteName> = Parameters<Signature<Name>>
export type WriteResult<Name extends WriteName> = Awaited<ReturnType<Signature<Name>>>

/** Runs a write that a frame names. */
export async function runWrite(ledger: Ledger, name: string, args: readonly unknown[]): Promise<unknown> {
  if (!Object.hasOwn(writes, name)) throw new TypeError(`The ledger has no ${name}.`)
  const method: Method = writes[name as WriteName](ledger)
  return method(...(args as never[]))
}
