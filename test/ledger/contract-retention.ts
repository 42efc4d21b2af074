import { expect, it } from 'vitest'
import type { Lease } from '../../src/ledger/port.js'
import type { Contract } from './contract.js'
import { day, event } from './engine.js'

const subscription = { hook: 'hook-1', consumer: 'scenario' }

/** Bodies go after 7 days, identities after 30. */
export function testRetention(contract: Contract): void {
  const append = async (...keys: string[]) =>
    (await contract.ledger.append(keys.map((key) => event(key)))).map(({ row }) => row)
  const lease = async () => (await contract.ledger.lease(subscription, { holder: 'one' })) as Lease
  const bodyOf = async (row: number) => (await contract.ledger.events.show(row))?.body

  it('keeps all of an event for a week, its identity for a month, then nothing', async () => {
    const [row = 0] = await append('a')
    await contract.clock.advance(7 * day)
    expect(await contract.ledger.retain()).toEqual({ bodies: 0, identities: 0 })
    await append('newer')
    await contract.clock.advance(1)
    expect(await contract.ledger.retain()).toEqual({ bodies: 1, identities: 0 })
    expect(await bodyOf(row)).toBeUndefined()
    expect(await contract.ledger.append([event('a')])).toEqual([{ outcome: 'repeated', row, reply: undefined }])
    await contract.clock.advance(23 * day)
    expect(await contract.ledger.retain()).toEqual({ bodies: 1, identities: 1 })
    expect(await contract.ledger.append([event('a')])).toMatchObject([{ outcome: 'appended' }])
  })

  it('knows identities without bodies again after a restart', async () => {
    const [row] = await append('a', 'b')
    await contract.clock.advance(8 * day)
    await append('newer')
    expect(await contract.ledger.retain()).toMatchObject({ bodies: 2 })
    const crashed = await contract.crash()
    expect(await crashed.append([event('a')])).toMatchObject([{ outcome: 'repeated', row }])
  })

  it('removes many, and gives no row twice even when all are gone', async () => {
    const keys = Array.from({ length: 1201 }, (_, index) => `key-${index}`)
    const rows = await append(...keys)
    await contract.clock.advance(31 * day)
    expect(await contract.ledger.retain()).toEqual({ bodies: 1201, identities: 1200 })
    expect((await contract.ledger.stats()).events).toBe(1)
    const reopened = await contract.reopen()
    const [next] = await reopened.append([event('next')])
    expect(next?.row).toBeGreaterThan(rows.at(-1) ?? 0)
    expect((await reopened.stats()).events).toBe(2)
  })

  it('keeps what is still to be delivered, however old, and lets it go once it is done', async () => {
    const [a = 0, b = 0] = await append('a', 'b', 'c')
    const held = await lease()
    await contract.ledger.advance(held, [a])
    await contract.ledger.defer(held, { row: b, attempt: 1 }, { reason: 'busy' })
    await contract.clock.advance(40 * day)
    await append('newer')
    expect(await contract.ledger.retain()).toEqual({ bodies: 1, identities: 1 })
    expect((await contract.ledger.read(held)).deliveries.map(({ key }) => key)).toEqual(['b', 'c', 'newer'])
    expect(await contract.ledger.append([event('b')])).toMatchObject([{ outcome: 'repeated' }])
    await contract.ledger.advance(held, [b])
    expect(await contract.ledger.retain()).toEqual({ bodies: 1, identities: 1 })
  })

  it('keeps a dead letter for a week after it died, to be replayed', async () => {
    const [a = 0] = await append('a')
    const held = await lease()
    await contract.clock.advance(6 * day)
    await contract.ledger.bury(held, a, 'failed')
    await append('newer')
    await contract.clock.advance(7 * day)
    expect(await contract.ledger.retain()).toMatchObject({ bodies: 0 })
    expect(await contract.ledger.events.list({ state: 'dead' })).toHaveLength(1)
    await contract.clock.advance(1)
    expect(await contract.ledger.retain()).toMatchObject({ bodies: 1 })
    expect(await contract.ledger.replay(subscription, [a])).toEqual([{ row: a, outcome: 'gone' }])
  })

  it('keeps other times where they are set', async () => {
    await contract.reopen({ retention: { bodiesMs: day, identitiesMs: 2 * day } })
    await append('a')
    await contract.clock.advance(day + 1)
    await append('b')
    expect(await contract.ledger.retain()).toEqual({ bodies: 1, identities: 0 })
    await contract.clock.advance(day)
    expect(await contract.ledger.retain()).toMatchObject({ identities: 1 })
  })

  it('is not fooled by events that were received while the clock was wrong', async () => {
    const { clock } = contract
    const at = async (now: number, key: string) => {
      const ledger = await contract.reopen({ clock: { ...clock, now: () => now } })
      return (await ledger.append([event(key)]))[0]?.row ?? 0
    }
    const today = clock.now()
    await at(today, 'right')
    const past = await at(0, 'far in the past')
    const future = await at(today + 400 * day, 'far in the future')
    await at(today + 8 * day, 'a week later')
    await contract.reopen({ clock: { ...clock, now: () => today + day } })
    await contract.ledger.retain()
    expect(await bodyOf(past)).toBeDefined()
    await contract.reopen({ clock: { ...clock, now: () => today + 9 * day } })
    expect(await contract.ledger.retain()).toMatchObject({ bodies: 3 })
    expect([await bodyOf(past), await bodyOf(future)]).toEqual([undefined, undefined])
  })
}
