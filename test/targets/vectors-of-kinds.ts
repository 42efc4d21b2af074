import {
  address,
  any,
  boolean,
  date,
  decimal,
  type Field,
  integer,
  keyValues,
  list,
  longText,
  multiSelect,
  phone,
  secret,
  select,
  sid,
  text,
  url,
} from '../../src/core/fields.js'
import { laml } from '../../src/core/request.js'
import { defineSource } from '../../src/core/source.js'

import {
  base,
  calendar,
  empties,
  type Form,
  formOf,
  inItems,
  itemEmpties,
  letters,
  notXml,
  onlyMake,
  ownDates,
  tooLarge,
  twice,
  units,
  type Vector,
} from './vector.js'

const numbers = defineSource({
  id: 'numbers',
  what: 'numbers',
  scope: 'Numbers',
  from: { request: laml('GET', '/Numbers'), items: 'numbers' },
  value: 'number',
  label: '{number}',
})

const one = (id: string, field: Field): Form => formOf(id, { value: field })

interface Table {
  readonly form: Form
  readonly accepts: readonly unknown[]
  readonly refuses: readonly (readonly [value: unknown, except?: Vector['except']])[]
  readonly acceptsExcept?: readonly (readonly [value: unknown, except: Vector['except']])[]
}

const valuesOf = ({ form, accepts, refuses, acceptsExcept = [] }: Table): readonly Vector[] => [
  ...accepts.map((value) => ({ form, input: { value }, accepted: true, except: {} })),
  ...acceptsExcept.map(([value, except]) => ({ form, input: { value }, accepted: true, except })),
  ...refuses.map(([value, except = {}]) => ({ form, input: { value }, accepted: false, except })),
]

const uuid = '3a9f2c5e-7d41-4b0e-9c88-1f6b2d7e4a10'

const kinds: readonly Table[] = [
  {
    form: one('text', text(base)),
    accepts: ['x', ' ', 'a\nb', '<&>"\'', '😀'],
    refuses: [['', empties], [5], [null, empties], [['x']], [{}], [true]],
  },
  {
    form: one('text of 2 to 4 characters', text({ ...base, minLength: 2, maxLength: 4 })),
    accepts: ['ab', 'abcd', '😀😀'],
    acceptsExcept: [['😀😀😀', units]],
    refuses: [['a'], ['abcde'], ['😀', units]],
  },
  {
    form: one('text with a pattern', text({ ...base, pattern: '^[0-9#*wW]{1,3}$' })),
    accepts: ['1', '#*w', 'W'],
    refuses: [['1234'], ['x'], ['1\n'], [' 1']],
  },
  {
    form: one('longText', longText({ ...base, maxLength: 5 })),
    accepts: ['a\nb', '12345'],
    refuses: [['123456'], [1]],
  },
  {
    form: one('longText of LaML', longText({ ...base, format: 'laml' })),
    accepts: ['<Response/>', '<Response><Say voice="woman">Hello</Say></Response>'],
    refuses: [['<Response>', notXml], ['<Say/>', notXml], ['hello', notXml], [1]],
  },
  { form: one('secret', secret({ ...base, minLength: 3 })), accepts: ['abc'], refuses: [['ab'], [123]] },
  {
    form: one('phone', phone(base)),
    accepts: ['+12025550142', '+4930'],
    refuses: [
      ['2025550142'],
      ['+02025550142'],
      ['+1 2025550142'],
      ['+12025550142\n'],
      ['+1234567890123456'],
      [12025550142],
    ],
  },
  {
    form: one('address', address(base)),
    accepts: ['+12025550142', '12345', 'sip:alice@example.com', 'client:anna', 'a'.repeat(255)],
    refuses: [['a b'], ['a\tb'], ['a\u0000b'], ['\u00a0'], ['a'.repeat(256)], [12345]],
  },
  {
    form: one('address with a source', address({ ...base, source: numbers })),
    accepts: ['+12025550142', 'sip:alice@example.com'],
    refuses: [
      [12345],
      [['+12025550142']],
      ['a b', onlyMake('Make checks no pattern where the options come from an RPC; SignalWire refuses the value')],
    ],
  },
  {
    form: one('sid', sid(base)),
    accepts: [uuid, uuid.toUpperCase()],
    refuses: [['CA0123456789abcdef0123456789abcdef'], [uuid.replaceAll('-', '')], [`${uuid}0`], [` ${uuid}`]],
  },
  {
    form: one('url', url(base)),
    accepts: ['https://example.com', 'HTTP://user:pass@example.com:8080/a?b=c#ot=60', 'http://[::1]/'],
    refuses: [
      ['ftp://example.com'],
      ['example.com'],
      ['https://'],
      ['https:///path'],
      ['https://example.com/a b'],
      ['javascript:1'],
    ],
  },
  {
    form: one('integer from 1 to 600', integer({ ...base, min: 1, max: 600 })),
    accepts: [1, 600],
    refuses: [[0], [601], [-1], [1.5], ['5'], [true], [[1]]],
  },
  {
    form: one('integer', integer(base)),
    accepts: [-3, 0, 2 ** 53 - 1],
    refuses: [
      [2 ** 53, tooLarge],
      [1e300, tooLarge],
    ],
  },
  {
    form: one('decimal', decimal(base)),
    accepts: ['0.05', '.5', '1.', '12', '1.2345'],
    refuses: [['-1'], ['1e3'], ['1.23456'], ['.'], ['1,5'], ['١'], [0.5]],
  },
  { form: one('boolean', boolean(base)), accepts: [true, false], refuses: [['true'], [1], [0]] },
  {
    form: one('select', select({ ...base, options: letters })),
    accepts: ['a', 'c'],
    refuses: [['z'], ['A'], ['toString'], ['__proto__'], [['a']], [1]],
  },
  {
    form: one('multiSelect', multiSelect({ ...base, options: letters })),
    accepts: [['a'], ['c', 'a'], []],
    refuses: [[['z']], [['a', 'z']], ['a'], [[1]], [['a', 'a'], twice]],
  },
  {
    form: one('multiSelect with a source alone', multiSelect({ ...base, source: numbers })),
    accepts: [['+12025550101'], ['anything', 'else']],
    refuses: [['+12025550101'], [[1]], [[''], onlyMake('Make takes any text where the options come from an RPC')]],
  },
  {
    form: one('list of 1 to 2 URLs', list({ ...base, required: true, item: { kind: 'url' }, maxItems: 2 })),
    accepts: [['https://example.com/1'], ['https://example.com/1', 'https://example.com/1']],
    refuses: [
      [[]],
      [['https://a.example', 'https://b.example', 'https://c.example']],
      [['ftp://example.com']],
      ['https://example.com'],
    ],
  },
  {
    form: one('list of texts', list({ ...base, item: { kind: 'text', maxLength: 3 } })),
    accepts: [[], ['abc', 'abc']],
    refuses: [[['abcd']], [[1]], [{ 0: 'a' }], [[''], itemEmpties], [[null], itemEmpties]],
  },
  {
    form: one('list of secrets', list({ ...base, item: { kind: 'secret', minLength: 2 }, minItems: 2 })),
    accepts: [['ab', 'cd']],
    refuses: [[['ab']], [['ab', 'c']], [[]]],
  },
  {
    form: one('date', date(base)),
    accepts: [
      '2026-01-05',
      '2026-01-05 09:30',
      '2026-01-05T09:30:15.250Z',
      '2026-01-05T09:30:15+01:00',
      '01/05/2026',
      '01/05/2026 09:30:15',
      'Mon, 05 Jan 2026 09:30:15 +0000',
      '5 Jan 2026 09:30 GMT',
    ],
    refuses: [
      ['tomorrow'],
      ['2026-01'.padEnd(9, '-x')],
      [1_767_603_600_000],
      ['2026', ownDates],
      ['05 January 2026', ownDates],
      ['2026-02-30', { ...calendar, ...ownDates }],
      ['2026-13-01', { jsonSchema: calendar.jsonSchema }],
      ['2026-01-05T24:30', { jsonSchema: calendar.jsonSchema }],
    ],
  },
  {
    form: one('keyValues', keyValues(base)),
    accepts: [
      [],
      [{ key: 'a', value: '' }],
      [
        { key: 'a', value: '1' },
        { key: 'a', value: '2' },
      ],
    ],
    refuses: [
      ['a=1'],
      [{ a: '1' }],
      [[{ key: 'a', value: 1 }]],
      [[{ key: 'a', value: '1', more: '2' }]],
      [[{ key: 'a' }], inItems],
      [[{ key: '', value: '1' }], inItems],
    ],
  },
  { form: one('any', any(base)), accepts: ['x', 0, false, [], {}, [{ a: null }], null], refuses: [] },
]

/** The vectors of each kind of field by itself. */
export const kindVectors: readonly Vector[] = kinds.flatMap(valuesOf)
