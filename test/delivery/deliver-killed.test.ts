import { execFileSync, spawn } from 'node:child_process'
import { rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { newFolder } from '../ledger/engine.js'

const top = fileURLToPath(new URL('../../', import.meta.url))
const worker = fileURLToPath(new URL('worker.mjs', import.meta.url))
const rounds = Number(process.env.KILL_ROUNDS ?? 20)
let folder: string

beforeAll(() => {
  // Compiled into a folder of its own, so that the test does not depend on when the package was built.
  folder = newFolder()
  symlinkSync(join(top, 'node_modules'), join(folder, 'node_modules'))
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  const config = {
    extends: join(top, 'tsconfig.json'),
    compilerOptions: { rootDir: top, outDir: join(folder, 'dist'), noEmit: false },
    include: [join(top, 'src/ledger'), join(top, 'src/delivery')],
  }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config))
  execFileSync(process.execPath, [join(top, 'node_modules/typescript/bin/tsc'), '-p', join(folder, 'tsconfig.json')])
}, 60_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Everything that the workers said, one after the other. */
class Said {
  readonly stored = new Set<number>()
  readonly delivered: number[] = []
  readonly acknowledged = new Set<number>()
  /** Delivered although an earlier worker had said that it was acknowledged. */
  readonly repeatedAcknowledged: number[] = []
  readonly trouble: string[] = []

  take(line: string): void {
    const [what, row] = line.split(' ')
    const number = Number(row)
    if (what === 'stored') this.stored.add(number)
    else if (what === 'acknowledged') this.acknowledged.add(number)
    else if (what === 'delivered') {
      if (this.acknowledged.has(number)) this.repeatedAcknowledged.push(number)
      this.delivered.push(number)
    } else if (what !== 'idle') this.trouble.push(line)
  }
}

/** Runs a worker until `enough` of what it says, and kills it in the midst of whatever it does then. */
async function runUntil(said: Said, prefix: string, most: number, enough: () => boolean): Promise<void> {
  const args = [worker, join(folder, 'dist/src'), join(folder, 'ledger.sqlite'), prefix, String(most)]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  for await (const line of createInterface({ input: child.stdout })) {
    said.take(line)
    // What it had printed by then is read all the same.
    if (enough()) child.kill('SIGKILL')
  }
}

it(`repeats nothing that was acknowledged and loses nothing in ${rounds} kills under load`, {
  timeout: 20_000 + rounds * 3000,
}, async () => {
  const said = new Said()
  for (let round = 1; round <= rounds; round++) {
    let left = 1 + Math.floor(Math.random() * 800)
    await runUntil(said, `round-${round}`, 1_000_000, () => left-- <= 0)
  }
  const before = said.delivered.length - new Set(said.delivered).size
  // The last one stores one more event and delivers what is left, that one at the end.
  await runUntil(said, 'last', 1, () => said.acknowledged.has(Math.max(...said.stored, ...said.delivered)))

  expect(said.trouble).toEqual([])
  expect(said.repeatedAcknowledged).toEqual([])
  const delivered = new Set(said.delivered)
  expect([...said.stored].filter((row) => !delivered.has(row))).toEqual([])
  // In order: an event that was cut off in the middle comes again before any other.
  expect(said.delivered).toEqual([...said.delivered].sort((a, b) => a - b))
  expect(before).toBeLessThanOrEqual(rounds)
  const repeated = said.delivered.length - delivered.size
  process.stdout.write(
    `kills ${rounds}: stored ${said.stored.size}, delivered ${delivered.size}, acknowledged ${said.acknowledged.size}, repeated ${repeated}\n`,
  )
})
