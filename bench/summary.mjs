import { median } from './measure.mjs'

/** What the measurements of a row come to: a line for each program, the ratio of the first to the second, and the verdict. */
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
  const ratio = ours.median / reference.median
  const { atMost, atLeast } = row.budget
  const also = row.also?.({ measured })
  return {
    id: row.id,
    what: row.what,
    unit: row.unit,
    runs: measured[0].length,
    lines,
    reference: reference.client,
    ratio,
    budget: row.budget,
    ok: (atMost === undefined || ratio <= atMost) && (atLeast === undefined || ratio >= atLeast),
    ...(also && { also }),
  }
}
