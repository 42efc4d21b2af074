import type { Command } from 'commander'
import type { EventDetails } from '../ledger/port.js'
import { nothingFound } from './command-error.js'
import { cellText, tableText } from './print-table.js'
import { printableLine } from './printable.js'
import { withJson } from './program.js'
import type { OutputFlags, Session } from './session.js'
import { type HookNames, hookLabel, rowOf, stateJson, stateText, timeText, withEvents } from './stored-events.js'

/** `events show <row>`: the only command that prints what a post said. */
export function defineEventsShow(command: Command, session: Session): void {
  command
    .description('Show one event with all that was posted, which may be private, the reply, and what became of it')
    .argument('<row>', 'The number of the event')
  withJson(command).action((row: string, flags: OutputFlags) => show(rowOf(row), flags, session))
}

async function show(row: number, { json }: OutputFlags, session: Session): Promise<void> {
  const { terminal } = session
  const found = await withEvents(session, undefined, async (ledger, names) => {
    const event = await ledger.events.show(row)
    return event && { event, names }
  })
  if (!found) throw noEvent(row)
  const { event, names } = found
  const body = readBody(event.body)
  if (json) {
    const received = timeText(event.receivedAt)
    const deliveries = event.deliveries.map(stateJson)
    return terminal.printJson({ ...event, hookName: names.get(event.hook), receivedAt: received, deliveries, body })
  }
  await terminal.print(eventText(event, body, names, session))
}

/** @throws CommandError with exit code 3 */
export const noEvent = (row: number) =>
  nothingFound(`There is no event ${row}. All events: signalwire-connector events list`)

/** The stored body is JSON; one that is not is shown as it is. */
function readBody(body: string | undefined): unknown {
  if (body === undefined) return undefined
  try {
    return JSON.parse(body)
  } catch {
    return body
  }
}

function eventText(event: EventDetails, body: unknown, names: HookNames, { terminal }: Session): string {
  const { row, type, hook, connection, key, receivedAt, deliveries, reply } = event
  const facts: (readonly [string, string])[] = [
    ['Row', String(row)],
    ['Type', type],
    ['Hook', hookLabel(hook, names)],
    ['Connection', connection],
    ['Identity', key],
    ['Received', timeText(receivedAt)],
  ]
  const states = deliveries.map((one): readonly [string, string] => [
    'Delivery',
    one.reason === undefined ? stateText(one) : `${stateText(one)}: ${one.reason}`,
  ])
  const replied = reply === undefined ? [] : [['Reply', reply] as const]
  const lines = [...facts, ...states, ...replied].map(([name, text]) => [name, printableLine(text)])
  return [tableText(terminal, [], lines), '', bodyText(body, terminal)].join('\n')
}

function bodyText(body: unknown, terminal: Session['terminal']): string {
  if (body === undefined) return 'What was posted is no longer kept.'
  const params = typeof body === 'object' && body !== null && 'params' in body ? body.params : undefined
  if (typeof params !== 'object' || params === null) return cellText(body)
  return tableText(
    terminal,
    ['Parameter', 'Value'],
    Object.entries(params).map(([name, text]) => [printableLine(name), cellText(text)]),
  )
}
