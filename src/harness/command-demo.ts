import type { Command } from 'commander'
import { openLedger } from '../ledger/open-ledger.js'
import { openConnection } from '../open-connection.js'
import { startSimulator } from '../simulator/index.js'
import { failed } from './command-error.js'
import { createMovableClock } from './demo-clock.js'
import { loopSteps } from './demo-loop-steps.js'
import { runSteps } from './demo-run.js'
import { demoSteps } from './demo-steps.js'
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

async function demo({ json }: OutputFlags, session: Session): Promise<void> {
  const { io, terminal } = session
  const say = json ? terminal.note : terminal.print
  const clock = createMovableClock(io.clock)
  const started = io.clock.now()
  const seed = { calls: seededCalls, messages: seededMessages }
  // A clock that is put forward would skip the time in which the simulator waits for an answer.
  const simulator = await startSimulator({ clock, seed, background: false })
  const { spaceName, projectId, authToken, signingKeys } = simulator.credentials
  const options = { signal: io.signal, clock: io.clock }
  const credentials = { spaceName, projectId, authToken, apiUrl: simulator.url }
  terminal.hide([authToken, ...signingKeys], { user: projectId, password: authToken })
  const connection = await openConnection(credentials, options)
  const stranger = await openConnection({ ...credentials, authToken: 'PT-a-token-that-does-not-exist' }, options)
  const forward = (ms: number) => clock.forward(ms)
  const loop = loopSteps({
    connection,
    simulator,
    forward,
    signingKeys,
    openLedger,
    clock: io.clock,
    signal: io.signal,
  })
  try {
    await say(
      `This is a simulator at ${simulator.url}, not SignalWire: nothing is called or sent, and nothing costs anything.\nIt starts with ${seededCalls} calls and ${seededMessages} messages. The requests to it are real.\n`,
    )
    const { colors } = terminal
    const steps = [...demoSteps({ connection, stranger, forward, seededCalls, colors }), ...loop.steps]
    const reports = await runSteps(steps, session, say)
    if (json) await terminal.printJson(reports)
    const bad = reports.filter(({ ok }) => !ok)
    if (bad.length > 0) throw failed('demo_failed', `${bad.length} of ${steps.length} steps did not work, see above.`)
    await say(closing(reports.length, (io.clock.now() - started) / 1000))
  } finally {
    await loop.close()
    connection.close()
    stranger.close()
    await simulator.close()
  }
}

const closing = (steps: number, seconds: number): string => `
All ${steps} steps worked, in ${seconds.toFixed(1)} seconds. Next:
  signalwire-connector simulator               a simulator of your own to try things on
  signalwire-connector simulator ring --help   let calls and messages come in on it
  signalwire-connector modules                 what there is
  signalwire-connector run createCall --help   what one of them takes`
