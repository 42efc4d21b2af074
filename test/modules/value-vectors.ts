import type { Field, ListItem } from '../../src/core/fields.js'
import { pathPattern } from '../../src/core/patterns.js'

/** Values of one field that every validator must take, or refuse. */
export interface ValueVectors {
  readonly accepted: readonly unknown[]
  readonly rejected: readonly unknown[]
}

const smile = '\u{1F600}'
const uuid = '3a9f2c5e-7d41-4b0e-9c88-1f6b2d7e4a10'
const notTexts = [null, 7, true, {}, ['a']]

/** What a pattern takes and refuses; a pattern that is not here has no vectors, and its field fails. */
const byPattern: Readonly<Record<string, ValueVectors>> = {
  '^[0-9#*wW]{1,32}$': {
    accepted: ['0', '#*wW', '1ww2', '9'.repeat(32), 'w'.repeat(32)],
    rejected: ['', '9'.repeat(33), '1 2', 'x', '1\n', '\n1', '+1', '\u0661', '1,2'],
  },
  [pathPattern]: {
    accepted: ['/api/relay/rest/phone_numbers', 'api/laml', '/api/a@b?c=https://example.com', '.evil.com', '/\u00fc'],
    rejected: [
      '',
      'https://example.com',
      '//example.com',
      '@example.com',
      '/%2f/a',
      '/a\\b',
      '/a b',
      '/a\n',
      '/\u0000',
    ],
  },
}

interface TextLimits {
  readonly minLength?: number
  readonly maxLength?: number
  readonly pattern?: string
}

function texts(one: TextLimits): ValueVectors {
  if (one.pattern !== undefined) {
    const vectors = byPattern[one.pattern]
    if (!vectors) throw new Error(`There are no vectors for the pattern ${one.pattern}.`)
    return vectors
  }
  const min = one.minLength ?? 1
  const max = one.maxLength
  return {
    // A character beyond the basic plane counts once, however many units it takes.
    accepted: [
      'a'.repeat(min),
      smile.repeat(min),
      ' ',
      '0',
      'a\nb',
      ...(max === undefined ? ['a'.repeat(100_000)] : ['a'.repeat(max), smile.repeat(max)]),
    ],
    rejected: ['a'.repeat(min - 1), ...(max === undefined ? [] : ['a'.repeat(max + 1), smile.repeat(max + 1)])],
  }
}

const urls: ValueVectors = {
  accepted: [
    'https://example.com',
    'http://example.com/a?b=c#d',
    'HTTPS://user:secret@example.com:8443/hook',
    'https://example.com/hook#ot=500',
  ],
  rejected: ['', 'example.com', '/hook', 'ftp://example.com', 'https://', 'https:///hook', 'https://a b', ' https://a'],
}

function items(item: ListItem): ValueVectors {
  switch (item.kind) {
    case 'url':
      return urls
    case 'text':
    case 'secret':
      return texts(item)
  }
}

function ofSeveral(valid: unknown, item: ValueVectors, min: number, max: number | undefined): ValueVectors {
  const several = (count: number) => Array.from({ length: count }, () => valid)
  return {
    accepted: [
      several(Math.max(min, 1)),
      several(max ?? 50),
      ...item.accepted.map((one) => [one]),
      ...(min ? [] : [[]]),
    ],
    rejected: [
      ...(min > 0 ? [several(min - 1)] : []),
      ...(max === undefined ? [] : [several(max + 1)]),
      ...item.rejected.map((one) => [valid, one].slice(max === 1 ? 1 : 0)),
    ],
  }
}

/** Every limit of a field from both sides: one below, the limits themselves, one above; each option; each format. */
export function valueVectors(one: Field): ValueVectors {
  switch (one.kind) {
    case 'text':
    case 'secret': {
      const { accepted, rejected } = texts(one)
      return { accepted, rejected: [...rejected, ...notTexts] }
    }
    case 'longText': {
      if (one.format === undefined) {
        const { accepted, rejected } = texts(one)
        return { accepted, rejected: [...rejected, ...notTexts] }
      }
      const padded = (length: number) => `<Response><!--${'a'.repeat(length - 28)}--></Response>`
      return {
        accepted: ['<Response/>', '<Response><Hangup/></Response>', padded(one.maxLength ?? 1000)],
        rejected: ['', padded((one.maxLength ?? 1000) + 1), ...notTexts],
      }
    }
    case 'phone':
      return {
        accepted: ['+12025550142', '+12', `+1${'2'.repeat(14)}`, '+4912345'],
        rejected: [
          '',
          '+',
          '+1',
          '12025550142',
          '+02025550142',
          `+1${'2'.repeat(15)}`,
          '+1 202',
          '+1-202',
          '+1\n',
          ...notTexts,
        ],
      }
    case 'address':
      return {
        accepted: ['+12025550142', '12345', 'sip:alice@example.com', 'client:alice', 'x', 'x'.repeat(255)],
        rejected: ['', 'x'.repeat(256), 'a b', ' a', 'a\n', 'a\u0000', '\u007f', ...notTexts],
      }
    case 'sid':
      return {
        accepted: [uuid, uuid.toUpperCase()],
        rejected: [
          '',
          uuid.slice(1),
          `${uuid}0`,
          `{${uuid}}`,
          'CA0123456789abcdef0123456789abcdef',
          `${uuid}\n`,
          ...notTexts,
        ],
      }
    case 'url':
      return { accepted: urls.accepted, rejected: [...urls.rejected, ...notTexts] }
    case 'integer': {
      const { min, max } = one
      return {
        accepted: [...(min === undefined ? [0] : [min, min + 1]), ...(max === undefined ? [100_000] : [max - 1, max])],
        rejected: [
          ...(min === undefined ? [] : [min - 1, -min]),
          ...(max === undefined ? [] : [max + 1]),
          (min ?? 0) + 0.5,
          String(min ?? 1),
          '',
          null,
          true,
          [min ?? 1],
        ],
      }
    }
    case 'decimal':
      return {
        accepted: ['0', '0.05', '.5', '1.', '12.3456', '007'],
        rejected: ['', '.', '-1', '+1', '1e3', '1,5', '0.12345', ' 1', '1 ', '1.2.3', 'NaN', 0.05, 1, null],
      }
    case 'boolean':
      return { accepted: [true, false], rejected: ['true', 'false', '', 0, 1, null, []] }
    case 'select':
    case 'choice': {
      const options = Object.keys(one.options)
      return {
        accepted: one.kind === 'select' ? options : [],
        rejected: ['', 'no such option', 'constructor', '__proto__', `${options[0]} `, null, 1, [options[0]]],
      }
    }
    case 'multiSelect': {
      const options = one.options ? Object.keys(one.options) : ['+12025550101', '+12025550102']
      return {
        accepted: [[], ...options.map((option) => [option]), options, [...options].reverse()],
        rejected: [
          [''],
          [options[0], options[0]],
          options[0],
          null,
          {},
          [1],
          [null],
          ...(one.options
            ? [['no such option'], ['constructor'], [options.join(' ')].filter((all) => all !== options[0])]
            : []),
        ].filter((value) => !Array.isArray(value) || value.length > 0),
      }
    }
    case 'list': {
      const item = items(one.item)
      const vectors = ofSeveral(item.accepted[0], item, one.minItems ?? (one.required ? 1 : 0), one.maxItems)
      return { accepted: vectors.accepted, rejected: [...vectors.rejected, item.accepted[0], null, {}, [null], [1]] }
    }
    case 'date':
      return {
        accepted: [
          '2026-01-05',
          '2024-02-29',
          '2026-01-05 09:30',
          '2026-01-05 09:30:15',
          '2026-01-05T09:30:15Z',
          '2026-01-05T09:30:15.250+01:00',
          '01/05/2026',
          '01/05/2026 09:30:15',
          'Mon, 05 Jan 2026 09:30:15 +0000',
          '5 Jan 2026 09:30 GMT',
        ],
        rejected: [
          '',
          'now',
          '5',
          '2026',
          '2026-1-5',
          '05.01.2026',
          '2026/01/05',
          '1767571200',
          '2026-01-05T',
          0,
          null,
          {},
        ],
      }
    case 'keyValues':
      return {
        accepted: [
          [],
          [{ key: 'a', value: '' }],
          [
            { key: 'a', value: '1' },
            { key: 'a', value: '2' },
          ],
        ],
        rejected: [
          [{ key: 'a' }],
          [{ value: 'a' }],
          [{ key: '', value: 'a' }],
          [{ key: 'a', value: 1 }],
          [null],
          'a=b',
          { a: 'b' },
          null,
          [{ key: 'a', value: 'b', more: 'c' }],
        ],
      }
    case 'any':
      return { accepted: [null, 0, '', 'text', true, [], {}, { a: [1, { b: null }] }], rejected: [] }
  }
}

/** What a validator that sees the form of a value alone takes, although the runtime refuses it, and why. */
export function lateRefusals(one: Field): readonly { readonly value: unknown; readonly reason: string }[] {
  switch (one.kind) {
    case 'date':
      return ['2026-02-30', '2025-02-29', '2026-13-01', '2026-01-05 24:30', '13/01/2026', '31 Feb 2026 09:30 GMT'].map(
        (value) => ({ value, reason: 'No pattern knows the calendar.' }),
      )
    case 'integer':
      return one.max === undefined
        ? [{ value: 2 ** 53, reason: 'JSON has whole numbers that JavaScript cannot hold exactly.' }]
        : []
    case 'longText':
      return one.format === 'laml'
        ? ['text', '<Say/>', '<Response>', '<Response/><Response/>', '<Response>&nbsp;</Response>', '<response/>'].map(
            (value) => ({ value, reason: 'JSON Schema does not read XML.' }),
          )
        : []
    case 'text':
    case 'secret':
    case 'phone':
    case 'address':
    case 'sid':
    case 'url':
    case 'decimal':
    case 'boolean':
    case 'select':
    case 'multiSelect':
    case 'list':
    case 'keyValues':
    case 'any':
    case 'choice':
      return []
  }
}
