import { ConnectorError } from '../core/errors.js'
import type { FindAgain } from '../core/module.js'
import type { ApiRequest } from '../core/request.js'
import { decodeDate } from '../core/shape.js'
import type { Pair } from '../core/wire.js'
import { pageSizePair, pages, type Row } from './pages.js'
import type { ParsedInput } from './parse.js'
import { fillPath, withQuery } from './prepare-request.js'
import type { Sender } from './send.js'

/** How long after the failure the list is looked at, again and again, until something is found. */
const lookAfterMs = [1_000, 3_000, 6_000]

/** Dates of the API have a resolution of one second, so a row of the same second may seem older. */
const resolutionMs = 1_000

export interface Lost {
  readonly doing: string
  readonly input: ParsedInput
  /** When the create was sent, in milliseconds since 1970. */
  readonly sentAt: number
  readonly failure: ConnectorError
  readonly signal?: AbortSignal | undefined
}

/**
 * Looks for what a create with unknown outcome may have made: rows that equal its input and are no older than its sending.
 *
 * @returns the only match.
 * @throws ConnectorError `outcome_unknown` that says how many were found: none, or several by their SIDs. A list that
 *   cannot be read says nothing about the create, so its own error, which may advise to try again, never comes out.
 */
export async function findCreated(sender: Sender, findAgain: FindAgain, projectId: string, lost: Lost): Promise<Row> {
  let looked = false
  for (const delay of lookAfterMs) {
    await sender.clock.sleep(delay, lost.signal)
    const found = await matches(sender, findAgain, projectId, lost).catch((thrown: unknown) => {
      if (thrown instanceof ConnectorError) return undefined
      throw thrown
    })
    if (!found) continue
    looked = true
    const [only] = found
    if (only && found.length === 1) return only
    if (found.length > 1)
      throw unresolved(lost, `${found.length} candidates were found: ${sidsOf(found).join(', ')}`, sidsOf(found))
  }
  const outcome = looked ? 'It was looked for and not found, but it may still appear' : 'It could not be looked for'
  throw unresolved(lost, outcome, [])
}

const sidsOf = (rows: readonly Row[]): readonly string[] => rows.slice(0, 20).map((row) => String(row.sid))

async function matches(
  sender: Sender,
  { listing, match, created }: FindAgain,
  projectId: string,
  lost: Lost,
): Promise<readonly Row[]> {
  const { values } = lost.input
  const filters = match.flatMap(({ field, query }): Pair[] => {
    const value = values[field]
    return query && value !== undefined ? [[query, String(value)]] : []
  })
  const request: ApiRequest = listing.request
  const path = withQuery(fillPath(request, projectId), [pageSizePair(request.api), ...filters])
  const since = lost.sentAt - resolutionMs
  const found: Row[] = []
  const options = { doing: lost.doing, signal: lost.signal, limit: Number.POSITIVE_INFINITY }
  for await (const rows of pages(sender, listing, { method: 'GET', path, headers: {} }, options)) {
    const times = rows.map((row) => timeOf(row[created]))
    for (const [index, row] of rows.entries()) {
      const equal = match.every(({ field, output }) => values[field] === undefined || row[output] === values[field])
      if (equal && (times[index] ?? 0) >= since) found.push(row)
    }
    // Newest first: once a whole page is older, no later one has what is looked for.
    if (times.every((time) => time < since)) break
  }
  return found
}

const timeOf = (raw: unknown): number => {
  const date = decodeDate('rfc2822', raw)
  return date instanceof Date ? date.getTime() : 0
}

const unresolved = ({ doing, failure }: Lost, found: string, sids: readonly string[]): ConnectorError =>
  new ConnectorError(`${doing}: it is not known whether it took effect. ${found}.`, {
    type: 'DataError',
    code: 'outcome_unknown',
    retry: 'never',
    status: failure.status,
    sids,
    advice: 'Look in the Space before you run it again, or it may happen twice.',
  })
