import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { limitsOf } from '../../../src/simulator/webhooks/time-limits.js'

describe('the limits of a webhook', () => {
  test.each([
    ['', 2000, 5000, 15_000],
    ['#ot=100&rt=100&tt=100', 100, 100, 100],
    ['#ct=10000&rt=15000&tt=15000', 10_000, 15_000, 15_000],
    ['#ot=99&rt=15001&tt=0', 2000, 5000, 15_000],
    ['#ot=&rt=-5&tt=1e3', 2000, 5000, 15_000],
    ['#section', 2000, 5000, 15_000],
  ])('with the fragment %j', (fragment, connect, read, total) => {
    expect(limitsOf(`https://example.com/hook?rt=7000${fragment}`)).toEqual({ connect, read, total })
  })

  test('are in range, whatever the fragment', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer(), (text, ms) => {
        const { connect, read, total } = limitsOf(`https://example.com/#rt=${ms}&${text}`)
        for (const limit of [connect, read, total]) expect(limit >= 100 && limit <= 15_000).toBe(true)
      }),
    )
  })
})
