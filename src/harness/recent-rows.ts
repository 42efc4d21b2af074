import type { SearchModule, TriggerModule } from '../core/module.js'
import type { Connection } from '../open-connection.js'
import { parseInput } from '../runtime/parse.js'
import { isKept } from '../runtime/poll.js'

/**
 * The newest rows that a polling trigger would have emitted, newest first, as many as its Limit says. A trigger itself drains
 * from the oldest; somebody who tries it out wants to see what came last.
 */
export async function recentRows(
  module: TriggerModule,
  input: Readonly<Record<string, unknown>>,
  connection: Connection,
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const parsed = parseInput(module, input, { timeZone: connection.timeZone ?? 'UTC' })
  const limit = Number(parsed.values.limit)
  // A trigger lists what a search without filters does; only what is kept counts towards its Limit.
  const listing = { ...module, kind: 'search', fields: { limit: module.fields.limit } } as unknown as SearchModule
  const most = module.keep ? Number.MAX_SAFE_INTEGER : limit
  const rows: Readonly<Record<string, unknown>>[] = []
  for await (const row of connection.perform.search(listing, { limit: most }, connection)) {
    if (isKept(module, parsed, row as Readonly<Record<string, unknown>>))
      rows.push(row as Readonly<Record<string, unknown>>)
    if (rows.length >= limit) break
  }
  return rows
}
