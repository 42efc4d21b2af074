import type { Command } from 'commander'
import type { EventFilter, EventSummary, Ledger } from '../ledger/port.js'
import { readDate } from '../runtime/dates.js'
import { nothingFound, wrongUsage } from './command-error.js'
import { didYouMean } from './did-you-mean.js'
import { tableText } from './print-table.js'
import { printableLine } from './printable.js'
import { withJson } from './program.js'
import type { OutputFlags, Session } from './session.js'
import { type HookNames, hookLabel, rowOf, stateJson, stateText, timeText, withEvents } from './stored-events.js'

interface ListFlags extends OutputFlags {
  readonly hook?: string | undefined
  readonly type?: string | undefined
  readonly consumer?: string | undefined
  readonly dead?: boolean | undefined
  readonly undelivered?: boolean | undefined
  readonly since?: string | undefined
  readonly timeZone?: string | undefined
  readonly before?: string | undefined
  readonly limit: string
}

const mostListed = 10_000

/** `events list`, and `events dead`, which lists what no attempt is left for and why. */
export function defineEventsList(command: Command, session: Session, only?: 'dead'): void {
  command
    .description(
      only
        ? 'List the dead letters: events that failed for good, newest first, with the reason'
        : 'List events, newest first, without what they say',
    )
    .option('--hook <hook>', 'Only of this hook, by name or id')
    .option('--type <type>', 'Only of this type, such as incomingCall')
    .option('--consumer <name>', 'Only what became of them for this consumer')
    .option('--since <date>', 'Only those received at this time or later')
    .option('--time-zone <zone>', 'The IANA zone of a date without an offset. Default: UTC.')
    .option('--before <row>', 'Only those before this one: the last row of one list gives the next')
    .option('--limit <count>', `At most this many, up to ${mostListed}`, '50')
  if (!only)
    command
      .option('--dead', 'Only dead letters')
      .option('--undelivered', 'Only those that are still to be delivered, for the first time or again')
  withJson(command)
  command.action((flags: ListFlags) => list(only ? { ...flags, dead: true } : flags, session))
}

async function list(flags: ListFlags, session: Session): Promise<void> {
  const { terminal } = session
  const wanted = readFilter(flags)
  const found = await withEvents(session, undefined, async (ledger, names) => {
    const hook = flags.hook === undefined ? undefined : hookNamed(flags.hook, names)
    return { names, events: await eventsOf(ledger, { ...wanted, hook }, flags) }
  })
  if (!found && flags.hook !== undefined) throw noHook(flags.hook, new Map())
  const { names, events } = found ?? { names: new Map<string, string>(), events: [] }
  if (flags.json) return terminal.printJson(events.map((event) => eventJson(event, names)))
  if (events.length > 0) await terminal.print(eventsTable(events, names, flags, session))
  await terminal.note(endText(events, wanted.limit, flags))
}

function readFilter(flags: ListFlags): EventFilter & { readonly limit: number } {
  if (flags.dead && flags.undelivered) throw wrongUsage('--dead and --undelivered exclude each other.')
  const limit = /^\d{1,6}$/.test(flags.limit) ? Number(flags.limit) : 0
  if (limit < 1 || limit > mostListed) throw wrongUsage(`--limit must be a number from 1 to ${mostListed}.`)
  const { type, consumer } = flags
  return {
    limit,
    type,
    consumer,
    since: flags.since === undefined ? undefined : sinceOf(flags.since, flags.timeZone ?? 'UTC'),
    before: flags.before === undefined ? undefined : rowOf(flags.before),
  }
}

function sinceOf(text: string, timeZone: string): number {
  const date = readDate(text, timeZone)
  if (typeof date === 'string') throw wrongUsage(`--since ${date}.`)
  return date.instant.getTime()
}

const noHook = (named: string, names: HookNames) =>
  nothingFound(
    `There is no hook ${JSON.stringify(named.slice(0, 128))}.${didYouMean(named, [...names.values()])} All hooks: signalwire-connector hooks list`,
  )

/** The id of a hook; events of hooks that were removed can still be asked for by id. */
function hookNamed(named: string, names: HookNames): string {
  const found = [...names].filter(([id, name]) => id === named || name === named)
  if (found.length > 1)
    throw wrongUsage(
      `Several hooks are called ${JSON.stringify(named)}. Give the id: ${found.map(([id]) => id).join(', ')}.`,
    )
  const [id] = found[0] ?? []
  if (id !== undefined) return id
  if (/^[\w-]{22}$/.test(named)) return named
  throw noHook(named, names)
}

async function eventsOf(
  ledger: Ledger,
  filter: EventFilter & { readonly limit: number },
  flags: ListFlags,
): Promise<readonly EventSummary[]> {
  if (!flags.undelivered) {
    const events = await ledger.events.list(flags.dead ? { ...filter, state: 'dead' } : filter)
    return flags.consumer === undefined ? events : events.map((event) => onlyOf(event, flags.consumer))
  }
  const [pending, waiting] = await Promise.all([
    ledger.events.list({ ...filter, state: 'pending' }),
    ledger.events.list({ ...filter, state: 'waiting' }),
  ])
  const rows = new Map([...pending, ...waiting].map((event) => [event.row, event]))
  return [...rows.values()]
    .sort((a, b) => b.row - a.row)
    .slice(0, filter.limit)
    .map((event) => onlyOf(event, flags.consumer))
}

const onlyOf = (event: EventSummary, consumer: string | undefined): EventSummary =>
  consumer === undefined
    ? event
    : { ...event, deliveries: event.deliveries.filter((delivery) => delivery.consumer === consumer) }

const eventJson = ({ receivedAt, deliveries, ...event }: EventSummary, names: HookNames) => ({
  ...event,
  hookName: names.get(event.hook),
  receivedAt: timeText(receivedAt),
  deliveries: deliveries.map(stateJson),
})

function eventsTable(
  events: readonly EventSummary[],
  names: HookNames,
  { dead }: ListFlags,
  { terminal }: Session,
): string {
  const head = ['Row', 'Received', 'Type', 'Hook', dead ? 'Reason' : 'Delivery']
  const rows = events.map(({ row, receivedAt, type, hook, deliveries }) => {
    const told = dead
      ? deliveries
          .filter(({ state }) => state === 'dead')
          .map((one) => printableLine(`${one.consumer}: ${one.reason ?? 'no reason was given'}`))
      : deliveries.map(stateText)
    return [String(row), timeText(receivedAt), printableLine(type), hookLabel(hook, names), told.join('; ')]
  })
  return tableText(terminal, head, rows)
}

function endText(events: readonly EventSummary[], limit: number, { dead, undelivered }: ListFlags): string {
  const last = events.at(-1)
  if (!last) return dead ? 'No dead letters.' : undelivered ? 'Nothing is left to deliver.' : 'No events.'
  const more = events.length < limit ? '' : ` There may be more: --before ${last.row}`
  const next = dead ? ' Once the reason is mended: signalwire-connector events replay <row>' : ''
  return `${events.length} ${events.length === 1 ? 'event' : 'events'}.${more}${next}`
}
