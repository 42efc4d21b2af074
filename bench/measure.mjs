import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** One run of a client's program in a fresh process. Throws where it fails or does less than it was asked to. */
async function runOnce({ program, task }, { entry, server }) {
  const path = fileURLToPath(new URL(`./clients/${program}`, import.meta.url))
  const { stdout } = await run(process.execPath, [path], {
    env: { ...process.env, BENCH_TASK: JSON.stringify({ task, entry, server }) },
    timeout: 120_000,
  })
  const measured = JSON.parse(stdout)
  if (measured.count !== undefined && task.expected !== undefined && measured.count !== task.expected)
    throw new Error(`${program} ${task.name}: ${measured.count} instead of ${task.expected}`)
  return measured
}

/**
 * Measures the programs of a row in turn (A B C, A B C, ...), so that whatever else slows the machine down meets all of them.
 * One round goes first that does not count: it warms the disk's cache and the server up.
 *
 * @returns the measurements of each program, in the order of the rounds.
 */
export async function measure(programs, runs, context, onProgress) {
  const measured = programs.map(() => [])
  for (let round = 0; round <= runs; round++) {
    for (const [index, program] of programs.entries()) {
      onProgress(`round ${round} of ${runs}, ${program.label}`)
      const result = await runOnce(program, context)
      if (round > 0) measured[index].push(result)
    }
  }
  return measured
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}
