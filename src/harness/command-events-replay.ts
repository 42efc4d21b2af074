import type { Command } from 'commander'
import type { EventSummary, Ledger, Replayed } from '../ledger/port.js'
import { nothingFound, QuietEnd } from './command-error.js'
import { noEvent } from './command-events-show.js'
import { didYouMean } from './did-you-mean.js'
import { tableText } from './print-table.js'
import { printableLine } from './printable.js'
import { withJson } from './program.js'
import type { OutputFlags, Session } from './session.js'
import { rowOf, withEvents } from './stored-events.js'

interface ReplayFlags extends OutputFlags {
  readonly consumer?: string | undefined
}

interface Result extends Replayed {
  readonly consumer: string
}

const meanings: Readonly<Record<Replayed['outcome'], string>> = {
  replayed: 'is offered again',
  pending: 'is still to be delivered anyway',
  gone: 'cannot be offered again: what was posted is no longer kept',
  unknown: 'is no event that this consumer gets',
}

/** `events replay <row...>`. */
export function defineEventsReplay(command: Command, session: Session): void {
  command
    .description(
      'Offer events again, delivered ones and dead letters. They are marked as replayed and hold up no others; a running receiver delivers them at once.',
    )
    .argument('<row...>', 'The numbers of the events')
    .option('--consumer <name>', 'Only to this consumer. Default: to every consumer that the event has or had.')
  withJson(command).action((rows: readonly string[], flags: ReplayFlags) =>
    replay([...new Set(rows.map(rowOf))], flags, session),
  )
}

async function replay(rows: readonly number[], flags: ReplayFlags, session: Session): Promise<void> {
  const { terminal } = session
  const [first = 0] = rows
  const results = await withEvents(session, undefined, (ledger) => replayAll(ledger, rows, flags.consumer))
  if (!results) throw noEvent(first)
  if (flags.json) await terminal.printJson(results)
  else {
    const lines = results.map(({ row, consumer, outcome }) => [String(row), printableLine(consumer), meanings[outcome]])
    await terminal.print(tableText(terminal, ['Row', 'Consumer', 'Outcome'], lines))
  }
  const done = results.filter(({ outcome }) => outcome === 'replayed' || outcome === 'pending')
  if (done.length === 0) throw new QuietEnd(3)
  if (done.length < results.length) throw new QuietEnd(1)
}

/** Looks at all events before any is replayed, so that a mistyped row changes nothing. */
async function replayAll(
  ledger: Ledger,
  rows: readonly number[],
  consumer: string | undefined,
): Promise<readonly Result[]> {
  const { subscriptions } = await ledger.stats()
  const wanted: { readonly hook: string; readonly consumer: string; readonly row: number }[] = []
  for (const row of rows) {
    const event = await ledger.events.show(row)
    if (!event) throw noEvent(row)
    const consumers = subscriptions.filter(({ hook }) => hook === event.hook).map((one) => one.consumer)
    for (const name of consumersFor(event, consumers, consumer)) wanted.push({ hook: event.hook, consumer: name, row })
  }
  const results: Result[] = []
  for (const { hook, consumer: name, row } of wanted)
    for (const result of await ledger.replay({ hook, consumer: name }, [row]))
      results.push({ ...result, consumer: name })
  return results
}

function consumersFor(
  { row, deliveries }: Pick<EventSummary, 'row' | 'deliveries'>,
  consumers: readonly string[],
  only: string | undefined,
): readonly string[] {
  if (only !== undefined) {
    if (consumers.includes(only)) return [only]
    const known = consumers.length > 0 ? ` There are: ${consumers.map(printableLine).join(', ')}.` : ''
    throw nothingFound(`No consumer ${JSON.stringify(only)} gets event ${row}.${didYouMean(only, consumers)}${known}`)
  }
  if (deliveries.length > 0) return deliveries.map(({ consumer }) => consumer)
  throw nothingFound(`Nobody gets event ${row} yet: start signalwire-connector listen, which delivers what is stored.`)
}
