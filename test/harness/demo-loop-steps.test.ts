import { readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/core/clock.js'
import { createMovableClock } from '../../src/harness/demo-clock.js'
import { type LoopStage, loopSteps } from '../../src/harness/demo-loop-steps.js'
import { loadSqlite } from '../../src/ledger/load-sqlite.js'
import { openLedger } from '../../src/ledger/open-ledger.js'
import { openConnection } from '../../src/open-connection.js'
import { startSimulator } from '../../src/simulator/index.js'

/** Runs the steps on a stage of which something is not as it should be; the first one that complains, and how. */
async function complaint(change: (stage: LoopStage) => Partial<LoopStage>): Promise<string | undefined> {
  const clock = createMovableClock(systemClock)
  const simulator = await startSimulator({ clock, background: false })
  const { spaceName, projectId, authToken, signingKeys } = simulator.credentials
  const connection = await openConnection({ spaceName, projectId, authToken, apiUrl: simulator.url })
  const stage: LoopStage = {
    connection,
    simulator,
    forward: (ms) => clock.forward(ms),
    signingKeys,
    openLedger,
    clock: systemClock,
    signal: new AbortController().signal,
  }
  const { steps, close } = loopSteps({ ...stage, ...change(stage) })
  try {
    for (const { did, run } of steps) {
      const thrown = await run({ update: () => undefined }).then(
        () => undefined,
        (reason: unknown) => reason,
      )
      if (thrown !== undefined) return `${did}: ${thrown instanceof Error ? thrown.message : thrown}`
    }
    return undefined
  } finally {
    await close()
    connection.close()
    await simulator.close()
  }
}

const leftovers = () => readdirSync(tmpdir()).filter((name) => name.startsWith('signalwire-connector-demo-'))

describe('the loop of the demo', () => {
  it('complains about nothing where all is well, and leaves nothing behind', async () => {
    const before = leftovers()
    let during: readonly string[] = []
    const opening: LoopStage['openLedger'] = (options) => {
      during = leftovers()
      return openLedger(options)
    }
    expect(await complaint(() => ({ openLedger: opening }))).toBeUndefined()
    expect(during.length).toBeGreaterThan(before.length)
    expect(leftovers().filter((name) => !before.includes(name))).toEqual([])
  })

  it('says what to install where SQLite does not load', async () => {
    const missing = () => {
      throw new Error('Cannot find module')
    }
    const said = await complaint(() => ({ openLedger: async () => loadSqlite(missing) as never }))
    expect(said).toMatch(/^Started a receiver.*Install a C\+\+ compiler, python3 and make, then run "npm install/)
  })

  it('notices posts that are signed with another key', async () => {
    expect(await complaint(() => ({ signingKeys: ['PSK_of_another_project'] }))).toMatch(/^Let a text come in/)
  })

  it('notices posts that are not repeated', async () => {
    const said = await complaint(({ simulator }) => ({
      simulator: { ...simulator, text: (options) => simulator.text({ ...options, repeat: false }) },
    }))
    expect(said).toContain('Not every post was sent twice.')
  })

  it('notices a forged post that is taken', async () => {
    const said = await complaint(({ simulator }) => ({
      simulator: { ...simulator, text: (options) => simulator.text({ ...options, signature: 'right' }) },
    }))
    expect(said).toMatch(/^Forged a text.*The receiver answered with 200\.$/)
  })

  it('notices a repeated post that is stored twice', async () => {
    let count = 0
    const said = await complaint(() => ({
      openLedger: async (options) => {
        const ledger = await openLedger(options)
        const { append } = ledger
        ledger.append = (events, more) => {
          count += 1
          return append(
            events.map((event) => ({ ...event, key: `${event.key} ${count}` })),
            more,
          )
        }
        return ledger
      },
    }))
    expect(said).toContain('2 events of the type incomingMessage were stored, not 1.')
  })

  it('notices answers that are not delivered', async () => {
    expect(await complaint(() => ({ forward: () => undefined }))).toMatch(/The answer to the text is queued\.$/)
  })
})
