import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  formatIso8601,
  formatRfc2822,
  isUtcDay,
  parseIso8601,
  parseRfc2822,
  utcDay,
} from '../../src/simulator/dates.js'

const NOON = Date.UTC(2026, 0, 5, 12)

test('an instant is written as RFC 2822, ISO 8601 and UTC day', () => {
  expect(formatRfc2822(NOON + 999)).toBe('Mon, 05 Jan 2026 12:00:00 +0000')
  expect(formatIso8601(NOON + 999)).toBe('2026-01-05T12:00:00Z')
  expect(utcDay(NOON + 12 * 3_600_000 - 1)).toBe('2026-01-05')
})

test('RFC 2822 is read back to the second', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4_102_444_800 }), (second) => {
      expect(parseRfc2822(formatRfc2822(second * 1000))).toBe(second * 1000)
    }),
  )
})

test.each(['Mon, 05 Jan 2026 12:00:00 GMT', '5 Jan 2026 12:00:00 UTC', 'Mon, 05 Jan 2026 12:00:00 -0000'])(
  '%s is the same noon',
  (text) => {
    expect(parseRfc2822(text)).toBe(NOON)
  },
)

test.each([
  '',
  '2026-01-05T12:00:00Z',
  'Mon, 05 Jan 2026 12:00:00 +0200',
  'Mon, 05 January 2026 12:00:00 GMT',
  '31 Feb 2026 12:00:00 GMT',
  '05 Jan 2026 24:00:00 GMT',
  '05 Jan 2026 12:60:00 GMT',
])('%j is no RFC 2822 date in GMT', (text) => {
  expect(parseRfc2822(text)).toBeUndefined()
})

test('ISO 8601 is read in UTC only, and only where it exists', () => {
  expect([parseIso8601('2026-01-05T12:00:00Z'), parseIso8601('2026-01-05T12:00:00.000Z')]).toEqual([NOON, NOON])
  for (const text of ['2026-01-05', '2026-01-05T12:00:00+01:00', '2026-02-30T12:00:00Z', '2026-01-05T24:00:00Z']) {
    expect(parseIso8601(text)).toBeUndefined()
  }
})

test('a UTC day exists in the calendar', () => {
  expect(['2024-02-29', '2026-12-31'].every(isUtcDay)).toBe(true)
  expect(['2026-02-29', '2026-13-01', '2026-1-5', '2026-01-05T00:00:00Z'].some(isUtcDay)).toBe(false)
})
