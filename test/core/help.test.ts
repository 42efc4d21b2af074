import { describe, expect, it } from 'vitest'
import { boolean, decimal, integer, list, select, text, url } from '../../src/core/fields.js'
import { fieldHelp } from '../../src/core/help.js'

const base = { label: 'Value', help: 'Enter a value.' }

describe('the help of a field', () => {
  it('is its own sentences where there is nothing to add', () => {
    expect(fieldHelp(url(base))).toBe('Enter a value.')
    expect(fieldHelp(integer({ ...base, min: 1 }))).toBe('Enter a value.')
  })

  it.each([
    [integer({ ...base, min: 1, max: 600, unit: 'seconds' }), 'From 1 to 600 seconds.'],
    [integer({ ...base, min: 5 }), 'At least 5.'],
    [integer({ ...base, max: 9 }), 'At most 9.'],
    [text({ ...base, minLength: 4, maxLength: 4 }), 'Exactly 4 characters.'],
    [text({ ...base, maxLength: 1600 }), 'At most 1600 characters.'],
    [text({ ...base, pattern: '^[0-9]+$', patternMeaning: 'digits only', maxLength: 3 }), 'Must be digits only.'],
    [list({ ...base, item: { kind: 'url' }, minItems: 1, maxItems: 8 }), 'From 1 to 8 items.'],
    [decimal(base), 'A plain decimal with up to 4 decimals, such as `0.05`.'],
  ])('ends with the limits: %#', (field, limits) => {
    expect(fieldHelp(field)).toBe(`Enter a value. ${limits}`)
  })

  it("names the API's own default last, with its unit", () => {
    expect(fieldHelp(integer({ ...base, max: 600, unit: 'seconds', apiDefault: 60 }))).toBe(
      'Enter a value. At most 600 seconds. If empty, SignalWire uses `60` seconds.',
    )
    expect(fieldHelp(boolean({ ...base, apiDefault: false }))).toBe('Enter a value. If empty, SignalWire uses `no`.')
    expect(fieldHelp(boolean({ ...base, apiDefault: true }))).toContain('`yes`')
    expect(fieldHelp(select({ ...base, options: { a: 'A' }, apiDefault: 'a' }))).toContain('`a`')
  })

  it("does not name a host's default, which the form shows", () => {
    expect(fieldHelp(integer({ ...base, initial: 10 }))).toBe('Enter a value.')
  })
})
