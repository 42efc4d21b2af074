import type { Command } from 'commander'
import { magicNumbers, type Seed, type Simulator, simulatorNumbers, startSimulator } from '../simulator/index.js'
import { failed, wrongUsage } from './command-error.js'
import { defaultPort, defineInbound } from './command-simulator-inbound.js'
import { variables } from './connection-flags.js'
import { didYouMean } from './did-you-mean.js'
import { printableLine } from './printable.js'
import { withJson } from './program.js'
import type { OutputFlags, Session } from './session.js'

const seedNames = ['calls', 'messages', 'numbers', 'applications', 'value'] as const
const defaultSeed: Seed = { calls: 25, messages: 25 }
const mostRows = 1_000_000

interface SimulatorFlags extends OutputFlags {
  readonly port: string
  readonly strictUpdates?: boolean | undefined
  readonly seed?: readonly string[] | undefined
}

/** `simulator`: runs until Ctrl-C; and `simulator ring | text | fax`, for another terminal. */
export function defineSimulator(command: Command, session: Session): void {
  command
    .option('--port <port>', 'The port on 127.0.0.1; 0 takes any free one', String(defaultPort))
    .option('--strict-updates', 'Refuse fields that SignalWire does not document for the update of a call')
    .option(
      '--seed <name=count>',
      `Rows to start with: ${seedNames.slice(0, -1).join(', ')}, such as --seed calls=5000 --seed messages=100. With value=<number>, other contents.`,
      (one: string, before: readonly string[] | undefined) => [...(before ?? []), one],
    )
    .addHelpText(
      'after',
      '\nIt is a simulator, not SignalWire: nothing is called or sent. Everything in it is lost when it stops.',
    )
  withJson(command)
  command.action((flags: SimulatorFlags) => simulate(flags, session))
  defineInbound(command, session)
}

async function simulate(flags: SimulatorFlags, { io, terminal }: Session): Promise<void> {
  const port = /^\d{1,5}$/.test(flags.port) ? Number(flags.port) : Number.NaN
  if (!(port <= 65_535)) throw wrongUsage(`--port must be a number from 0 to 65535; ${flags.port} is not.`)
  const seed = readSeed(flags.seed ?? [])
  const simulator = await start(
    port,
    seed,
    flags,
    (line) => void terminal.note(terminal.noteColors.dim(line)).catch(() => undefined),
    io,
  )
  try {
    if (flags.json) await terminal.printJson({ url: simulator.url, ...simulator.credentials })
    else await terminal.print(welcome(simulator))
    await new Promise<void>((resolve) => {
      if (io.signal.aborted) resolve()
      else io.signal.addEventListener('abort', () => resolve(), { once: true })
    })
  } finally {
    await simulator.close()
  }
}

async function start(
  port: number,
  seed: Seed,
  flags: SimulatorFlags,
  log: (line: string) => void,
  { clock }: Session['io'],
): Promise<Simulator> {
  try {
    return await startSimulator({
      port,
      seed,
      clock,
      strictUpdates: flags.strictUpdates ?? false,
      onRequest: ({ method, path, status }) => log(`${method} ${printableLine(path)} ${status ?? 'no answer'}`),
    })
  } catch (thrown) {
    throw failed('simulator_not_started', thrown instanceof Error ? thrown.message : String(thrown))
  }
}

function readSeed(given: readonly string[]): Seed {
  const seed: Record<string, number> = {}
  for (const one of given) {
    const [name = '', count = ''] = one.split('=')
    if (!seedNames.some((known) => known === name))
      throw wrongUsage(
        `--seed: there is no ${JSON.stringify(name)}.${didYouMean(name, seedNames)} Known: ${seedNames.join(', ')}.`,
      )
    if (!/^\d+$/.test(count) || Number(count) > mostRows)
      throw wrongUsage(`--seed ${name} must be a whole number up to ${mostRows}; ${JSON.stringify(count)} is not.`)
    seed[name] = Number(count)
  }
  return { ...defaultSeed, ...seed }
}

function welcome({ url, credentials }: Simulator): string {
  const lines = {
    [variables.apiUrl]: url,
    [variables.spaceName]: credentials.spaceName,
    [variables.projectId]: credentials.projectId,
    [variables.authToken]: credentials.authToken,
    [variables.signingKeys]: credentials.signingKeys.join(','),
  }
  return `A simulator of a SignalWire Space runs at ${url}. It is not SignalWire: nothing is called or sent.

Paste this into another terminal; these credentials work nowhere else:
${Object.entries(lines)
  .map(([name, value]) => `  export ${name}=${value}`)
  .join('\n')}

Then try:
  signalwire-connector connection test
  signalwire-connector run searchCalls --limit 5
  signalwire-connector run createMessage --from ${simulatorNumbers.main} --to +12025550142 --content-type body --body Hello
  signalwire-connector run createCall --from ${simulatorNumbers.main} --to ${magicNumbers.call.busy} --call-identifier url --url https://example.com/welcome.xml   (a busy line)
  signalwire-connector simulator text --to ${simulatorNumbers.main} --body Hello   (a message comes in)
  signalwire-connector simulator ring --to ${simulatorNumbers.main}                (a call comes in)

Its page for people is ${url}/ and its settings are at ${url}/_simulator. Ctrl-C ends it, and everything in it is lost.`
}
