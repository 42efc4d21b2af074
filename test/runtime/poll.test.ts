import { afterEach, describe, expect, it } from 'vitest'
import { watchCalls, watchMessages } from '../../modules/index.js'
import type { TriggerStart, TriggerState } from '../../src/core/context.js'
import { overlapMs } from '../../src/runtime/poll.js'
import { connect, failureOf } from './connect.js'
import { sendJson, startServer } from './local-server.js'
import { at, closeAll, hostOf, noon, open, simulated, spaceWithRows } from './polled.js'

afterEach(closeAll)

describe('a start', () => {
  it('from now on gives nothing that is there, and everything new, oldest first', async () => {
    const { simulator, space } = await simulated()
    simulator.addCall({ dateCreated: at(-1000) })
    simulator.addCall({ dateCreated: at(0) })
    const host = hostOf(space)
    expect(await host.run()).toEqual([])
    const second = simulator.addCall({ dateCreated: at(5) }).sid
    const first = simulator.addCall({ dateCreated: at(4) }).sid
    expect(await host.run()).toEqual([first, second])
    expect(await host.run()).toEqual([])
  })

  it('from now on counts a row of the same second as the newest as new', async () => {
    const { simulator, space } = await simulated()
    simulator.addCall({ dateCreated: at(0) })
    const host = hostOf(space)
    await host.run()
    const { sid } = simulator.addCall({ dateCreated: at(0) })
    expect(await host.run()).toEqual([sid])
  })

  it('from now on in an empty account gives everything that comes', async () => {
    const { simulator, space } = await simulated()
    const host = hostOf(space)
    expect(await host.run()).toEqual([])
    expect(await host.run()).toEqual([])
    const { sid } = simulator.addCall({ dateCreated: at(-100_000) })
    expect(await host.run()).toEqual([sid])
  })

  it('with all gives everything once, oldest first, also through many pages', async () => {
    const { simulator, space } = await simulated()
    for (let index = 0; index < 2300; index++) simulator.addCall({ dateCreated: at(-index * 7) })
    const host = hostOf(space, 'all')
    const found = [...(await host.run(1000)), ...(await host.run(1000)), ...(await host.run(1000))]
    expect(new Set(found).size).toBe(2300)
    expect(found).toHaveLength(2300)
    expect(await host.run(1000)).toEqual([])
  })

  it('with all takes any number at once', async () => {
    const space = await spaceWithRows(() =>
      Array.from({ length: 150_000 }, (_, index) => ({ id: `r${index}`, time: index })),
    )
    expect(await hostOf(space, 'all').run(1_000_000)).toHaveLength(150_000)
  })

  it('since a date gives what is not older', async () => {
    const { simulator, space } = await simulated()
    simulator.addCall({ dateCreated: at(-1) })
    const same = simulator.addCall({ dateCreated: at(0) }).sid
    const later = simulator.addCall({ dateCreated: at(1) }).sid
    const host = hostOf(space, { since: at(0) })
    expect(await host.run()).toEqual([same, later])
    expect(await host.run()).toEqual([])
  })

  it('since a date to come waits for it', async () => {
    const { simulator, space } = await simulated()
    const host = hostOf(space, { since: at(60) })
    simulator.addCall({ dateCreated: at(0) })
    expect(await host.run()).toEqual([])
    const { sid } = simulator.addCall({ dateCreated: at(61) })
    expect(await host.run()).toEqual([sid])
  })

  it('from a chosen one gives it and what came after', async () => {
    const { simulator, space } = await simulated()
    simulator.addCall({ dateCreated: at(-10) })
    const chosen = simulator.addCall({ dateCreated: at(0) }).sid
    const later = simulator.addCall({ dateCreated: at(10) }).sid
    const host = hostOf(space, { fromSid: chosen })
    expect(await host.run()).toEqual([chosen, later])
    expect(await host.run()).toEqual([])
  })

  it.each<TriggerStart>([{ fromSid: '3d1e5b70-92c4-4f8a-8d36-7a5c0e9b1f42' }, { since: new Date(Number.NaN) }])(
    'that cannot be found is refused (%#)',
    async (start) => {
      const { simulator, space } = await simulated()
      simulator.addCall()
      expect(await failureOf(hostOf(space, start).run())).toMatchObject({
        type: 'InvalidConfigurationError',
        code: 'start_not_found',
      })
    },
  )

  it('is asked for only once: the state goes on from there', async () => {
    const { simulator, space } = await simulated()
    const { sid } = simulator.addCall()
    const host = hostOf(space, 'all')
    expect(await host.run()).toEqual([sid])
    expect(await host.run()).toEqual([])
  })
})

describe('a run', () => {
  it('gives at most Limit, and the rest in the next ones', async () => {
    const { simulator, space } = await simulated()
    const host = hostOf(space)
    await host.run()
    const added = Array.from({ length: 7 }, (_, index) => simulator.addCall({ dateCreated: at(index) }).sid)
    expect(await host.run(3)).toEqual(added.slice(0, 3))
    expect(await host.run(3)).toEqual(added.slice(3, 6))
    expect(await host.run(3)).toEqual(added.slice(6))
    expect(await host.run(3)).toEqual([])
  })

  it('loses none of several rows of one second', async () => {
    const { simulator, space } = await simulated()
    const host = hostOf(space)
    await host.run()
    const added = Array.from({ length: 9 }, () => simulator.addCall({ dateCreated: at(0) }).sid)
    const found = [...(await host.run(4)), ...(await host.run(4)), ...(await host.run(4))]
    expect(found).toHaveLength(9)
    expect(new Set(found)).toEqual(new Set(added))
  })

  it('finds what appears late, as far as the overlap reaches back', async () => {
    const { simulator, space } = await simulated()
    const host = hostOf(space)
    simulator.addCall({ dateCreated: at(-5000) })
    await host.run()
    simulator.addCall({ dateCreated: at(1000) })
    await host.run()
    const late = simulator.addCall({ dateCreated: new Date(noon + 1_000_000 - overlapMs) }).sid
    simulator.addCall({ dateCreated: new Date(noon + 1_000_000 - overlapMs - 1000) })
    expect(await host.run()).toEqual([late])
    expect(await host.run()).toEqual([])
  })

  it('copes with a list that is out of order', async () => {
    const { simulator, space } = await simulated()
    simulator.fault({ disorder: 50, times: 'always' })
    const host = hostOf(space)
    await host.run()
    const added = Array.from({ length: 120 }, (_, index) => simulator.addCall({ dateCreated: at(index * 3) }).sid)
    expect(await host.run(1000)).toEqual(added)
    expect(await host.run(1000)).toEqual([])
  })

  it('that fails changes nothing', async () => {
    const { simulator, space } = await simulated()
    const host = hostOf(space)
    await host.run()
    const { sid } = simulator.addCall()
    simulator.fault({ status: 400 })
    await failureOf(host.run())
    expect(await host.run()).toEqual([sid])
  })

  it('reads no further back than it must', async () => {
    const { simulator, space } = await simulated()
    for (let index = 0; index < 3000; index++) simulator.addCall({ dateCreated: at(-index * 60) })
    const host = hostOf(space)
    await host.run()
    simulator.clearRequests()
    await host.run()
    expect(simulator.requests).toHaveLength(1 + 1)
  })

  it('gives a row once that stands on two pages, because the list grew', async () => {
    const space = await spaceWithRows(() => [
      { id: 'c', time: 3 },
      { id: 'b', time: 2 },
      { id: 'b', time: 2 },
      { id: 'a', time: 1 },
    ])
    expect(await hostOf(space, 'all').run()).toEqual(['a', 'b', 'c'])
  })

  it('is refused for a row without a readable date', async () => {
    const server = await startServer((_, response) =>
      sendJson(response, { calls: [{ sid: 'a', date_created: 'soon' }] }),
    )
    const space = await connect(server.url)
    open.push(space, server)
    expect(await failureOf(hostOf(space, 'all').run())).toMatchObject({ code: 'unreadable_reply' })
  })
})

describe('a filter', () => {
  it('is applied before Limit, and what it leaves out is not read again', async () => {
    const { simulator, space } = await simulated()
    simulator.addMessage({ dateCreated: at(-10_000) })
    let state = (await watchMessages.execute({ direction: 'inbound' }, space)).state
    for (let index = 0; index < 5; index++) simulator.addMessage({ dateCreated: at(index) })
    const inbound = simulator.addMessage({ direction: 'inbound', dateCreated: at(2) }).sid
    const run = await watchMessages.execute({ direction: 'inbound', limit: 2 }, { ...space, state })
    expect(run.bundles.map(({ sid }) => sid)).toEqual([inbound])
    expect(run.state.boundary).toBe(at(4).toISOString())
    state = run.state
    expect((await watchMessages.execute({ direction: 'inbound', limit: 2 }, { ...space, state })).bundles).toEqual([])
  })

  it.each(['outbound-api', 'outbound-call', 'outbound-reply'] as const)('on outbound keeps %s', async (direction) => {
    const { simulator, space } = await simulated()
    const { sid } = simulator.addMessage({ direction })
    simulator.addMessage({ direction: 'inbound' })
    const { bundles } = await watchMessages.execute({ direction: 'outbound' }, { ...space, start: 'all' })
    expect(bundles.map((bundle) => bundle.sid)).toEqual([sid])
    expect((await watchMessages.execute({}, { ...space, start: 'all' })).bundles).toHaveLength(2)
  })
})

describe('a state', () => {
  const good: TriggerState = { version: 1, boundary: at(0).toISOString(), floor: at(0).toISOString(), seen: {} }

  it('is plain JSON', async () => {
    const { simulator, space } = await simulated()
    simulator.addCall()
    const { state } = await watchCalls.execute({}, { ...space, start: 'all' })
    expect(JSON.parse(JSON.stringify(state))).toEqual(state)
    expect(state).toMatchObject({ version: 1 })
  })

  it('stays small: it forgets what is behind the overlap', async () => {
    const { simulator, space } = await simulated()
    const host = hostOf(space)
    await host.run()
    for (let index = 0; index < 50; index++) {
      simulator.addCall({ dateCreated: at(index * 60) })
      await host.run()
    }
    expect(Object.keys(host.state.seen)).toHaveLength(11)
  })

  it.each([
    ['of a later version', { ...good, version: 2 }, 'has the version 2, which is not known'],
    ['without a version', { boundary: good.boundary }, 'has the version undefined'],
    ['without a boundary', { version: 1, floor: good.floor, seen: {} }, 'is damaged'],
    ['with a boundary that is no date', { ...good, boundary: 'soon' }, 'is damaged'],
    ['with a floor that is no date', { ...good, floor: 5 }, 'is damaged'],
    ['that has seen null', { ...good, seen: null }, 'is damaged'],
    ['that has seen what is no date', { ...good, seen: { a: 'b' } }, 'is damaged'],
  ])('%s is refused, and nothing is sent', async (_, state, problem) => {
    const { simulator, space } = await simulated()
    const failure = await failureOf(watchCalls.execute({}, { ...space, state: state as TriggerState }))
    expect(failure).toMatchObject({ type: 'InvalidConfigurationError', code: 'unknown_state' })
    expect(String(failure)).toContain(problem)
    expect(simulator.requests).toEqual([])
    expect((await watchCalls.execute({}, { ...space, state: good })).bundles).toEqual([])
  })

  it('holds any identity', async () => {
    const ids = ['__proto__', 'constructor', 'toString', '', '1']
    const space = await spaceWithRows(() => ids.map((id, index) => ({ id, time: index })))
    const host = hostOf(space, 'all')
    expect(await host.run()).toEqual(ids)
    expect(await host.run()).toEqual([])
  })
})
