import { describe, expect, it } from 'vitest'
import { activeFields, allFields } from '../../src/core/active-fields.js'
import { choice, integer, text } from '../../src/core/fields.js'

const base = { label: 'Value', help: 'Enter a value that is looked at.' }
const shortShared = text({ ...base, maxLength: 3 })
const longShared = text({ ...base, maxLength: 5 })

const fields = {
  before: text(base),
  way: choice({
    ...base,
    options: {
      a: { label: 'A', fields: { shared: shortShared, onlyA: text(base) } },
      b: {
        label: 'B',
        fields: {
          shared: longShared,
          inner: choice({
            ...base,
            options: { x: { label: 'X', fields: { deep: integer(base) } }, y: { label: 'Y', fields: {} } },
          }),
        },
      },
      c: { label: 'C', fields: {} },
    },
  }),
  after: text(base),
}

const keys = (input: Record<string, unknown>) => [...activeFields(fields, input).fields.keys()]
const misplaced = (input: Record<string, unknown>) => activeFields(fields, input).misplaced

describe('the fields that exist for an input', () => {
  it('are those outside of options where nothing is chosen', () => {
    expect(keys({})).toEqual(['before', 'way', 'after'])
  })

  it('follow their choice once it is made', () => {
    expect(keys({ way: 'a' })).toEqual(['before', 'way', 'shared', 'onlyA', 'after'])
    expect(keys({ way: 'b', inner: 'x' })).toEqual(['before', 'way', 'shared', 'inner', 'deep', 'after'])
    expect(keys({ way: 'c' })).toEqual(['before', 'way', 'after'])
  })

  it("are the chosen option's own where several options have the key", () => {
    expect(activeFields(fields, { way: 'a' }).fields.get('shared')).toBe(shortShared)
    expect(activeFields(fields, { way: 'b' }).fields.get('shared')).toBe(longShared)
  })

  it('name their combination, so that inputs with other values share it', () => {
    const of = (input: Record<string, unknown>) => activeFields(fields, input).combination
    expect(of({ way: 'a', shared: 'x' })).toBe(of({ way: 'a', before: 'y' }))
    expect(new Set([of({}), of({ way: 'a' }), of({ way: 'b' }), of({ way: 'b', inner: 'x' })]).size).toBe(4)
  })

  it.each(['toString', '__proto__', 'constructor'])('take %s for no option', (name) => {
    expect(keys({ way: name })).toEqual(['before', 'way', 'after'])
  })
})

describe('a misplaced key', () => {
  it('is one whose option is not chosen, with the options that have it', () => {
    expect(misplaced({ way: 'c', shared: 'x' })).toEqual([{ key: 'shared', choice: 'way', options: ['a', 'b'] }])
    expect(misplaced({ way: 'b', onlyA: 'x' })).toEqual([{ key: 'onlyA', choice: 'way', options: ['a'] }])
    expect(misplaced({ deep: 1 })).toEqual([{ key: 'deep', choice: 'way', options: ['b'] }])
  })

  it('is reported for the innermost choice that decides', () => {
    expect(misplaced({ way: 'b', inner: 'y', deep: 1 })).toEqual([{ key: 'deep', choice: 'inner', options: ['x'] }])
  })

  it('is none where its option is chosen or it is not filled', () => {
    expect(misplaced({ way: 'a', shared: 'x', onlyA: undefined })).toEqual([])
    expect(misplaced({ way: 'c', onlyA: undefined })).toEqual([])
  })

  it('is none where the choice itself is wrong, which is reported instead', () => {
    expect(misplaced({ way: 'z', onlyA: 'x' })).toEqual([])
  })
})

describe('all fields', () => {
  it('are those of all options too, the first of each key', () => {
    const all = allFields(fields)
    expect([...all.keys()]).toEqual(['before', 'way', 'shared', 'onlyA', 'inner', 'deep', 'after'])
    expect(all.get('shared')).toBe(shortShared)
  })
})
