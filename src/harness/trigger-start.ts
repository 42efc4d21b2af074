import type { TriggerStart } from '../core/context.js'
import type { TriggerModule } from '../core/module.js'
import type { Connection } from '../open-connection.js'
import { readDate } from '../runtime/dates.js'
import { ask, canAsk } from './ask.js'
import { nothingFound, wrongUsage } from './command-error.js'
import { rowsText } from './print-bundles.js'
import { cellText } from './print-table.js'
import { recentRows } from './recent-rows.js'
import type { Session } from './session.js'

export interface StartFlags {
  readonly from?: string | undefined
  readonly fromSid?: string | undefined
}

/** How many items there are to choose from. */
const choices = 20

/** Where a trigger without a stored state starts, as its flags say. */
export async function readStart(
  module: TriggerModule,
  input: Readonly<Record<string, unknown>>,
  { from = 'now', fromSid }: StartFlags,
  connection: Connection,
  session: Session,
): Promise<TriggerStart> {
  if (fromSid !== undefined) return { fromSid }
  if (from === 'now' || from === 'all') return from
  if (from === 'choose') return choose(module, input, connection, session)
  const date = readDate(from, connection.timeZone ?? 'UTC')
  if (typeof date === 'string' || !('instant' in date))
    throw wrongUsage(`--from must be now, all, choose or a date. As a date it ${date}.`)
  return { since: date.instant }
}

async function choose(
  module: TriggerModule,
  input: Readonly<Record<string, unknown>>,
  connection: Connection,
  session: Session,
): Promise<TriggerStart> {
  const { io, terminal } = session
  if (!canAsk(io))
    throw wrongUsage(
      '--from choose asks which item to start with, but this is no terminal. Name it with --from-sid, or give --from now, all or a date.',
    )
  const rows = await recentRows(module, { ...input, limit: choices }, connection)
  if (rows.length === 0) throw nothingFound('There is nothing to choose from yet. Start with --from now.')
  await terminal.note(
    rowsText(terminal, module.output, rows)
      .split('\n')
      .map((line, index) => `${index === 0 ? '   ' : String(index).padStart(2).padEnd(3)}${line}`)
      .join('\n'),
  )
  const answer = await ask(`Start with (1 to ${rows.length}): `, io)
  const row = /^\d{1,3}$/.test(answer) ? rows[Number(answer) - 1] : undefined
  if (!row) throw wrongUsage(`${JSON.stringify(answer)} is no number from 1 to ${rows.length}.`)
  return { fromSid: cellText(row[module.identity]) }
}
