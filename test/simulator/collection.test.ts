import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Collection } from '../../src/simulator/collection.js'

const everyRow = () => true

/** Rows created at the given times; the sid is the place in the list. */
function collect(times: readonly number[]) {
  const rows = new Collection()
  for (const [sequence, created] of times.entries()) rows.add({ sid: String(sequence), created, sequence })
  const newestFirst = times
    .map((created, sequence) => ({ sid: String(sequence), created, sequence }))
    .sort((a, b) => b.created - a.created || b.sequence - a.sequence)
  return { rows, newestFirst }
}

const times = fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 30 })
const place = fc.record({ created: fc.integer({ min: 0, max: 5 }), sequence: fc.integer({ min: 0, max: 30 }) })

describe('a collection', () => {
  test('lists its rows newest first, in whatever order they came', () => {
    fc.assert(
      fc.property(times, (given) => {
        const { rows, newestFirst } = collect(given)
        expect([...rows]).toEqual(newestFirst)
        expect(rows.size).toBe(given.length)
      }),
    )
  })

  test('divides at a place in time, whether or not a row is there', () => {
    fc.assert(
      fc.property(times, place, (given, cursor) => {
        const { rows, newestFirst } = collect(given)
        const rank = (row: { created: number; sequence: number }) => row.created * 100 + row.sequence
        const older = rows.older(cursor, 100, everyRow)
        const newer = rows.newer(cursor, 100, everyRow)
        expect(older).toEqual(newestFirst.filter((row) => rank(row) < rank(cursor)))
        expect(newer).toEqual(newestFirst.filter((row) => rank(row) > rank(cursor)))
      }),
    )
  })

  test('takes the rows nearest to the place', () => {
    const { rows } = collect([0, 1, 2, 3, 4, 5])
    const sids = (found: readonly { sid: string }[]) => found.map((row) => row.sid)
    expect(sids(rows.older({ created: 3, sequence: 3 }, 2, everyRow))).toEqual(['2', '1'])
    expect(sids(rows.newer({ created: 2, sequence: 2 }, 2, everyRow))).toEqual(['4', '3'])
    expect(sids(rows.older(undefined, 2, (row) => row.sequence % 2 === 0))).toEqual(['4', '2'])
  })

  test('forgets what is deleted and holds what is replaced', () => {
    const { rows, newestFirst } = collect([1, 1, 2])
    rows.delete('1')
    rows.replace({ sid: '0', created: 1, sequence: 0 })
    expect([...rows]).toEqual(newestFirst.filter((row) => row.sid !== '1'))
    expect([rows.get('1'), rows.get('0')?.sid]).toEqual([undefined, '0'])
    rows.delete('nobody')
    expect(rows.size).toBe(2)
  })

  test('refuses an id twice, and a replacement for nothing', () => {
    const { rows } = collect([1])
    expect(() => rows.add({ sid: '0', created: 2, sequence: 2 })).toThrow('already holds')
    expect(() => rows.replace({ sid: 'x', created: 2, sequence: 2 })).toThrow('holds no row')
  })
})
