import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Contract } from './contract.js'
import { event } from './engine.js'

/** Storing events, and knowing them again. */
export function testAppend(contract: Contract): void {
  it('stores an event once and gives a repeated one the row and the reply of the first', async () => {
    const { ledger } = contract
    const [first] = await ledger.append([event('a')])
    const [again] = await ledger.append([event('a', { body: 'other', reply: 'other' })])
    expect(first).toEqual({ outcome: 'appended', row: first?.row, reply: event('a').reply })
    expect(again).toEqual({ ...first, outcome: 'repeated' })
    expect(await ledger.events.show(first?.row ?? 0)).toMatchObject({ body: event('a').body })
    expect(await ledger.events.list()).toHaveLength(1)
  })

  it('takes connection, hook, type and key for the identity', async () => {
    const parts = [{}, { connection: 'other' }, { hook: 'other' }, { type: 'callStatus' }, { key: 'b' }]
    const appended = await contract.ledger.append(parts.map((part) => event('a', part)))
    expect(new Set(appended.map(({ row }) => row)).size).toBe(parts.length)
    const repeated = await contract.ledger.append(parts.map((part) => event('a', part)))
    expect(repeated.map(({ outcome }) => outcome)).toEqual(parts.map(() => 'repeated'))
  })

  it('does not mistake texts that only look the same when they are put together', async () => {
    const results = await contract.ledger.append([
      event('c', { hook: 'a\0b', type: 't' }),
      event('c', { hook: 'a', type: 'b\0t' }),
      event('t\0c', { hook: 'a', type: 'b' }),
    ])
    expect(results.map(({ outcome }) => outcome)).toEqual(['appended', 'appended', 'appended'])
  })

  it('finds the same event twice in one append, and in appends that are under way at once', async () => {
    const { ledger } = contract
    const within = await ledger.append([event('a'), event('a')])
    expect(within.map(({ outcome }) => outcome)).toEqual(['appended', 'repeated'])
    const atOnce = await Promise.all([1, 2, 3].map(() => ledger.append([event('b')])))
    expect(atOnce.flat().map(({ outcome }) => outcome)).toEqual(['appended', 'repeated', 'repeated'])
  })

  it('gives rows that grow in the order of the calls', async () => {
    const results = await Promise.all(['a', 'b', 'c', 'd'].map((key) => contract.ledger.append([event(key)])))
    const rows = results.flat().map(({ row }) => row)
    expect(rows).toEqual([...rows].sort((a, b) => a - b))
    expect(new Set(rows).size).toBe(4)
  })

  it('lets appends of one turn share a transaction, and separate ones not', async () => {
    const { ledger } = contract
    const before = (await ledger.stats()).commits
    await Promise.all([...'abcdefgh'].map((key) => ledger.append([event(key)])))
    expect((await ledger.stats()).commits - before).toBe(1)
    await ledger.append([event('x')])
    await ledger.append([event('y')])
    expect((await ledger.stats()).commits - before).toBe(3)
  })

  it('knows events again after it was opened again, and after a crash', async () => {
    const [first] = await contract.ledger.append([event('a')])
    const reopened = await contract.reopen()
    expect(await reopened.append([event('a')])).toEqual([{ ...first, outcome: 'repeated' }])
    const [second] = await reopened.append([event('b')])
    const crashed = await contract.crash()
    expect(await crashed.append([event('b')])).toEqual([{ ...second, outcome: 'repeated' }])
    expect(await crashed.append([event('c')])).toMatchObject([{ outcome: 'appended' }])
  })

  it('keeps what was acknowledged in a crash, and loses what was not yet', async () => {
    const { ledger } = contract
    await ledger.append([event('acknowledged')])
    const pending = ledger.append([event('under way')])
    const crashed = await contract.crash()
    await pending
    expect((await crashed.events.list()).map(({ key }) => key)).toEqual(['acknowledged'])
    expect(await crashed.append([event('under way')])).toMatchObject([{ outcome: 'appended' }])
  })

  it('lets a reply that comes later stand once, and gives it to repeated posts', async () => {
    const { ledger } = contract
    const [{ row } = { row: 0 }] = await ledger.append([event('a', { reply: undefined })])
    expect(await ledger.append([event('a')])).toEqual([{ outcome: 'repeated', row, reply: undefined }])
    expect(await ledger.answer(row, 'first')).toBe('first')
    expect(await ledger.answer(row, 'second')).toBe('first')
    expect(await ledger.append([event('a')])).toEqual([{ outcome: 'repeated', row, reply: 'first' }])
    expect(await ledger.answer(row + 1, 'nobody')).toBeUndefined()
  })

  it('tells which hooks got new events, but not about repeated ones', async () => {
    const told: (readonly string[])[] = []
    const stop = contract.ledger.onAppended((hooks) => told.push(hooks))
    await contract.ledger.append([event('a'), event('b', { hook: 'hook-2' }), event('c')])
    await contract.ledger.append([event('a')])
    expect(told).toEqual([['hook-1', 'hook-2']])
    stop()
    await contract.ledger.append([event('d')])
    expect(told).toHaveLength(1)
  })

  it('acknowledges an append although a listener throws', async () => {
    const others = process.listeners('uncaughtException')
    process.removeAllListeners('uncaughtException')
    const thrown = new Promise((resolve) => process.once('uncaughtException', resolve))
    contract.ledger.onAppended(() => {
      throw new Error('of the listener')
    })
    expect(await contract.ledger.append([event('a')])).toMatchObject([{ outcome: 'appended' }])
    expect(await thrown).toMatchObject({ message: 'of the listener' })
    for (const listener of others) process.on('uncaughtException', listener)
  })

  it('refuses what is no event without failing others of the same turn', async () => {
    const wrong = { ...event('a'), body: undefined } as never
    const results = await Promise.allSettled([contract.ledger.append([wrong]), contract.ledger.append([event('b')])])
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled'])
  })

  it('gives any text back as it was, and knows any key again', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), async (key, body) => {
        const [first] = await contract.ledger.append([event(key, { body })])
        const again = await contract.ledger.append([event(key)])
        expect(again).toMatchObject([{ outcome: 'repeated', row: first?.row }])
        const shown = await contract.ledger.events.show(first?.row ?? 0)
        if (first?.outcome === 'appended') expect(shown).toMatchObject({ key, body })
      }),
      { numRuns: 60 },
    )
    const alone = '\ud800'
    await contract.ledger.append([event(alone)])
    expect(await contract.ledger.append([event(alone)])).toMatchObject([{ outcome: 'repeated' }])
  })
}
