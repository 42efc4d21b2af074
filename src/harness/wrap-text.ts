import { Help } from 'commander'

/** Where less than this is left beside a flag, its help stands below it. */
const leastBeside = 40
/** What stands below a flag is moved in by this. */
const indent = 6
const narrowest = 20

const wrapper = Object.assign(new Help(), { minWidthToWrap: narrowest })

/** A text in lines that fit a width, each moved in by some spaces. Words are never broken. */
export const wrapText = (text: string, width: number, spaces = 0): string =>
  wrapper.boxWrap(text, Math.max(width - spaces, narrowest)).replace(/^/gm, ' '.repeat(spaces))

/** Sentences in lines that fit a width. What is indented stays as it is: examples are copied. */
export const wrapSentences = (text: string, width: number): string =>
  text
    .split('\n')
    .map((line) => (line.startsWith(' ') ? line : wrapText(line, width)))
    .join('\n')

/** A flag or command with its help, in the manner of the command-line library: beside it, or below where there is no room. */
export function helpItem(term: string, termWidth: number, description: string, helper: Help): string {
  const width = helper.helpWidth ?? 80
  const beside = width - termWidth - 4 >= leastBeside
  if (beside || !description) return Help.prototype.formatItem.call(helper, term, termWidth, description, helper)
  return `  ${term}\n${wrapText(description, width, indent)}`
}
