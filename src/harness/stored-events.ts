import { existsSync } from 'node:fs'
import type { DeliveryStatus, Ledger } from '../ledger/port.js'
import { wrongUsage } from './command-error.js'
import { folders } from './folders.js'
import { printableLine } from './printable.js'
import type { Session } from './session.js'
import { withLedger } from './with-ledger.js'

/** The names of the hooks that there are, by id. */
export type HookNames = ReadonlyMap<string, string>

/** Works with the ledger. Where there is none, nothing was ever stored, and none is created. */
export async function withEvents<T>(
  session: Session,
  none: T,
  work: (ledger: Ledger, names: HookNames) => Promise<T>,
): Promise<T> {
  if (!existsSync(folders(session.io.env).ledger)) return none
  return withLedger(session, async (ledger) => {
    const hooks = await ledger.hooks.list()
    return work(ledger, new Map(hooks.map(({ id, name }) => [id, name])))
  })
}

/** A hook as people know it. */
export const hookLabel = (id: string, names: HookNames): string => printableLine(names.get(id) ?? id)

/** What became of an event for one consumer, in a few words. */
export function stateText({ consumer, state, attempts, dueAt }: DeliveryStatus): string {
  const tries = attempts === 0 ? '' : ` after ${attempts} ${attempts === 1 ? 'attempt' : 'attempts'}`
  const next = dueAt === undefined ? '' : `, again at ${timeText(dueAt)}`
  return printableLine(`${consumer}: ${state}${tries}${next}`)
}

/** The same for programs. */
export const stateJson = ({ dueAt, ...status }: DeliveryStatus): Readonly<Record<string, unknown>> => ({
  ...status,
  ...(dueAt !== undefined && { dueAt: timeText(dueAt) }),
})

/** A time of the ledger as people and programs read it. */
export const timeText = (time: number): string => new Date(time).toISOString()

/** The number of an event. @throws CommandError of wrong usage */
export function rowOf(text: string): number {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text)
  throw wrongUsage(
    `${JSON.stringify(text)} is no row: rows are numbers, as signalwire-connector events list shows them.`,
  )
}
