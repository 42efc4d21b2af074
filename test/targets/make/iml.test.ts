import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  both,
  call,
  either,
  equal,
  literal,
  member,
  only,
  parameter,
  plain,
  template,
} from '../../../src/targets/make/iml.js'

describe('a text within an expression', () => {
  it('is put in quotes that it does not hold itself', () => {
    expect(literal('a b')).toBe(`'a b'`)
    expect(literal(`it's "so"`)).toBe(`('it' + "'" + 's "so"')`)
    expect(literal('')).toBe('emptystring')
  })

  it('can neither end the expression nor leave its quotes, and loses nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('{', '}', "'", '"', 'a', '+', ' ') }), (text) => {
        const written = literal(text)
        expect(written).not.toMatch(/\{\{|\}\}/)
        // What a reader of quoted pieces gets back.
        const pieces = [...written.matchAll(/'([^']*)'|"([^"]*)"/g)]
        expect(pieces.map(([, single, double]) => single ?? double).join('')).toBe(text)
        expect(written.replace(/'[^']*'|"[^"]*"/g, '')).toMatch(/^(?:\(?(?: \+ )*\)?|emptystring)$/)
      }),
    )
  })
})

describe('a text outside of expressions', () => {
  it('starts none', () => {
    expect(plain('5 {a} }} text')).toBe('5 {a} }} text')
    expect(plain('a {{b')).toBe(`a {{('{' + '{')}}b`)
  })
})

describe('expressions', () => {
  it('name values, odd names in backticks', () => {
    expect(parameter('to')).toBe('parameters.to')
    expect(member('headers', 'x-hook-type')).toBe('headers.`x-hook-type`')
    expect(member('body', 'a`b')).toBe('body.`ab`')
  })

  it('are put together', () => {
    expect(template(call('join', 'parameters.a', 'space'))).toBe('{{join(parameters.a, space)}}')
    expect(both(either('a', equal('b', literal('c'))), 'd')).toBe(`(a || b = 'c') && d`)
    expect(either('a')).toBe('a')
    expect(only('a', 'b')).toBe('if(a, b, ignore)')
  })
})
