import { describe, expect, it } from 'vitest'
import type { Field } from '../../src/core/fields.js'
import {
  any,
  boolean,
  date,
  integer,
  keyValues,
  list,
  longText,
  multiSelect,
  phone,
  select,
  sid,
  text,
  url,
} from '../../src/core/fields.js'
import { fieldSchema } from '../../src/runtime/field-schema.js'

const label = 'A'
const help = 'What this field is good for.'

/** What is wrong with a value; undefined where nothing is. */
const problem = (field: Field, value: unknown): string | undefined =>
  fieldSchema(field).safeParse(value).error?.issues[0]?.message

describe('a field left out', () => {
  const kinds: readonly ((spec: { label: string; help: string; required: boolean }) => Field)[] = [
    text,
    longText,
    phone,
    sid,
    url,
    integer,
    boolean,
    date,
    keyValues,
    any,
    (spec) => select({ ...spec, options: { a: 'A' } }),
    (spec) => multiSelect({ ...spec, options: { a: 'A' } }),
    (spec) => list({ ...spec, item: { kind: 'url' } }),
  ]

  it.each(kinds.map((kind) => [kind({ label, help, required: true }).kind, kind] as const))('of kind %s', (_, kind) => {
    expect(problem(kind({ label, help, required: true }), undefined)).toBe('is required')
    expect(problem(kind({ label, help, required: false }), undefined)).toBeUndefined()
  })

  it('gets its initial value, be it false or 0', () => {
    expect(fieldSchema(integer({ label, help, initial: 0 })).parse(undefined)).toBe(0)
    expect(fieldSchema(boolean({ label, help, required: true, initial: false })).parse(undefined)).toBe(false)
    expect(fieldSchema(integer({ label, help, apiDefault: 5 })).parse(undefined)).toBeUndefined()
  })
})

describe('limits', () => {
  it.each([
    [{}, 'must be a whole number'],
    [{ min: 1 }, 'must be a whole number, at least 1'],
    [{ max: 9 }, 'must be a whole number, at most 9'],
    [{ min: 1, max: 9, unit: 'seconds' }, 'must be a whole number of seconds from 1 to 9'],
  ])('of a number are named together: %j', (limits, message) => {
    expect(problem(integer({ label, help, ...limits }), 1.5)).toBe(message)
    expect(problem(integer({ label, help, ...limits }), '1')).toBe(message)
    expect(problem(integer({ label, help, ...limits }), 5)).toBeUndefined()
  })

  it('of a number hold at both ends', () => {
    const field = integer({ label, help, min: -1, max: 0 })
    expect([-2, -1, 0, 1].map((value) => problem(field, value) === undefined)).toEqual([false, true, true, false])
  })

  it('of a text count characters, and name a pattern by its meaning', () => {
    const field = text({ label, help, minLength: 2, maxLength: 3, pattern: '^[a😀]*$', patternMeaning: 'faces only' })
    expect(problem(field, '😀')).toBe('must have at least 2 characters; it has 1')
    expect(problem(field, '😀😀😀')).toBeUndefined()
    expect(problem(field, '😀😀😀😀')).toBe('must have at most 3 characters; it has 4')
    expect(problem(field, 'bb')).toBe('must be faces only')
    expect(problem(text({ label, help, pattern: '^a$' }), 'b')).toBe('must be of the form ^a$')
    expect(problem(text({ label, help, minLength: 0 }), '')).toBeUndefined()
  })

  it('of a multiple selection without options allow any text once', () => {
    const field = multiSelect({ label, help })
    expect(problem(field, ['x', 'y'])).toBeUndefined()
    expect(problem(field, ['x', 'x'])).toBe('must not name a value twice')
    expect(problem(field, [''])).toBe('must not be empty')
    expect(problem(field, [1])).toBe('must be a text')
  })

  it('name the first twelve of many options', () => {
    const options = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`o${index}`, 'O']))
    expect(problem(select({ label, help, options }), 'x')).toMatch(/^must be one of o0, .*o11, \.\.\.$/)
  })
})
