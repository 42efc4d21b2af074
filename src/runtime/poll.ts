import type { Context, TriggerRun, TriggerStart, TriggerState } from '../core/context.js'
import { ConnectorError } from '../core/errors.js'
import type { TriggerModule } from '../core/module.js'
import { decodeDate, decodeOutput } from '../core/shape.js'
import { pageSizePair, pages, type Row } from './pages.js'
import type { ParsedInput } from './parse.js'
import { fillPath, withQuery } from './prepare-request.js'
import type { Sender } from './send.js'

/**
 * How far behind the boundary a poll still looks. Rows may appear late or out of order by as much: SignalWire documents no
 * order for its lists, and its dates have a resolution of one second.
 */
export const overlapMs = 10 * 60 * 1000

interface Seen {
  readonly row: Row
  readonly time: number
  readonly id: string
}

/**
 * One run of a polling trigger: everything new since the state, oldest first, at most Limit. Neither list has a filter that
 * could be relied on (a call's start time and a message's sent date may be null), so it reads the list from the newest row
 * back to the boundary less the overlap, and knows what it has emitted by identity.
 */
export async function poll(
  sender: Sender,
  module: TriggerModule,
  input: ParsedInput,
  projectId: string,
  context: Context,
): Promise<TriggerRun<unknown>> {
  const { state } = context
  if (state) checkState(module, state)
  const before = state ?? (await firstState(sender, module, projectId, context))
  if (!state && (context.start ?? 'now') === 'now') return { bundles: [], state: before }
  const boundary = Date.parse(before.boundary)
  const oldest = Math.max(Date.parse(before.floor), boundary - overlapMs)
  const limit = Number(input.values.limit)
  const found: Seen[] = []
  let newest = boundary
  for await (const page of newestFirst(sender, module, projectId, context)) {
    for (const one of page) {
      newest = Math.max(newest, one.time)
      if (one.time >= oldest && !Object.hasOwn(before.seen, one.id) && isKept(module, input, one.row)) found.push(one)
    }
    if (page.every((one) => one.time < boundary - overlapMs)) break
  }
  // A list that grows while it is read shows a row again on the next page.
  const unique = [...new Map(found.map((one) => [one.id, one])).values()]
  const emitted = unique.sort((a, b) => a.time - b.time || (a.id < b.id ? -1 : 1)).slice(0, limit)
  // Where nothing is left over, the rows that were not wanted are dealt with too, and need not be read again.
  const reached = emitted.length === unique.length ? newest : Math.max(boundary, emitted.at(-1)?.time ?? boundary)
  return {
    bundles: emitted.map(({ row }) => decodeOutput(module.output, row)),
    state: nextState(before, emitted, reached),
  }
}

/** A state comes from a host's store; one that cannot be read must not lose or repeat anything silently. */
function checkState(module: TriggerModule, state: TriggerState): void {
  const { version, boundary, floor, seen } = state
  const isTime = (time: unknown) => typeof time === 'string' && !Number.isNaN(Date.parse(time))
  const known = version === 1
  if (
    known &&
    isTime(boundary) &&
    isTime(floor) &&
    typeof seen === 'object' &&
    seen !== null &&
    Object.values(seen).every(isTime)
  )
    return
  const problem = known ? 'is damaged' : `has the version ${String(version).slice(0, 64)}, which is not known`
  throw new ConnectorError(`${module.label}: its stored state ${problem}.`, {
    type: 'InvalidConfigurationError',
    code: 'unknown_state',
    retry: 'never',
    advice: 'Start the trigger anew, or use the version of the connector that wrote it.',
  })
}

function nextState(before: TriggerState, emitted: readonly Seen[], boundary: number): TriggerState {
  const seen = { ...before.seen, ...Object.fromEntries(emitted.map(({ id, time }) => [id, iso(time)])) }
  const kept = Object.entries(seen).filter(([, time]) => Date.parse(time) >= boundary - overlapMs)
  return { version: 1, boundary: iso(boundary), floor: before.floor, seen: Object.fromEntries(kept) }
}

/** The state of a trigger that has not run yet. Only SignalWire's own times are used, so a wrong clock here loses nothing. */
async function firstState(
  sender: Sender,
  module: TriggerModule,
  projectId: string,
  context: Context,
): Promise<TriggerState> {
  const start: TriggerStart = context.start ?? 'now'
  const at = (time: number, seen: readonly Seen[] = [], floor = time): TriggerState => ({
    version: 1,
    boundary: iso(time),
    floor: iso(floor),
    seen: Object.fromEntries(seen.map((one) => [one.id, iso(one.time)])),
  })
  if (start === 'all') return at(0)
  if (typeof start === 'object' && 'since' in start) {
    if (!Number.isNaN(start.since.getTime())) return at(start.since.getTime())
    throw new ConnectorError(`${module.label}: the date it should start from is no date.`, {
      type: 'InvalidConfigurationError',
      code: 'start_not_found',
      retry: 'never',
      advice: 'Choose another date, or start from now on.',
    })
  }
  const recent: Seen[] = []
  let newest: number | undefined
  for await (const page of newestFirst(sender, module, projectId, context)) {
    if (start !== 'now') {
      const chosen = page.find(({ id }) => id === start.fromSid)
      if (chosen) return at(chosen.time)
      continue
    }
    newest = Math.max(newest ?? 0, ...page.map(({ time }) => time))
    const from = newest - overlapMs
    recent.push(...page.filter(({ time }) => time >= from))
    if (page.every(({ time }) => time < from)) break
  }
  if (start === 'now') return newest === undefined ? at(0) : at(newest, recent, newest - overlapMs)
  throw new ConnectorError(`${module.label}: ${start.fromSid} was not found, so it cannot start there.`, {
    type: 'InvalidConfigurationError',
    code: 'start_not_found',
    retry: 'never',
    advice: 'Choose another item, a date, or start from now on.',
  })
}

async function* newestFirst(
  sender: Sender,
  module: TriggerModule,
  projectId: string,
  context: Context,
): AsyncGenerator<readonly Seen[]> {
  const { request } = module.listing
  const path = withQuery(fillPath(request, projectId), [pageSizePair(request.api)])
  const options = { doing: module.label, signal: context.signal, limit: Number.POSITIVE_INFINITY }
  for await (const rows of pages(sender, module.listing, { method: 'GET', path, headers: {} }, options))
    yield rows.map((row) => ({ row, id: String(row[module.identity]), time: timeOf(module, row) }))
}

function timeOf(module: TriggerModule, row: Row): number {
  const shape = module.output[module.cursor]
  const date = shape?.type === 'date' ? decodeDate(shape.codec, row[module.cursor]) : undefined
  if (date instanceof Date) return date.getTime()
  throw new ConnectorError(`${module.label} stopped: a row has no readable ${module.cursor}.`, {
    type: 'RuntimeError',
    code: 'unreadable_reply',
    retry: 'later',
    advice: 'Try again later; if it stays so, report this to SignalWire.',
  })
}

/** Whether a row counts for this input: its Limit counts kept rows only. */
export function isKept(module: TriggerModule, input: ParsedInput, row: Row): boolean {
  if (!module.keep) return true
  const wanted = input.values[module.keep.field]
  return (
    wanted === undefined || wanted === module.keep.unless || String(row[module.keep.output]).startsWith(String(wanted))
  )
}

const iso = (time: number): string => new Date(time).toISOString()
