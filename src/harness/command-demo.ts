import type { Command } from 'commander'
import { openConnection } from '../open-connection.js'
import { startSimulator } from '../simulator/index.js'
import { failed } from './command-error.js'
import { createMovableClock } from './demo-clock.js'
import { type DemoStep, demoSteps } from './demo-steps.js'
import { withJson } from './program.js'
import type { OutputFlags, Session } from './session.js'

const seededCalls = 5000
const seededMessages = 500

/** `demo`: the whole connector on a simulator of its own. */
export function defineDemo(command: Command, session: Session): void {
  command.addHelpText(
    'after',
    '\nIt needs no account: everything happens on this computer, and nothing is left behind.',
  )
  withJson(command)
  command.action((flags: OutputFlags) => demo(flags, session))
}

interface StepReport {
  readonly step: string
  readonly ok: boolean
  readonly result: string
}

async function demo({ json }: OutputFlags, session: Session): Promise<void> {
  const { io, terminal } = session
  const say = json ? terminal.note : terminal.print
  const clock = createMovableClock(io.clock)
  const started = io.clock.now()
  const simulator = await startSimulator({ clock, seed: { calls: seededCalls, messages: seededMessages } })
  const { spaceName, projectId, authToken } = simulator.credentials
  const options = { signal: io.signal, clock: io.clock }
  const credentials = { spaceName, projectId, authToken, apiUrl: simulator.url }
  terminal.hide([authToken], { user: projectId, password: authToken })
  const connection = await openConnection(credentials, options)
  const stranger = await openConnection({ ...credentials, authToken: 'PT-a-token-that-does-not-exist' }, options)
  try {
    await say(
      `This is a simulator at ${simulator.url}, not SignalWire: nothing is called or sent, and nothing costs anything.\nIt starts with ${seededCalls} calls and ${seededMessages} messages. The requests to it are real.\n`,
    )
    const forward = (ms: number) => clock.forward(ms)
    const { colors } = terminal
    const steps = demoSteps({ connection, stranger, forward, seededCalls, colors })
    const reports = await runSteps(steps, session, say)
    if (json) await terminal.printJson(reports)
    const bad = reports.filter(({ ok }) => !ok)
    if (bad.length > 0) throw failed('demo_failed', `${bad.length} of ${reports.length} steps did not work, see above.`)
    await say(closing(reports.length, (io.clock.now() - started) / 1000))
  } finally {
    connection.close()
    stranger.close()
    await simulator.close()
  }
}

async function runSteps(
  steps: readonly DemoStep[],
  session: Session,
  say: (text: string) => Promise<void>,
): Promise<readonly StepReport[]> {
  const { io, terminal } = session
  const { green, red, dim } = terminal.colors
  const reports: StepReport[] = []
  for (const [index, { did, run }] of steps.entries()) {
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
    }
  }
  return reports
}

const closing = (steps: number, seconds: number): string => `
All ${steps} steps worked, in ${seconds.toFixed(1)} seconds. Next:
  signalwire-connector simulator               a simulator of your own to try things on
  signalwire-connector modules                 what there is
  signalwire-connector run createCall --help   what one of them takes`
