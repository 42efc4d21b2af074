import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { closeAll, type HistoryRow, hostOf, spaceWithRows } from './polled.js'

afterEach(closeAll)

describe('any history', () => {
  /** What happens between two runs: rows appear, some of them late, and the trigger runs with a Limit. */
  const step = fc.record({
    // Seconds after the newest row, or before it, as far as the overlap reaches.
    appear: fc.array(fc.oneof(fc.integer({ min: 0, max: 900 }), fc.integer({ min: -600, max: 2 }), fc.constant(0)), {
      maxLength: 6,
    }),
    limit: fc.integer({ min: 1, max: 5 }),
  })

  it('gives everything new exactly once', async () => {
    let rows: HistoryRow[] = []
    const space = await spaceWithRows(() => rows, 3)
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: -2000, max: 0 }), { maxLength: 8 }),
        fc.array(step, { minLength: 1, maxLength: 7 }),
        async (before, steps) => {
          rows = before.map((time, index) => ({ id: `old${index}`, time }))
          const host = hostOf(space)
          expect(await host.run()).toEqual([])
          const expected: string[] = []
          const found: string[] = []
          for (const { appear, limit } of steps) {
            for (const offset of appear) {
              const newest = rows.length > 0 ? Math.max(...rows.map(({ time }) => time)) : 0
              const id = `new${expected.length}`
              rows.push({ id, time: newest + offset })
              expected.push(id)
            }
            const given = await host.run(limit)
            expect(given.length).toBeLessThanOrEqual(limit)
            found.push(...given)
          }
          for (let given = await host.run(50); given.length > 0; given = await host.run(50)) found.push(...given)
          expect([...found].sort()).toEqual([...expected].sort())
        },
      ),
      { numRuns: 300 },
    )
  })

  it('without late rows gives them in the order of their times', async () => {
    let rows: HistoryRow[] = []
    const space = await spaceWithRows(() => rows, 3)
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(400), fc.integer({ min: 1, max: 3 })), { maxLength: 12 }),
        async (gaps) => {
          rows = []
          const host = hostOf(space, 'all')
          const found: string[] = []
          let time = 0
          for (const [gap, limit] of gaps) {
            time += gap + 1
            rows.push({ id: `new${rows.length}`, time })
            found.push(...(await host.run(limit)))
          }
          expect(found).toEqual(rows.map(({ id }) => id))
        },
      ),
      { numRuns: 100 },
    )
  })
})
