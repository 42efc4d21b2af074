import { expect, it } from 'vitest'
import type { EventFilter, Lease } from '../../src/ledger/port.js'
import type { Contract } from './contract.js'
import { event, minute } from './engine.js'

const subscription = { hook: 'hook-1', consumer: 'scenario' }

/** What operators and metrics see. */
export function testEvents(contract: Contract): void {
  const listed = async (filter?: EventFilter) => (await contract.ledger.events.list(filter)).map(({ key }) => key)

  it('lists events newest first, a page at a time', async () => {
    await contract.ledger.append([...'abcde'].map((key) => event(key)))
    expect(await listed({ limit: 2 })).toEqual(['e', 'd'])
    const [, last] = await contract.ledger.events.list({ limit: 2 })
    expect(await listed({ limit: 2, before: last?.row })).toEqual(['c', 'b'])
  })

  it('filters by hook, type and time', async () => {
    const { ledger, clock } = contract
    const start = clock.now()
    await ledger.append([event('a'), event('b', { hook: 'hook-2' }), event('c', { type: 'callStatus' })])
    await clock.advance(minute)
    await ledger.append([event('d')])
    expect(await listed({ hook: 'hook-1' })).toEqual(['d', 'c', 'a'])
    expect(await listed({ type: 'incomingCall', hook: 'hook-1' })).toEqual(['d', 'a'])
    expect(await listed({ since: start + minute })).toEqual(['d'])
    expect(await listed({ until: start + minute })).toEqual(['c', 'b', 'a'])
    expect(await listed({ hook: 'unheard of' })).toEqual([])
  })

  it('filters by what became of events', async () => {
    const { ledger } = contract
    const rows = (await ledger.append([...'abcd'].map((key) => event(key)))).map(({ row }) => row)
    const [a = 0, b = 0, c = 0] = rows
    await ledger.append([event('nobody listens', { hook: 'hook-2' })])
    const held = (await ledger.lease(subscription, { holder: 'one' })) as Lease
    await ledger.advance(held, [a])
    await ledger.bury(held, b, 'failed')
    await ledger.defer(held, { row: c, attempt: 1 }, { reason: 'busy' })
    const found = await Promise.all(
      (['delivered', 'dead', 'waiting', 'pending'] as const).map((state) => listed({ state })),
    )
    expect(found).toEqual([['a'], ['b'], ['c'], ['d']])
    expect(await listed({ state: 'dead', consumer: 'another' })).toEqual([])
    expect(await listed({ state: 'dead', consumer: 'scenario' })).toEqual(['b'])
  })

  it('shows an event with its body, its reply and its deliveries', async () => {
    const { ledger, clock } = contract
    const [{ row } = { row: 0 }] = await ledger.append([event('a')])
    await ledger.subscribe({ ...subscription, consumer: 'later' }, { from: 'next' })
    const held = (await ledger.lease(subscription, { holder: 'one' })) as Lease
    await ledger.defer(held, { row, attempt: 1 }, { reason: 'busy' })
    expect(await ledger.events.show(row)).toEqual({
      ...event('a'),
      row,
      receivedAt: clock.now(),
      deliveries: [{ consumer: 'scenario', state: 'waiting', attempts: 1, reason: 'busy', dueAt: clock.now() + 5000 }],
    })
    expect(await ledger.events.show(row + 1)).toBeUndefined()
  })

  it('counts what is stored, what repeated and what is still to be delivered', async () => {
    const { ledger, clock } = contract
    const start = clock.now()
    const [{ row: a } = { row: 0 }] = await ledger.append([event('a')])
    await clock.advance(1000)
    const [{ row: b } = { row: 0 }] = await ledger.append([event('b'), event('c')])
    await ledger.append([event('c')])
    const held = (await ledger.lease(subscription, { holder: 'one' })) as Lease
    const numbers = { ...subscription, ordered: true }
    expect(await ledger.stats()).toMatchObject({ events: 3, appended: 3, repeated: 1 })
    const subscriptions = async () => (await ledger.stats()).subscriptions
    expect(await subscriptions()).toEqual([{ ...numbers, backlog: 3, oldestUndelivered: start, waiting: 0, dead: 0 }])
    await ledger.bury(held, a, 'failed')
    await ledger.defer(held, { row: b, attempt: 1 }, { reason: 'busy' })
    expect(await subscriptions()).toEqual([
      { ...numbers, backlog: 2, oldestUndelivered: start + 1000, waiting: 1, dead: 1 },
    ])
    await ledger.replay(subscription, [a])
    expect(await subscriptions()).toEqual([{ ...numbers, backlog: 3, oldestUndelivered: start, waiting: 2, dead: 0 }])
  })

  it('counts in a subscription that is not ordered', async () => {
    const { ledger, clock } = contract
    const rows = (await ledger.append([...'abc'].map((key) => event(key)))).map(({ row }) => row)
    const held = (await ledger.lease(subscription, { holder: 'one', ordered: false })) as Lease
    await ledger.advance(held, [rows[1] ?? 0])
    await ledger.defer(held, { row: rows[0] ?? 0, attempt: 1 }, { reason: 'busy' })
    expect((await ledger.stats()).subscriptions).toEqual([
      { ...subscription, ordered: false, backlog: 2, oldestUndelivered: clock.now(), waiting: 1, dead: 0 },
    ])
    await ledger.advance(held, rows)
    const [empty] = (await ledger.stats()).subscriptions
    expect([empty?.backlog, empty?.oldestUndelivered]).toEqual([0, undefined])
  })
}
