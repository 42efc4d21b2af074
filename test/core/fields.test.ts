import { describe, expect, it } from 'vitest'
import {
  address,
  any,
  boolean,
  choice,
  codecOf,
  date,
  decimal,
  type Field,
  integer,
  keyValues,
  list,
  longText,
  multiSelect,
  optional,
  phone,
  secret,
  select,
  sid,
  text,
  url,
} from '../../src/core/fields.js'
import { form } from '../../src/core/wire.js'

const base = { label: 'Value', help: 'Enter a value that is looked at.' }
const options = { a: 'A' }

const oneOfEach: Readonly<Record<Field['kind'], Field>> = {
  text: text(base),
  longText: longText(base),
  secret: secret(base),
  phone: phone(base),
  address: address(base),
  sid: sid(base),
  url: url(base),
  integer: integer(base),
  decimal: decimal(base),
  boolean: boolean(base),
  select: select({ ...base, options }),
  multiSelect: multiSelect({ ...base, options }),
  list: list({ ...base, item: { kind: 'url' } }),
  date: date(base),
  keyValues: keyValues(base),
  any: any(base),
  choice: choice({ ...base, options: {} }),
}

describe('a field', () => {
  it.each(Object.entries(oneOfEach))('is made by %s with its kind and what it was given', (kind, field) => {
    expect(field).toMatchObject({ kind, ...base })
  })

  it('is spelled by its kind where its wire names no codec', () => {
    const spelled = Object.values(oneOfEach).map((field) => [field.kind, codecOf(field)])
    expect(spelled.filter(([, codec]) => codec !== 'plain')).toEqual([
      ['decimal', 'decimal'],
      ['boolean', 'boolean'],
      ['multiSelect', 'repeated'],
      ['list', 'repeated'],
      ['date', 'rfc2822'],
    ])
  })

  it('is spelled by the codec of its wire', () => {
    expect(codecOf(date({ ...base, wire: form('Day', 'utcDay') }))).toBe('utcDay')
    expect(codecOf(date({ ...base, wire: form('Day') }))).toBe('rfc2822')
  })
})

describe('optional', () => {
  const required = { ...base, required: true } as const
  const fields = {
    to: phone({ ...required, wire: form('To') }),
    way: choice({
      ...required,
      options: {
        one: {
          label: 'One',
          fields: {
            first: text(required),
            deeper: choice({ ...required, options: { x: { label: 'X', fields: { last: url(required) } } } }),
          },
        },
        two: { label: 'Two', fields: {} },
      },
    }),
  } as const

  it('demands nothing any more, in options of options neither', () => {
    const partial = optional(fields)
    expect(JSON.stringify(fields)).toContain('"required":true')
    expect(JSON.stringify(partial)).not.toContain('"required":true')
    expect(partial.way.options.one.fields.deeper.options.x.fields.last).toMatchObject({ kind: 'url', required: false })
  })

  it('keeps everything else', () => {
    expect(optional(fields).to).toEqual({ ...fields.to, required: false })
    expect(optional(fields).way.options.two).toEqual(fields.way.options.two)
    expect(Object.keys(optional(fields))).toEqual(['to', 'way'])
  })
})
