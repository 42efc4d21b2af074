import { describe, expect, it } from 'vitest'
import { type Codec, encodeValue, form, path, query, toRfc2822 } from '../../src/core/wire.js'

const instant = new Date('2026-01-05T23:30:15.250Z')

/** The bytes of a form with one field, as a server gets them. */
const sent = (codec: Codec, value: unknown) =>
  new URLSearchParams(encodeValue(codec, value).map((text): [string, string] => ['P', text])).toString()

describe('a codec, on the bytes that are sent', () => {
  it('plain sends texts and numbers as they are', () => {
    expect(sent('plain', '+1 <&> ü\n')).toBe('P=%2B1+%3C%26%3E+%C3%BC%0A')
    expect(sent('plain', 60)).toBe('P=60')
    expect(sent('plain', '')).toBe('P=')
  })

  it('boolean sends true or false', () => {
    expect(sent('boolean', true)).toBe('P=true')
    expect(sent('boolean', false)).toBe('P=false')
  })

  it.each([
    ['.5', '0.5'],
    ['1.', '1'],
    ['0.0500', '0.0500'],
    ['12', '12'],
  ])('decimal sends %s as %s and loses no digit', (value, text) => {
    expect(sent('decimal', value)).toBe(`P=${text}`)
  })

  it('repeated sends one pair an item, in order, and none for no items', () => {
    expect(sent('repeated', ['b', 'a', 'b'])).toBe('P=b&P=a&P=b')
    expect(sent('repeated', [])).toBe('')
  })

  it('spaceSeparated sends one pair', () => {
    expect(sent('spaceSeparated', ['in-progress', 'completed'])).toBe('P=in-progress+completed')
  })

  it('rfc2822 sends an instant in GMT, to the second', () => {
    expect(sent('rfc2822', { instant })).toBe('P=Mon%2C+05+Jan+2026+23%3A30%3A15+GMT')
    expect(toRfc2822(instant)).toBe('Mon, 05 Jan 2026 23:30:15 GMT')
  })

  it('utcDay sends the day that was entered, otherwise the UTC day of the instant', () => {
    expect(sent('utcDay', { instant })).toBe('P=2026-01-05')
    expect(sent('utcDay', { instant: new Date('2026-01-04T22:00:00Z'), day: '2026-01-05' })).toBe('P=2026-01-05')
  })
})

describe('a wire', () => {
  it('says where a field goes and under which name', () => {
    expect(form('To')).toEqual({ in: 'form', name: 'To' })
    expect(path('Sid')).toEqual({ in: 'path', name: 'Sid' })
    const operator = { field: 'type', suffix: { before: '<' } }
    expect(query('Day', 'utcDay', operator)).toEqual({ in: 'query', name: 'Day', codec: 'utcDay', operator })
  })
})
