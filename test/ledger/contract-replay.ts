import { expect, it } from 'vitest'
import type { Lease } from '../../src/ledger/port.js'
import type { Contract } from './contract.js'
import { event } from './engine.js'

const subscription = { hook: 'hook-1', consumer: 'scenario' }

/** An operator wants events to be delivered again. */
export function testReplay(contract: Contract): void {
  const lease = async (ordered = true) =>
    (await contract.ledger.lease(subscription, { holder: 'one', ordered })) as Lease
  const append = async (...keys: string[]) =>
    (await contract.ledger.append(keys.map((key) => event(key)))).map(({ row }) => row)
  const read = async (held: Lease) =>
    (await contract.ledger.read(held)).deliveries.map(({ key, attempt, replayed }) => [key, attempt, replayed])

  it('offers dead letters and delivered events again, marked, before newer ones', async () => {
    const [a = 0, b = 0] = await append('a', 'b', 'c')
    const held = await lease()
    await contract.ledger.bury(held, a, 'failed')
    await contract.ledger.advance(held, [b])
    expect(await contract.ledger.replay(subscription, [a, b])).toEqual([
      { row: a, outcome: 'replayed' },
      { row: b, outcome: 'replayed' },
    ])
    const expected = [
      ['a', 1, true],
      ['b', 1, true],
      ['c', 1, false],
    ]
    expect(await read(held)).toEqual(expected)
    await contract.crash()
    expect(await read(held)).toEqual(expected)
    await contract.ledger.advance(held, [a, b])
    expect(await read(held)).toEqual([['c', 1, false]])
    expect(await contract.ledger.events.list({ state: 'dead' })).toEqual([])
  })

  it('does not let a replayed event that fails hold up others', async () => {
    const [a = 0, b = 0] = await append('a', 'b')
    const held = await lease()
    await contract.ledger.advance(held, [a])
    await contract.ledger.replay(subscription, [a])
    await contract.ledger.defer(held, { row: a, attempt: 1 }, { reason: 'failed' })
    expect(await read(held)).toEqual([['b', 1, false]])
    await contract.ledger.advance(held, [b])
    await contract.clock.advance(5000)
    expect(await read(held)).toEqual([['a', 2, true]])
  })

  it('works in a subscription that is not ordered, for events done before earlier ones', async () => {
    const [a = 0, b = 0] = await append('a', 'b')
    const held = await lease(false)
    await contract.ledger.advance(held, [b])
    expect(await contract.ledger.replay(subscription, [b])).toEqual([{ row: b, outcome: 'replayed' }])
    expect(await read(held)).toEqual([
      ['a', 1, false],
      ['b', 1, true],
    ])
    await contract.ledger.advance(held, [a])
    expect(await read(held)).toEqual([['b', 1, true]])
  })

  it('leaves alone what is to be delivered anyway, and says what it does not know', async () => {
    const [a = 0, b = 0] = await append('a', 'b')
    const [other] = await contract.ledger.append([event('elsewhere', { hook: 'hook-2' })])
    const held = await lease()
    await contract.ledger.defer(held, { row: a, attempt: 1 }, { reason: 'failed' })
    expect(await contract.ledger.replay(subscription, [a, b, other?.row ?? 0, 999])).toEqual([
      { row: a, outcome: 'pending' },
      { row: b, outcome: 'pending' },
      { row: other?.row, outcome: 'unknown' },
      { row: 999, outcome: 'unknown' },
    ])
    expect(await contract.ledger.replay({ ...subscription, consumer: 'nobody' }, [a])).toEqual([
      { row: a, outcome: 'unknown' },
    ])
    await contract.clock.advance(5000)
    expect(await read(held)).toEqual([
      ['a', 2, false],
      ['b', 1, false],
    ])
  })

  it('tells listeners, so that it does not wait for the next event', async () => {
    const [a = 0] = await append('a')
    await contract.ledger.advance(await lease(), [a])
    const told: (readonly string[])[] = []
    contract.ledger.onAppended((hooks) => told.push(hooks))
    await contract.ledger.replay(subscription, [a])
    expect(told).toEqual([['hook-1']])
  })
}
