import { expect, it } from 'vitest'
import type { Lease, Subscription } from '../../src/ledger/port.js'
import type { Contract } from './contract.js'
import { event } from './engine.js'

const subscription: Subscription = { hook: 'hook-1', consumer: 'scenario' }
const lost = { name: 'RuntimeError', code: 'lease_lost' }

/** Who may work on a subscription. */
export function testLeases(contract: Contract): void {
  const lease = async (holder = 'one', forMs = 1000): Promise<Lease> => {
    const taken = await contract.ledger.lease(subscription, { holder, forMs })
    if (!taken) throw new Error('The subscription is held by another.')
    return taken
  }
  const isFree = async () => (await contract.ledger.lease(subscription, { holder: 'other' })) !== undefined

  it('are held by one at a time, until they are over', async () => {
    await lease()
    expect(await isFree()).toBe(false)
    await contract.clock.advance(999)
    expect(await isFree()).toBe(false)
    await contract.clock.advance(1)
    expect(await isFree()).toBe(true)
  })

  it('last as long as they are renewed, and end when they are given back', async () => {
    const first = await lease()
    await contract.clock.advance(900)
    const renewed = await contract.ledger.renew(first, 1000)
    expect(renewed).toEqual({ ...first, endsAt: contract.clock.now() + 1000 })
    await contract.clock.advance(900)
    expect(await isFree()).toBe(false)
    await contract.ledger.release(renewed)
    expect(await isFree()).toBe(true)
  })

  it('survive a restart', async () => {
    const first = await lease()
    await contract.ledger.append([event('a')])
    await contract.crash()
    expect(await isFree()).toBe(false)
    expect((await contract.ledger.read(first)).deliveries).toHaveLength(1)
  })

  it('may be taken again by their holder, who then has a new token', async () => {
    const first = await lease()
    const second = await lease()
    expect(second.token).toBeGreaterThan(first.token)
    await expect(contract.ledger.read(first)).rejects.toMatchObject(lost)
    expect(await contract.ledger.read(second)).toMatchObject({ deliveries: [] })
  })

  it('are not prolonged by a clock that is set back', async () => {
    await lease()
    await contract.reopen({ clock: { ...contract.clock, now: () => contract.clock.now() - 3_600_000 } })
    expect(await isFree()).toBe(true)
  })

  it('have tokens that only grow, also over subscriptions that were removed', async () => {
    const first = await lease()
    expect(await contract.ledger.unsubscribe(subscription)).toBe(true)
    const second = await lease()
    expect(second.token).toBeGreaterThan(first.token)
    await expect(contract.ledger.read(first)).rejects.toMatchObject(lost)
    const elsewhere = await contract.ledger.lease({ ...subscription, hook: 'hook-2' }, { holder: 'one' })
    expect(elsewhere?.token).toBeGreaterThan(second.token)
  })

  it('that were lost can do nothing', async () => {
    const { ledger, clock } = contract
    const [{ row } = { row: 0 }] = await ledger.append([event('a')])
    const stale = await lease('one')
    await clock.advance(1000)
    const current = await lease('two')
    const before = await ledger.events.list()
    for (const attempt of [
      () => ledger.read(stale),
      () => ledger.renew(stale),
      () => ledger.advance(stale, [row]),
      () => ledger.defer(stale, { row, attempt: 1 }, { reason: 'failed' }),
      () => ledger.bury(stale, row, 'failed'),
    ])
      await expect(attempt()).rejects.toMatchObject(lost)
    await ledger.release(stale)
    expect(await ledger.events.list()).toEqual(before)
    // The control: whoever holds the lease now still does, and can do all of it.
    await ledger.renew(current)
    await ledger.advance(current, [row])
    expect(await ledger.events.list()).not.toEqual(before)
  })

  it('that were given back can do nothing either', async () => {
    const given = await lease()
    await contract.ledger.release(given)
    await expect(contract.ledger.read(given)).rejects.toMatchObject(lost)
  })

  it('that are over still count until another takes the subscription', async () => {
    const [{ row } = { row: 0 }] = await contract.ledger.append([event('a')])
    const slow = await lease()
    await contract.clock.advance(60_000)
    await contract.ledger.advance(slow, [row])
    expect((await contract.ledger.read(await lease('two'))).deliveries).toEqual([])
  })
}
