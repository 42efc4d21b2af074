import { median } from './measure.mjs'

/**
 * What the measurements of a row come to: a line for each program, and ratios with their verdicts.
 * Where a row names no comparisons, its first program is compared with the second.
 */
export function summarise(row, programs, measured) {
  const value = row.value ?? (({ ms }) => ms)
  const medians = new Map(programs.map(({ label }, index) => [label, median(measured[index].map(value))]))
  const lines = programs.map(({ label, over }, index) => {
    const values = measured[index].map(value)
    const base = over === undefined ? 0 : medians.get(over)
    return {
      client: label,
      median: medians.get(label) - base,
      min: Math.min(...values) - base,
      max: Math.max(...values) - base,
      ...(over !== undefined && { over }),
      peakMb: median(measured[index].map(({ peakKb }) => peakKb)) / 1024,
    }
  })
  const [ours, reference] = lines
  const first = { what: row.what, of: ours.client, over: reference.client, budget: row.budget }
  const comparisons = (row.comparisons ?? [first]).map(({ what, of, over, budget }) => {
    const found = (client) => lines.find((line) => line.client === client).median
    const ratio = found(of) / found(over)
    const { atMost, atLeast } = budget
    const ok = (atMost === undefined || ratio <= atMost) && (atLeast === undefined || ratio >= atLeast)
    return { what, of, reference: over, ratio, budget, ok }
  })
  const also = row.also?.({ programs, measured }) ?? []
  return { id: row.id, what: row.what, unit: row.unit, runs: measured[0].length, lines, comparisons, also }
}
