import { boolean, choice, integer, select, text } from '../../src/core/fields.js'
import { atLeastOneOf, notTogether } from '../../src/core/rules.js'

import { base, empties, type Form, formOf, inCommunication, letters, type Vector } from './vector.js'

const inner = choice({
  ...base,
  options: {
    x: { label: 'X', fields: { deep: integer({ ...base, min: 1, required: true }) } },
    y: { label: 'Y', fields: {} },
  },
})

/** Two choices, one of them with a key that two options share and a choice within an option. */
const choices = formOf('two choices', {
  first: choice({
    ...base,
    required: true,
    options: {
      a: { label: 'A', fields: { shared: text({ ...base, required: true, maxLength: 3 }), own: boolean(base) } },
      b: { label: 'B', fields: { shared: text({ ...base, maxLength: 5 }), inner } },
      c: { label: 'C', fields: {} },
    },
  }),
  second: choice({
    ...base,
    options: {
      d: { label: 'D', fields: { other: select({ ...base, options: letters, required: true, initial: 'a' }) } },
      e: { label: 'E', fields: {} },
    },
  }),
  plain: text(base),
})

const demands = formOf('required fields', {
  value: text({ ...base, required: true }),
  filled: integer({ ...base, required: true, min: 1, initial: 10 }),
  optional: text(base),
})

const ruled = formOf('rules', { a: boolean(base), b: text(base), c: integer(base) }, [
  atLeastOneOf(['a', 'b'], 'Fill A or B.'),
  notTogether(['a', 'b', 'c'], 'Fill one of A, B and C.'),
])

type Line = readonly [input: Readonly<Record<string, unknown>>, except?: Vector['except']]

const linesOf = (form: Form, accepted: boolean, lines: readonly Line[]): readonly Vector[] =>
  lines.map(([input, except = {}]) => ({ form, input, accepted, except }))

/** The vectors of several fields together: what is required, choices and rules. */
export const formVectors: readonly Vector[] = [
  ...linesOf(demands, true, [[{ value: 'x' }], [{ value: 'x', filled: 3, optional: 'y' }]]),
  ...linesOf(demands, false, [
    [{}],
    [{ value: '' }],
    [{ value: null }],
    [{ value: 'x', filled: 0 }],
    [{ value: 'x', filled: null }, empties],
    [{ value: 'x', optional: null }, empties],
    [{ value: 'x', other: 'y' }],
    [{ value: 'x', Value: 'x' }],
    [{ value: 'x', constructor: 'y' }],
  ]),
  ...linesOf(choices, true, [
    [{ first: 'a', shared: 'abc' }],
    [{ first: 'a', shared: 'abc', own: false, second: 'd' }],
    [{ first: 'b' }],
    [{ first: 'b', shared: 'abcde' }],
    [{ first: 'b', inner: 'y' }],
    [{ first: 'b', inner: 'x', deep: 1, second: 'd', other: 'c', plain: 'p' }],
    [{ first: 'c', second: 'e' }],
  ]),
  ...linesOf(choices, false, [
    [{}],
    [{ shared: 'abc' }],
    [{ first: 'z' }],
    [{ first: null }],
    [{ first: ['a'], shared: 'abc' }],
    [{ first: 'a' }],
    [{ first: 'a', shared: 'abcd' }],
    [{ first: 'a', shared: 'abc', inner: 'y' }],
    [{ first: 'b', own: true }],
    [{ first: 'b', shared: 'abcdef' }],
    [{ first: 'b', deep: 1 }],
    [{ first: 'b', inner: 'y', deep: 1 }],
    [{ first: 'b', inner: 'x' }],
    [{ first: 'b', inner: 'x', deep: 0 }],
    [{ first: 'c', shared: 'abc' }],
    [{ first: 'c', inner: 'y' }],
    [{ first: 'c', deep: 1 }],
    [{ first: 'c', other: 'a' }],
    [{ first: 'c', second: 'e', other: 'a' }],
    [{ first: 'c', second: 'd', other: 'z' }],
    [{ first: 'c', second: 'z' }],
  ]),
  ...linesOf(ruled, true, [[{ a: true }], [{ a: false }], [{ b: 'x' }]]),
  ...linesOf(ruled, false, [
    [{}, inCommunication],
    [{ c: 1 }, inCommunication],
    [{ a: false, b: 'x' }, inCommunication],
    [{ b: 'x', c: 0 }, inCommunication],
    [{ a: true, b: 'x', c: 1 }, inCommunication],
    [{ a: 'yes' }],
  ]),
]
