import type { OutputValue, Shape } from '../core/shape.js'
import { cellText, tableText } from './print-table.js'
import { printableJson, printableLine } from './printable.js'
import type { Terminal } from './terminal.js'

type Bundle = Readonly<Record<string, unknown>>

const gap = 2
const longestCell = 40
const shortestLast = 12

/** What tells most about a call or a message, in this order; other outputs show their first columns. */
const telling = [
  'date_created',
  'Timestamp',
  'from',
  'From',
  'to',
  'To',
  'status',
  'CallStatus',
  'MessageStatus',
  'direction',
  'duration',
  'body',
  'Body',
  'sid',
  'CallSid',
  'MessageSid',
]

/** How much a column matters when there is no room for all. */
const importance = [
  'sid',
  'CallSid',
  'MessageSid',
  'status',
  'CallStatus',
  'MessageStatus',
  'from',
  'From',
  'to',
  'To',
  'date_created',
  'Timestamp',
  'body',
  'Body',
  'direction',
  'duration',
]

const isPlain = (shape: OutputValue | undefined): boolean =>
  shape !== undefined && shape.type !== 'collection' && shape.type !== 'list' && shape.type !== 'any'

function columnsOf(shape: Shape): readonly string[] {
  const known = telling.filter((key) => isPlain(shape[key]))
  return known.length >= 3
    ? known
    : Object.keys(shape)
        .filter((key) => isPlain(shape[key]))
        .slice(0, 6)
}

/** Bundles as rows: the most telling columns that fit the terminal. The SID is never cut, it is needed for the next command. */
export function rowsText(terminal: Terminal, shape: Shape, bundles: readonly Bundle[]): string {
  const columns = columnsOf(shape).map((key) => {
    const cells = bundles.map((bundle) => cellText(bundle[key]))
    const label = printableLine(shape[key]?.label ?? key)
    const widest = Math.max(label.length, ...cells.map((cell) => cell.length))
    return { key, label, cells, width: isSid(key) ? widest : Math.min(widest, longestCell) }
  })
  const rank = (key: string): number => (importance.indexOf(key) + importance.length + 1) % (importance.length + 1)
  let left = terminal.width
  const chosen = new Map<string, number>()
  for (const { key, width } of [...columns].sort((a, b) => rank(a.key) - rank(b.key))) {
    const room = Math.min(width, left)
    // A column that would be cut to a stump is left out; a SID is shown whatever the width.
    if (room < width && room < shortestLast && !isSid(key)) continue
    chosen.set(key, isSid(key) ? width : room)
    left -= chosen.get(key) ?? 0
    left -= gap
  }
  const shown = columns.filter(({ key }) => chosen.has(key))
  const rows = bundles.map((_, index) => shown.map(({ cells, key }) => cut(cells[index] ?? '', chosen.get(key) ?? 0)))
  return tableText(
    terminal,
    shown.map(({ label, key }) => cut(label, chosen.get(key) ?? 0)),
    rows,
  )
}

const isSid = (key: string): boolean => /sid$/i.test(key)

const cut = (text: string, width: number): string => {
  const characters = [...text]
  return characters.length <= width ? text : `${characters.slice(0, Math.max(width - 1, 0)).join('')}…`
}

/**
 * One bundle as a list of its keys and values. Lines are not broken, so that URLs can be copied. It is no table of the
 * table library, whose time grows with the third power of the lines in a cell.
 */
export function bundleText({ colors }: Terminal, bundle: Bundle): string {
  const entries = Object.entries(bundle).map(([key, value]): [string, string] => [printableLine(key), valueText(value)])
  const width = Math.max(...entries.map(([key]) => key.length)) + gap
  return entries
    .map(([key, value]) =>
      `${colors.dim(key.padEnd(width))}${value.replaceAll('\n', `\n${' '.repeat(width)}`)}`.trimEnd(),
    )
    .join('\n')
}

const valueText = (value: unknown): string =>
  typeof value === 'object' && value !== null && !(value instanceof Date) ? printableJson(value) : cellText(value)
