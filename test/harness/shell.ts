import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { afterAll, afterEach, beforeEach, expect } from 'vitest'
import { type Clock, systemClock } from '../../src/core/clock.js'
import type { ExitCode } from '../../src/harness/command-error.js'
import type { Input, Io, Output } from '../../src/harness/io.js'
import { main } from '../../src/harness/main.js'
import { type Simulator, type SimulatorOptions, startSimulator } from '../../src/simulator/index.js'

export interface Ran {
  readonly code: ExitCode
  readonly stdout: string
  readonly stderr: string
  /** What was printed with `--json`. */
  json(): unknown
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly stdin?: string | Input
  readonly signal?: AbortSignal
  /** Takes the place of the standard output. */
  readonly stdout?: Writable
  /** Takes the place of the standard error output. */
  readonly stderr?: Output
  readonly columns?: number
  readonly clock?: Clock
}

const sink = (): { readonly stream: Writable; text(): string } => {
  const chunks: string[] = []
  const stream = new Writable({
    write(chunk, _encoding, done) {
      chunks.push(String(chunk))
      done()
    },
  })
  return { stream, text: () => chunks.join('') }
}

/** Runs one command in this process, as a shell without a terminal would. */
export async function typed(argv: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const out = sink()
  const notes = sink()
  const stdout = options.stdout ?? out.stream
  const io: Io = {
    stdout: options.columns === undefined ? stdout : Object.assign(stdout, { isTTY: true, columns: options.columns }),
    stderr: options.stderr ?? notes.stream,
    stdin: typeof options.stdin === 'object' ? options.stdin : Readable.from([options.stdin ?? '']),
    env: { NO_COLOR: '1', ...options.env },
    clock: options.clock ?? systemClock,
    signal: options.signal ?? new AbortController().signal,
  }
  const code = await main(argv, io)
  return { code, stdout: out.text(), stderr: notes.text(), json: () => JSON.parse(out.text()) }
}

/** What a shell of its own has: a home folder and credentials of a simulator. */
export interface Desk {
  readonly simulator: Simulator
  readonly home: string
  readonly env: Readonly<Record<string, string>>
  /** Runs a command with the simulator's credentials in the environment; no secret may ever be printed. */
  run(argv: readonly string[], options?: RunOptions): Promise<Ran>
}

/** Gives each test of a file a simulator and an empty home folder. */
export function useDesk(options: SimulatorOptions = {}): Desk {
  let simulator: Simulator
  const homes: string[] = []
  const printed: string[] = []
  beforeEach(async () => {
    simulator = await startSimulator(options)
    homes.push(mkdtempSync(join(tmpdir(), 'signalwire-connector-')))
  })
  afterEach(() => simulator.close())
  afterAll(() => {
    for (const home of homes) rmSync(home, { recursive: true })
    expect(printed.length).toBeGreaterThan(0)
  })
  const desk: Desk = {
    get simulator() {
      return simulator
    },
    get home() {
      return homes.at(-1) ?? ''
    },
    get env() {
      const { spaceName, projectId, authToken } = simulator.credentials
      return {
        SIGNALWIRE_SPACE: spaceName,
        SIGNALWIRE_PROJECT_ID: projectId,
        SIGNALWIRE_TOKEN: authToken,
        SIGNALWIRE_API_URL: simulator.url,
        SIGNALWIRE_CONNECTOR_HOME: desk.home,
      }
    },
    async run(argv, run = {}) {
      const ran = await typed(argv, { ...run, env: { ...desk.env, ...run.env } })
      printed.push(ran.stdout)
      expectNoSecrets(ran, simulator)
      return ran
    },
  }
  return desk
}

/** Fails where the token, or the header made of it, was printed. */
export function expectNoSecrets({ stdout, stderr }: Ran, { credentials }: Simulator): void {
  const { projectId, authToken } = credentials
  const pair = Buffer.from(`${projectId}:${authToken}`).toString('base64')
  for (const secret of [authToken, pair, Buffer.from(authToken).toString('base64')])
    expect((stdout + stderr).includes(secret), 'a secret was printed').toBe(false)
}
