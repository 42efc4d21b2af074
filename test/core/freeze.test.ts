import { describe, expect, it } from 'vitest'
import { deepFreeze } from '../../src/core/freeze.js'

describe('deepFreeze', () => {
  it('freezes all the way down and returns the same value', () => {
    const input = { a: { b: [{ c: 1 }] }, f: () => 1 }
    expect(deepFreeze(input)).toBe(input)
    expect(() => Object.assign(input.a.b[0] ?? {}, { c: 2 })).toThrow(TypeError)
    expect(() => input.a.b.push({ c: 3 })).toThrow(TypeError)
    expect(input.a.b).toEqual([{ c: 1 }])
  })

  it('takes values that are no objects, and circles', () => {
    expect([deepFreeze('a'), deepFreeze(null), deepFreeze(undefined), deepFreeze(1)]).toEqual(['a', null, undefined, 1])
    const circle: { self?: unknown } = {}
    circle.self = circle
    expect(Object.isFrozen(deepFreeze(circle))).toBe(true)
  })
})
