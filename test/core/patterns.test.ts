import { describe, expect, it } from 'vitest'
import * as patterns from '../../src/core/patterns.js'

const texts = Object.entries(patterns).filter(
  (entry): entry is [string, string] => typeof entry[1] === 'string' && entry[0].endsWith('Pattern'),
)

describe.each(texts)('%s', (_, pattern) => {
  it('is valid with and without the u flag', () => {
    expect(() => new RegExp(pattern)).not.toThrow()
    expect(() => new RegExp(pattern, 'u')).not.toThrow()
  })

  it('is anchored, so that a part of a text never passes for the whole', () => {
    expect(pattern).toMatch(/^\^.*\$$/)
    expect(new RegExp(pattern, 'u').test('\n')).toBe(false)
    expect(new RegExp(pattern, 'u').test('')).toBe(false)
  })

  it('decides at once on long texts that nearly fit', () => {
    // Nothing in it repeats a repetition: with such a pattern this text would keep the test from ending.
    for (const text of [
      '0'.repeat(50_000),
      `${'0'.repeat(50_000)}!`,
      `http://${'a'.repeat(50_000)} `,
      `+${'1'.repeat(50_000)}`,
    ])
      expect(typeof new RegExp(pattern, 'u').test(text)).toBe('boolean')
  })
})

describe('the key of a field', () => {
  it('is camelCase', () => {
    for (const key of ['to', 'statusCallback', 'a1']) expect(patterns.keyPattern.test(key)).toBe(true)
    for (const key of ['To', 'status_callback', '1a', 'a-b', '', '__proto__', 'a.b'])
      expect(patterns.keyPattern.test(key)).toBe(false)
  })
})
