import Table from 'cli-table3'

const verdict = (ok) => (ok ? 'ok' : 'MISSED')
const number = (value) => value.toLocaleString('en', { maximumFractionDigits: value < 100 ? 1 : 0 })

/** The measurements of one row, client by client. */
export function printRow({ id, what, unit, runs, lines, also }) {
  const table = new Table({
    head: [`${id} (${runs} runs)`, `median ${unit}`, 'min to max', 'peak MB'],
    colAligns: ['left', 'right', 'right', 'right'],
    style: { head: [], border: [] },
  })
  for (const { client, over, median, min, max, peakMb } of lines)
    table.push([
      over === undefined ? client : `${client}, over ${over}`,
      number(median),
      `${number(min)} to ${number(max)}`,
      number(peakMb),
    ])
  console.log(`\n${what}\n${table}`)
  for (const { what: fact, found, ok } of also)
    console.log(`${fact}: ${found}${ok === undefined ? '' : `: ${verdict(ok)}`}`)
}

/** One line for each row: the ratio, the budget and whether it is met. */
export function printVerdicts(summaries) {
  const table = new Table({
    head: ['what', 'against', 'ratio', 'budget', ''],
    colAligns: ['left', 'left', 'right', 'right', 'left'],
    style: { head: [], border: [] },
  })
  for (const { comparisons, also } of summaries) {
    for (const { what, reference, ratio, budget, ok } of comparisons) {
      const limit = budget.atMost === undefined ? `at least ${budget.atLeast}` : `at most ${budget.atMost}`
      table.push([what, reference, ratio.toFixed(2), limit, verdict(ok)])
    }
    for (const { what, ok } of also) if (ok !== undefined) table.push([what, '', '', '', verdict(ok)])
  }
  console.log(`\n${table}`)
}
