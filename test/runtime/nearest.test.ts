import { describe, expect, it } from 'vitest'
import { nearest } from '../../src/runtime/nearest.js'

const known = ['statusCallback', 'statusCallbackMethod', 'from', 'to', 'body']

describe('the nearest name', () => {
  it.each([
    ['statuscallback', 'statusCallback'],
    ['statusCalback', 'statusCallback'],
    ['StatusCallbackMethd', 'statusCallbackMethod'],
    ['frm', 'from'],
    ['BODY', 'body'],
    ['from', 'from'],
  ])('to %s is %s', (typed, name) => {
    expect(nearest(typed, known)).toBe(name)
  })

  it.each(['limit', 'constructor', '__proto__', 'x'.repeat(65), 'b'.repeat(1_000_000)])(
    'to something else is none (%#)',
    (typed) => {
      expect(nearest(typed, known)).toBeUndefined()
    },
  )

  it('is none where there are no names', () => {
    expect(nearest('from', [])).toBeUndefined()
  })
})
