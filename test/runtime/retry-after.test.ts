import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { maxRetryAfterMs, readRetryAfter } from '../../src/runtime/retry-after.js'

const now = Date.UTC(2026, 0, 1)

describe('Retry-After', () => {
  it.each([
    ['7', 7_000],
    [' 120 ', 120_000],
    ['Thu, 01 Jan 2026 00:01:30 GMT', 90_000],
  ])('%s is a wait', (header, afterMs) => {
    expect(readRetryAfter(header, now)).toBe(afterMs)
  })

  it.each(['86401', '999999999999', 'Fri, 01 Jan 2066 00:00:00 GMT'])('%s is cut to a day', (header) => {
    expect(readRetryAfter(header, now)).toBe(86_400_000)
  })

  it.each([
    undefined,
    '',
    '0',
    '-1',
    '1.5',
    '1e3',
    '0x10',
    'Infinity',
    '1, 2',
    'soon',
    '9'.repeat(400),
    'Wed, 31 Dec 2025 23:59:00 GMT',
    '2026-01-01T01:00:00Z',
    'Thu, 99 Foo 2026 00:00:00 GMT',
  ])('%s is ignored', (header) => {
    expect(readRetryAfter(header, now)).toBeUndefined()
  })

  it('is never a wait of nothing, nor one beyond a day', () => {
    const headers = fc.oneof(
      fc.string(),
      fc.integer().map(String),
      fc.date({ noInvalidDate: true }).map((at) => at.toUTCString()),
    )
    fc.assert(
      fc.property(headers, (header) => {
        const wait = readRetryAfter(header, now) ?? 1
        expect(wait).toBeGreaterThan(0)
        expect(wait).toBeLessThanOrEqual(maxRetryAfterMs)
      }),
    )
  })
})
