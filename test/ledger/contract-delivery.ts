import { expect, it } from 'vitest'
import type { Lease, LeaseOptions } from '../../src/ledger/port.js'
import type { Contract } from './contract.js'
import { event, minute } from './engine.js'

const subscription = { hook: 'hook-1', consumer: 'scenario' }
const failure = { reason: 'The consumer answered 500.' }

/** Events reach a consumer that has a lease: in order, until they are done or buried. */
export function testDelivery(contract: Contract): void {
  const lease = async (options: Partial<LeaseOptions> = {}): Promise<Lease> =>
    (await contract.ledger.lease(subscription, { holder: 'one', ...options })) as Lease
  const append = async (...keys: string[]) =>
    (await contract.ledger.append(keys.map((key) => event(key)))).map(({ row }) => row)
  const keys = async (held: Lease, max?: number, skip?: readonly number[]) =>
    (await contract.ledger.read(held, { max, skip })).deliveries.map(({ key }) => key)

  it('gives events whole, oldest first, and only those of the hook', async () => {
    const [row] = await append('a', 'b')
    await contract.ledger.append([event('elsewhere', { hook: 'hook-2' })])
    const { deliveries, dueAt } = await contract.ledger.read(await lease())
    const { reply: _, ...sent } = event('a')
    expect(deliveries[0]).toEqual({ ...sent, row, receivedAt: contract.clock.now(), attempt: 1, replayed: false })
    expect(deliveries.map(({ key }) => key)).toEqual(['a', 'b'])
    expect(dueAt).toBeUndefined()
  })

  it('gives at most as many as asked for, and the same ones until they are done', async () => {
    const rows = await append('a', 'b', 'c')
    const held = await lease()
    expect(await keys(held, 2)).toEqual(['a', 'b'])
    expect(await keys(held, 2)).toEqual(['a', 'b'])
    await contract.ledger.advance(held, rows.slice(0, 2))
    expect(await keys(held, 2)).toEqual(['c'])
  })

  it('never gives an event again that was advanced, also after a restart and a crash', async () => {
    const [a = 0, b = 0] = await append('a', 'b', 'c')
    const held = await lease()
    await contract.ledger.advance(held, [a])
    await contract.reopen()
    expect(await keys(held)).toEqual(['b', 'c'])
    await contract.ledger.advance(held, [b])
    await contract.crash()
    expect(await keys(held)).toEqual(['c'])
    // Said twice, as after an answer that got lost, it changes nothing.
    await contract.ledger.advance(held, [a, b])
    expect(await keys(held)).toEqual(['c'])
  })

  it('starts with the oldest event or the next, as the subscription says', async () => {
    await append('before')
    const next = await contract.ledger.lease({ ...subscription, consumer: 'next' }, { holder: 'one', from: 'next' })
    await append('after')
    expect(await keys(next as Lease)).toEqual(['after'])
    expect(await keys(await lease({ from: 'first' }))).toEqual(['before', 'after'])
  })

  it('lets a failed event hold up those behind it, and no other subscription', async () => {
    const [row = 0] = await append('a', 'b')
    const held = await lease()
    const deferred = await contract.ledger.defer(held, { row, attempt: 1 }, failure)
    expect(deferred).toEqual({ outcome: 'deferred', attempts: 1, dueAt: contract.clock.now() + 5000 })
    expect(await contract.ledger.read(held)).toEqual({ deliveries: [], dueAt: contract.clock.now() + 5000 })
    const other = await contract.ledger.lease({ ...subscription, consumer: 'other' }, { holder: 'one' })
    expect(await keys(other as Lease)).toEqual(['a', 'b'])
    await contract.clock.advance(4999)
    expect(await keys(held)).toEqual([])
    await contract.clock.advance(1)
    const { deliveries } = await contract.ledger.read(held)
    expect(deliveries.map(({ key, attempt }) => [key, attempt])).toEqual([
      ['a', 2],
      ['b', 1],
    ])
  })

  it('makes eight attempts within about an hour, then a dead letter, and goes on', async () => {
    const [row = 0] = await append('a', 'b')
    const held = await lease()
    const start = contract.clock.now()
    for (let attempt = 1; attempt <= 7; attempt++) {
      const deferred = await contract.ledger.defer(held, { row, attempt }, failure)
      if (deferred.outcome !== 'deferred') throw new Error(`Attempt ${attempt} was ${deferred.outcome}.`)
      await contract.clock.advance(deferred.dueAt - contract.clock.now())
      expect((await contract.ledger.read(held)).deliveries[0]).toMatchObject({ key: 'a', attempt: attempt + 1 })
    }
    expect(contract.clock.now() - start).toBeGreaterThan(50 * minute)
    expect(contract.clock.now() - start).toBeLessThan(70 * minute)
    expect(await contract.ledger.defer(held, { row, attempt: 8 }, failure)).toEqual({ outcome: 'buried', attempts: 8 })
    expect(await keys(held)).toEqual(['b'])
    expect(await contract.ledger.events.list({ state: 'dead' })).toMatchObject([
      { key: 'a', deliveries: [{ state: 'dead', attempts: 8, reason: failure.reason }] },
    ])
  })

  it('counts an attempt once, however often it is reported', async () => {
    const [row = 0] = await append('a')
    const held = await lease()
    const first = await contract.ledger.defer(held, { row, attempt: 1 }, failure)
    await contract.clock.advance(2000)
    expect(await contract.ledger.defer(held, { row, attempt: 1 }, failure)).toEqual(first)
  })

  it('waits longer where the consumer asks for it, within the schedule', async () => {
    const [row = 0] = await append('a')
    const held = await lease()
    const now = contract.clock.now()
    expect(await contract.ledger.defer(held, { row, attempt: 1 }, { ...failure, afterMs: minute })).toMatchObject({
      dueAt: now + minute,
    })
    expect(await contract.ledger.defer(held, { row, attempt: 2 }, { ...failure, afterMs: 1e12 })).toMatchObject({
      dueAt: now + 30 * minute,
    })
  })

  it.each([true, false])('does not wait longer because the clock is set back, ordered: %s', async (ordered) => {
    const [row = 0] = await append('a')
    const held = await lease({ ordered })
    await contract.ledger.defer(held, { row, attempt: 1 }, failure)
    await contract.reopen({ clock: { ...contract.clock, now: () => contract.clock.now() - 4000 } })
    expect(await keys(held)).toEqual([])
    await contract.reopen({ clock: { ...contract.clock, now: () => contract.clock.now() - 10 * minute } })
    expect(await keys(held)).toEqual(['a'])
  })

  it('buries at once where it is told to', async () => {
    const [a = 0] = await append('a', 'b')
    const held = await lease()
    await contract.ledger.bury(held, a, 'It can never work.')
    expect(await keys(held)).toEqual(['b'])
    expect(await contract.ledger.events.list({ state: 'dead' })).toMatchObject([
      { deliveries: [{ attempts: 1, reason: 'It can never work.' }] },
    ])
    expect(await contract.ledger.defer(held, { row: a, attempt: 1 }, failure)).toEqual({
      outcome: 'buried',
      attempts: 1,
    })
  })

  it('refuses to deal with an event before the earlier ones, and leaves all as it was', async () => {
    const [a = 0, b = 0, c = 0] = await append('a', 'b', 'c')
    const held = await lease()
    const refused = { code: 'out_of_order' }
    await expect(contract.ledger.advance(held, [b])).rejects.toMatchObject(refused)
    await expect(contract.ledger.advance(held, [a, c])).rejects.toMatchObject(refused)
    await expect(contract.ledger.defer(held, { row: b, attempt: 1 }, failure)).rejects.toMatchObject(refused)
    await expect(contract.ledger.bury(held, b, 'x')).rejects.toMatchObject(refused)
    expect(await keys(held)).toEqual(['a', 'b', 'c'])
    await contract.ledger.advance(held, [b, a])
    expect(await keys(held)).toEqual(['c'])
  })

  it('refuses events of other hooks and events that do not exist', async () => {
    const [other] = await contract.ledger.append([event('elsewhere', { hook: 'hook-2' })])
    const held = await lease()
    for (const row of [other?.row ?? 0, 999])
      await expect(contract.ledger.advance(held, [row])).rejects.toMatchObject({ code: 'unknown_event' })
  })

  it('goes on with later events where the subscription is not ordered', async () => {
    const [a = 0, b = 0, c = 0] = await append('a', 'b', 'c', 'd')
    const held = await lease({ ordered: false })
    await contract.ledger.defer(held, { row: a, attempt: 1 }, failure)
    await contract.ledger.advance(held, [c])
    expect(await keys(held)).toEqual(['b', 'd'])
    expect(await keys(held, 1, [b])).toEqual(['d'])
    await contract.crash()
    await contract.clock.advance(5000)
    expect(await keys(held)).toEqual(['a', 'b', 'd'])
    await contract.ledger.advance(held, [a, b])
    expect(await keys(held)).toEqual(['d'])
  })

  it('keeps the order of what is left when a subscription becomes ordered', async () => {
    const [a = 0, b = 0, c = 0, d = 0] = await append('a', 'b', 'c', 'd')
    const held = await lease({ ordered: false })
    await contract.ledger.defer(held, { row: b, attempt: 1 }, failure)
    await contract.ledger.advance(held, [a, c])
    await contract.ledger.subscribe(subscription, { ordered: true })
    expect(await keys(held)).toEqual([])
    await expect(contract.ledger.advance(held, [d])).rejects.toMatchObject({ code: 'out_of_order' })
    await contract.clock.advance(5000)
    expect(await keys(held)).toEqual(['b', 'd'])
  })
}
