import { expect, it } from 'vitest'
import type { HookRecord, Lease } from '../../src/ledger/port.js'
import type { Contract } from './contract.js'
import { event } from './engine.js'

const hook: HookRecord = {
  id: 'hook-1',
  connection: 'main',
  module: 'watchNewCalls',
  name: 'Front desk',
  details: { input: { reply: 'message' }, snapshot: [{ number: '+12025550100', url: 'https://example.com/before' }] },
}

/** Hooks and trigger states are stored beside the events. */
export function testRecords(contract: Contract): void {
  it('stores hooks, changes them, lists them in the order they were made, and removes them', async () => {
    const { ledger, clock } = contract
    const created = await ledger.hooks.put(hook)
    expect(created).toEqual({ ...hook, createdAt: clock.now(), changedAt: clock.now() })
    await ledger.hooks.put({ ...hook, id: 'a-later-hook' })
    await clock.advance(1000)
    const changed = await ledger.hooks.put({ ...hook, name: 'Back desk' })
    expect(changed).toEqual({ ...created, name: 'Back desk', changedAt: clock.now() })
    const reopened = await contract.crash()
    expect(await reopened.hooks.get('hook-1')).toEqual(changed)
    expect((await reopened.hooks.list()).map(({ id }) => id)).toEqual(['hook-1', 'a-later-hook'])
    expect(await reopened.hooks.remove('hook-1')).toBe(true)
    expect(await reopened.hooks.remove('hook-1')).toBe(false)
    expect(await reopened.hooks.get('hook-1')).toBeUndefined()
  })

  it('removes the subscriptions of a hook with it, but not its events', async () => {
    const { ledger } = contract
    await ledger.hooks.put(hook)
    await ledger.append([event('a')])
    const held = await ledger.lease({ hook: hook.id, consumer: 'scenario' }, { holder: 'one' })
    await ledger.hooks.remove(hook.id)
    await expect(ledger.read(held as Lease)).rejects.toMatchObject({ code: 'lease_lost' })
    expect((await ledger.stats()).subscriptions).toEqual([])
    expect(await ledger.events.list()).toHaveLength(1)
  })

  it('stores states as they are', async () => {
    const { ledger } = contract
    const state = { version: 1, boundary: '2026-01-05T12:00:00.000Z', seen: { a: 'x' } }
    await ledger.states.put('watch', state)
    const reopened = await contract.crash()
    expect(await reopened.states.get('watch')).toEqual(state)
    expect(await reopened.states.get('constructor')).toBeUndefined()
    expect(await reopened.states.remove('watch')).toBe(true)
    expect(await reopened.states.remove('watch')).toBe(false)
    expect(await reopened.states.get('watch')).toBeUndefined()
  })

  it('stores a state together with the events it stands for, or neither', async () => {
    const { ledger } = contract
    await ledger.append([event('a')], { states: [{ key: 'watch', value: 1 }] })
    const under = ledger.append([event('b')], { states: [{ key: 'watch', value: 2 }] })
    const crashed = await contract.crash()
    await under
    expect([await crashed.states.get('watch'), (await crashed.events.list()).length]).toEqual([1, 1])
    const impossible = [{ key: 'watch', value: 3n }]
    await expect(crashed.append([event('c')], { states: impossible })).rejects.toThrow(TypeError)
    expect([await crashed.states.get('watch'), (await crashed.events.list()).length]).toEqual([1, 1])
  })
}
