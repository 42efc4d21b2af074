import picocolors from 'picocolors'
import { describe, expect, it } from 'vitest'
import { createManualClock } from '../../src/core/manual-clock.js'
import { createMovableClock } from '../../src/harness/demo-clock.js'
import { type DemoStage, demoSteps } from '../../src/harness/demo-steps.js'
import { openConnection } from '../../src/open-connection.js'
import { startSimulator } from '../../src/simulator/index.js'

/** Runs the steps on a stage of which something is not as it should be, and collects what they complain about. */
async function complaints(change: (stage: DemoStage) => Partial<DemoStage>): Promise<readonly string[]> {
  const clock = createMovableClock(createManualClock())
  const simulator = await startSimulator({ clock, seed: { calls: 3 } })
  const { spaceName, projectId, authToken } = simulator.credentials
  const credentials = { spaceName, projectId, authToken, apiUrl: simulator.url }
  const connection = await openConnection(credentials)
  const stranger = await openConnection({ ...credentials, authToken: 'PT-a-token-that-does-not-exist' })
  const forward = (ms: number) => clock.forward(ms)
  const stage = { connection, stranger, forward, seededCalls: 3, colors: picocolors.createColors(false) }
  const found: string[] = []
  for (const { did, run } of demoSteps({ ...stage, ...change(stage) }))
    await run({ update: () => undefined }).catch(() => found.push(did))
  connection.close()
  stranger.close()
  await simulator.close()
  return found
}

describe('the steps of the demo', () => {
  it('complain about nothing where all is well', async () => {
    expect(await complaints(() => ({}))).toEqual([])
  })

  it('notice calls that are missing', async () => {
    expect(await complaints(() => ({ seededCalls: 4 }))).toEqual([expect.stringContaining('Paged through all calls')])
  })

  it('notice a message that is not delivered', async () => {
    const found = await complaints(() => ({ forward: () => undefined }))
    expect(found[0]).toContain("Put the simulator's clock forward")
  })

  it('notice a wrong token that is accepted', async () => {
    expect(await complaints(({ connection }) => ({ stranger: connection }))).toEqual(['Tried a wrong token'])
  })
})
