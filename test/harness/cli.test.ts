import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startSimulator } from '../../src/simulator/index.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'signalwire-connector-'))
const cli = join(folder, 'dist/src/harness/cli.js')

beforeAll(() => {
  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  // Types are checked elsewhere; this only needs something that runs.
  const flags = [
    '--noCheck',
    '--declaration',
    'false',
    '--emitDeclarationOnly',
    'false',
    '--outDir',
    join(folder, 'dist'),
  ]
  mkdirSync(join(folder, 'dist'))
  execFileSync(process.execPath, [tsc, '-p', 'tsconfig.build.json', ...flags], { cwd: root })
  cpSync(join(root, 'package.json'), join(folder, 'package.json'))
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
}, 120_000)
afterAll(() => rmSync(folder, { recursive: true }))

const start = (argv: readonly string[], env: Readonly<Record<string, string>> = {}): ChildProcess =>
  spawn(process.execPath, [cli, ...argv], {
    env: { PATH: process.env.PATH, SIGNALWIRE_CONNECTOR_HOME: folder, ...env },
  })

const codeOf = async (child: ChildProcess): Promise<unknown> => (await once(child, 'close'))[0]

async function simulated() {
  const simulator = await startSimulator({ seed: { calls: 3000 } })
  const { spaceName, projectId, authToken } = simulator.credentials
  const env = {
    SIGNALWIRE_SPACE: spaceName,
    SIGNALWIRE_PROJECT_ID: projectId,
    SIGNALWIRE_TOKEN: authToken,
    SIGNALWIRE_API_URL: simulator.url,
  }
  return { simulator, env }
}

describe('the program, built', () => {
  it('runs a command and ends with its exit code', async () => {
    const listing = start(['modules', '--json'])
    const [stdout, code] = await Promise.all([text(listing.stdout as NodeJS.ReadableStream), codeOf(listing)])
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toHaveLength(15)
    expect(await codeOf(start(['nonsense']))).toBe(2)
  })

  it('ends the simulator cleanly on Ctrl-C', async () => {
    const child = start(['simulator', '--port', '0'])
    await once(child.stdout as NodeJS.ReadableStream, 'data')
    child.kill('SIGINT')
    expect(await codeOf(child)).toBe(0)
  })

  it('ends a run under way with 130 on Ctrl-C', async () => {
    const { simulator, env } = await simulated()
    simulator.fault({ latencyMs: 60_000 })
    const child = start(['run', 'searchCalls'], env)
    const notes = text(child.stderr as NodeJS.ReadableStream)
    while (simulator.requests.length === 0) await new Promise((resolve) => setImmediate(resolve))
    child.kill('SIGINT')
    expect(await codeOf(child)).toBe(130)
    expect(await notes).toMatch(/^Interrupted\./)
    await simulator.close()
  })

  it('ends quietly where its reader goes away', async () => {
    const { simulator, env } = await simulated()
    const child = start(['run', 'searchCalls', '--limit', '3000', '--json'], env)
    const notes = text(child.stderr as NodeJS.ReadableStream)
    child.stdout?.once('data', () => child.stdout?.destroy())
    await codeOf(child)
    expect(await notes).toBe('')
    await simulator.close()
  })
})
