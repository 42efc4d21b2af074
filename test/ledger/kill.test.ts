import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { EmbeddedLedger } from '../../src/ledger/embedded-ledger.js'
import type { Delivery, Ledger } from '../../src/ledger/port.js'
import { type Compiled, compileLedger } from './compiled.js'
import { event, newFolder } from './engine.js'

const rounds = Number(process.env.KILL_ROUNDS ?? 20)

let compiled: Compiled
let folder: string

beforeAll(() => {
  compiled = compileLedger()
  folder = newFolder()
})
afterAll(() => {
  compiled.remove()
  rmSync(folder, { recursive: true, force: true })
})

/** What a writer said before it was killed. */
class Said {
  readonly posted: string[] = []
  readonly acknowledged = new Map<string, number>()
  readonly delivered: number[] = []
  readonly advanced: number[] = []

  take(line: string): void {
    const [what, subject = '', row] = line.split(' ')
    if (what === 'posted') this.posted.push(subject)
    if (what === 'acknowledged') this.acknowledged.set(subject, Number(row))
    if (what === 'delivered') this.delivered.push(Number(subject))
    if (what === 'advanced') this.advanced.push(Number(subject))
  }
}

/** Runs a writer until it has said so much, and kills it in the midst of whatever it is doing then. */
async function writeUntilKilled(path: string, prefix: string, lines: number): Promise<Said> {
  const said = new Said()
  const writer = compiled.start('writer.mjs', path, prefix)
  let left = lines
  for await (const line of writer.lines) {
    said.take(line)
    left -= 1
    // What it has printed and not been read yet is read all the same: the loop ends with its output.
    if (left === 0) void writer.kill()
  }
  return said
}

async function openEvents(ledger: Ledger): Promise<readonly Delivery[]> {
  const lease = await ledger.lease({ hook: 'hook-1', consumer: 'scenario' }, { holder: 'writer' })
  return lease ? (await ledger.read(lease, { max: 1_000_000 })).deliveries : []
}

it(`loses nothing that was acknowledged in ${rounds} kills under load`, {
  timeout: 20_000 + rounds * 3000,
}, async () => {
  const path = join(folder, 'ledger.sqlite')
  const totals = { posted: 0, acknowledged: 0, stored: 0, delivered: 0, advanced: 0, repeated: 0 }
  const everAdvanced = new Set<number>()
  for (let round = 1; round <= rounds; round++) {
    const said = await writeUntilKilled(path, `round-${round}`, 1 + Math.floor(Math.random() * 1500))
    for (const row of said.advanced) everAdvanced.add(row)

    const ledger = EmbeddedLedger.open({ path })
    const open = await openEvents(ledger)
    expect(open.filter(({ row }) => everAdvanced.has(row))).toEqual([])
    const offeredAgain = open.filter(({ row }) => said.delivered.includes(row)).length
    // One event at most was at the consumer when it was killed.
    expect(offeredAgain).toBeLessThanOrEqual(1)

    let repeated = 0
    for (const key of said.posted) {
      const [result] = await ledger.append([event(key)])
      const row = said.acknowledged.get(key)
      if (row !== undefined) expect({ key, ...result }).toMatchObject({ key, outcome: 'repeated', row })
      if (result?.outcome === 'repeated') repeated += 1
    }
    expect((await ledger.stats()).events).toBe(totals.posted + said.posted.length)
    await ledger.close()

    totals.posted += said.posted.length
    totals.acknowledged += said.acknowledged.size
    totals.stored += repeated
    totals.delivered += said.delivered.length
    totals.advanced += said.advanced.length
    totals.repeated += offeredAgain
  }
  console.log(
    Object.entries({ rounds, ...totals })
      .map(([name, value]) => `${name} ${value}`)
      .join(', '),
  )
  expect(totals.acknowledged).toBeGreaterThan(rounds)
  expect(totals.advanced).toBeGreaterThan(0)
})
