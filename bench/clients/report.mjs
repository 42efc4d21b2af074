import { readFileSync } from 'node:fs'

/** Tells the harness what was measured, and the most memory this process has held. Loaded after the measurement. */
export function report(measured) {
  process.stdout.write(`${JSON.stringify({ ...measured, peakKb: peakKb() })}\n`)
}

/** Linux lets a new process inherit the peak of the one that started it in `maxRSS`; VmHWM starts afresh. */
function peakKb() {
  try {
    const [, kb] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))
    return Number(kb)
  } catch {
    return process.resourceUsage().maxRSS
  }
}
