import fc from 'fast-check'
import { expect, it } from 'vitest'
import { hashIdentity, IdentityIndex } from '../../src/ledger/identity-index.js'

const identity = { connection: 'main', hook: 'hook-1', type: 'incomingCall', key: 'a' }
const yes = () => true

it('gives different hashes to identities that differ in any part', () => {
  const parts = ['connection', 'hook', 'type', 'key'] as const
  const hashes = [identity, ...parts.map((part) => ({ ...identity, [part]: 'other' }))].map(hashIdentity)
  expect(new Set(hashes.map(({ high, low }) => `${high} ${low}`)).size).toBe(5)
  expect(hashIdentity(identity)).toEqual(hashIdentity({ ...identity }))
})

it('asks which of the rows with one hash is meant', () => {
  const index = new IdentityIndex()
  for (const row of [1, 2, 3]) index.add(7, 9, row)
  expect(index.find(7, 9, (row) => row === 3)).toBe(3)
  expect(index.find(7, 9, () => false)).toBeUndefined()
  index.remove(7, 9, 2)
  expect([1, 2, 3].map((row) => index.find(7, 9, (candidate) => candidate === row))).toEqual([1, undefined, 3])
})

it('does not take hashes for equal that share one half', () => {
  const index = new IdentityIndex()
  index.add(1, 2, 1)
  expect([index.find(1, 2, yes), index.find(2, 2, yes), index.find(1, 1, yes)]).toEqual([1, undefined, undefined])
})

it('takes at most 46 bytes an entry, whatever its size', () => {
  const index = new IdentityIndex()
  for (let row = 1; row <= 50_000; row++) {
    const { high, low } = hashIdentity({ ...identity, key: String(row) })
    index.add(high, low, row)
    if (row > 1000) expect(index.bytes / row).toBeLessThan(46)
  }
})

it('finds what a map finds, whatever is added and removed', () => {
  // Few low halves, so that entries land on one another and around the end of the table.
  const entry = fc.record({ high: fc.integer({ min: -3, max: 3 }), low: fc.constantFrom(-1, -2, 0, 1, 1022, 1023, 5) })
  fc.assert(
    fc.property(fc.array(fc.record({ entry, remove: fc.boolean() }), { maxLength: 1500, size: 'max' }), (steps) => {
      const index = new IdentityIndex()
      const expected = new Map<string, number>()
      steps.forEach(({ entry: { high, low }, remove }, step) => {
        const key = `${high} ${low}`
        const row = expected.get(key)
        if (remove && row !== undefined) {
          expect(index.remove(high, low, row)).toBe(true)
          expected.delete(key)
        } else if (row === undefined) {
          index.add(high, low, step + 1)
          expected.set(key, step + 1)
        }
        for (const [other, otherRow] of expected) {
          const [otherHigh = 0, otherLow = 0] = other.split(' ').map(Number)
          expect(index.find(otherHigh, otherLow, yes)).toBe(otherRow)
        }
        expect(index.size).toBe(expected.size)
      })
    }),
    { numRuns: 20 },
  )
  expect(new IdentityIndex().remove(1, 1, 1)).toBe(false)
})
