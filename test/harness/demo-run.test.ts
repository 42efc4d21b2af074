import { Readable, Writable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/core/clock.js'
import { runSteps } from '../../src/harness/demo-run.js'
import type { DemoStep } from '../../src/harness/demo-step.js'
import { createTerminal } from '../../src/harness/terminal.js'

/** Runs steps; their reports, and what was said. */
async function run(steps: readonly DemoStep[]) {
  const nowhere = () => new Writable({ write: (_chunk, _encoding, done) => done() })
  const io = {
    stdout: nowhere(),
    stderr: nowhere(),
    stdin: Readable.from([]),
    env: { NO_COLOR: '1' },
    clock: systemClock,
    signal: new AbortController().signal,
  }
  const said: string[] = []
  const session = { io, terminal: createTerminal(io), argv: ['demo'] }
  const reports = await runSteps(steps, session, async (text) => void said.push(text))
  return { reports, said }
}

const works: DemoStep = { did: 'Worked', run: async () => 'It did.' }
const fails: DemoStep = {
  did: 'Failed',
  run: async () => {
    throw new Error('It did not.')
  },
}

describe('the steps of the demo', () => {
  it('go on after one that failed', async () => {
    const { reports, said } = await run([fails, works])
    expect(reports.map(({ ok }) => ok)).toEqual([false, true])
    expect(said).toEqual([' 1 failed Failed. It did not.', ' 2 ok Worked. It did.'])
  })

  it('are not tried after one that they need, and count as failed', async () => {
    const { reports, said } = await run([{ ...fails, essential: true }, works, works])
    expect(reports.map(({ ok }) => ok)).toEqual([false, false, false])
    expect(said).toEqual([' 1 failed Failed. It did not.', 'The other 2 steps need it and were not tried.'])
  })

  it('say nothing of others where the last one fails', async () => {
    expect((await run([works, { ...fails, essential: true }])).said).toHaveLength(2)
  })
})
