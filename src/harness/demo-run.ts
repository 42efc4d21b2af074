import type { DemoStep } from './demo-step.js'
import type { Session } from './session.js'

/** What became of one step, for programs. */
export interface StepReport {
  readonly step: string
  readonly ok: boolean
  readonly result: string
}

/** Runs steps one after another and says what each did. Those that need a step that failed are not tried. */
export async function runSteps(
  steps: readonly DemoStep[],
  session: Session,
  say: (text: string) => Promise<void>,
): Promise<readonly StepReport[]> {
  const { io, terminal } = session
  const { green, red, dim } = terminal.colors
  const reports: StepReport[] = []
  for (const [index, { did, run, essential }] of steps.entries()) {
    const number = String(index + 1).padStart(2)
    try {
      const result = await run({
        update: (text) => void terminal.note(terminal.noteColors.dim(`        ${text}`)).catch(() => undefined),
      })
      const [first = '', ...more] = result.split('\n')
      await say(`${number} ${green('ok')} ${did}. ${dim(first)}`)
      for (const line of more) await say(`        ${line}`)
      reports.push({ step: did, ok: true, result })
    } catch (thrown) {
      io.signal.throwIfAborted()
      const result = thrown instanceof Error ? thrown.message : String(thrown)
      await say(`${number} ${red('failed')} ${did}. ${result}`)
      reports.push({ step: did, ok: false, result })
      if (!essential) continue
      for (const { did: step } of steps.slice(index + 1))
        reports.push({ step, ok: false, result: 'It was not tried, because an earlier step failed.' })
      if (reports.length > index + 1)
        await say(`The other ${reports.length - index - 1} steps need it and were not tried.`)
      break
    }
  }
  return reports
}
