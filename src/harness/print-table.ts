import Table from 'cli-table3'
import { plainJson, printableLine } from './printable.js'
import type { Terminal } from './terminal.js'

const border = { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '', left: '', right: '', top: '', bottom: '' }
const noBorder = {
  ...border,
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  middle: '  ',
} as const

/** One value as one harmless line. */
export function cellText(value: unknown): string {
  if (value === null || value === undefined) return ''
  const plain = plainJson(value)
  if (value instanceof Date) return String(plain ?? '').replace('.000Z', 'Z')
  return printableLine(typeof plain === 'object' ? JSON.stringify(plain) : String(plain))
}

/** A table without lines. */
export function tableText({ colors }: Terminal, head: readonly string[], rows: readonly (readonly string[])[]): string {
  const table = new Table({
    chars: noBorder,
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] },
    ...(head.length > 0 && { head: head.map((one) => colors.bold(one)) }),
  })
  table.push(...rows.map((row) => [...row]))
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
}
