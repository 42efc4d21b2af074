/** Plain text as Markdown that shows it as it is. */
export const escapeMarkdown = (text: string): string =>
  text
    .replace(/[\\`*_{}[\]<|~]/g, (character) => `\\${character}`)
    .replace(/&(?=#?\w+;)/g, '&amp;')
    .replace(/\s*\n\s*/g, ' ')
    .replace(/^[#>+-]/, (character) => `\\${character}`)

/** A help text, which is Markdown with code in backticks and nothing else. */
export const helpMarkdown = (help: string): string =>
  help
    .split(/(`[^`]+`)/)
    .map((part, index) => (index % 2 === 0 ? escapeMarkdown(part) : part))
    .join('')

/** Text as code, whatever backticks it holds. */
export function code(text: string): string {
  const line = text.replace(/\s*\n\s*/g, ' ')
  const fence = '`'.repeat(longestRun(line) + 1)
  const pad = line.startsWith('`') || line.endsWith('`') ? ' ' : ''
  return `${fence}${pad}${line}${pad}${fence}`
}

/** A value as a block of JSON. */
export function jsonBlock(value: unknown): string {
  const text = JSON.stringify(value, null, 2)
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1))
  return `${fence}json\n${text}\n${fence}`
}

const longestRun = (text: string): number =>
  Math.max(0, ...[...text.matchAll(/`+/g)].map(([backticks]) => backticks.length))

/** A table of cells that are Markdown already. A `|` in code would still end a cell. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replace(/(?<!\\)\|/g, '\\|')).join(' | ')} |`
  return [line(head), `|${' --- |'.repeat(head.length)}`, ...rows.map(line)].join('\n')
}
