import { z } from 'zod'
import type { Field, ListItem, Options } from '../core/fields.js'
import { addressPattern, decimalPattern, phonePattern, sidPattern, urlPattern } from '../core/patterns.js'
import { lamlProblem } from './laml-document.js'

/** Counts characters as people and JSON Schema do, not UTF-16 units. */
const characters = (input: string): number => {
  let count = 0
  for (const _ of input) count += 1
  return count
}

interface TextRules {
  readonly minLength?: number
  readonly maxLength?: number
  readonly pattern?: string
  readonly patternMeaning?: string
  readonly required?: boolean
}

const plainText = (rules: TextRules) => {
  const { minLength = 1, maxLength = Number.POSITIVE_INFINITY, pattern, patternMeaning, required } = rules
  const allowed = pattern === undefined ? undefined : new RegExp(pattern, 'u')
  return z.string(expected('a text')).superRefine((input, context) => {
    // A text has at least half as many characters as units, so most lengths are decided without counting.
    const length = input.length >= minLength * 2 && input.length <= maxLength ? input.length : characters(input)
    if (length < minLength)
      context.addIssue(
        length === 0
          ? `must not be empty${required ? '' : ': leave the field out instead'}`
          : `must have at least ${minLength} characters; it has ${length}`,
      )
    else if (length > maxLength) context.addIssue(`must have at most ${maxLength} characters; it has ${length}`)
    else if (allowed && !allowed.test(input)) context.addIssue(`must be ${patternMeaning ?? `of the form ${pattern}`}`)
  })
}

const matching = (pattern: string, meaning: string) =>
  z.string(expected(meaning)).regex(new RegExp(pattern, 'u'), `must be ${meaning}`)

/** Says that a value is missing, or what it should have been. */
const expected = (what: string) => ({
  error: (issue: { readonly input?: unknown }): string =>
    issue.input === undefined ? 'is required' : `must be ${what}`,
})

const oneOf = (options: Options) => {
  const values = Object.keys(options)
  const shown = values.length > 12 ? `${values.slice(0, 12).join(', ')}, ...` : values.join(', ')
  return z.enum(values, expected(`one of ${shown}`))
}

const listItem = (item: ListItem) => {
  switch (item.kind) {
    case 'url':
      return matching(urlPattern, aUrl)
    case 'text':
    case 'secret':
      return plainText(item)
  }
}

const aUrl = 'an absolute URL that starts with http:// or https://, without spaces'

const integerMeaning = (min: number | undefined, max: number | undefined, unit: string | undefined): string => {
  const of = unit ? ` of ${unit}` : ''
  if (min !== undefined && max !== undefined) return `a whole number${of} from ${min} to ${max}`
  if (min !== undefined) return `a whole number${of}, at least ${min}`
  if (max !== undefined) return `a whole number${of}, at most ${max}`
  return `a whole number${of}`
}

/** The validator of one field's value, where it is filled. Dates are only told from other types; `readDate` reads them. */
function valueSchema(field: Field): z.ZodType {
  switch (field.kind) {
    case 'text':
    case 'secret':
      return plainText(field)
    case 'longText':
      return field.format === 'laml'
        ? plainText(field).superRefine((input, context) => {
            const problem = lamlProblem(input)
            if (problem) context.addIssue(problem)
          })
        : plainText(field)
    case 'phone':
      return matching(
        phonePattern,
        'a phone number in E.164 format: +, country code and number, digits only, such as +12025550142',
      )
    case 'address':
      return matching(addressPattern, 'a phone number, a SIP address or a client name, without spaces')
    case 'sid':
      return matching(sidPattern, 'a SID, which is a UUID such as 3a9f2c5e-7d41-4b0e-9c88-1f6b2d7e4a10')
    case 'url':
      return matching(urlPattern, aUrl)
    case 'integer': {
      const meaning = integerMeaning(field.min, field.max, field.unit)
      return z
        .number(expected(meaning))
        .int(`must be ${meaning}`)
        .min(field.min ?? Number.MIN_SAFE_INTEGER, `must be ${meaning}`)
        .max(field.max ?? Number.MAX_SAFE_INTEGER, `must be ${meaning}`)
    }
    case 'decimal':
      return matching(decimalPattern, 'a plain decimal in quotes, not negative, with up to 4 decimals, such as 0.05')
    case 'boolean':
      return z.boolean(expected('true or false'))
    case 'select':
      return oneOf(field.options)
    case 'choice':
      return z.enum(Object.keys(field.options), expected(`one of ${Object.keys(field.options).join(', ')}`))
    case 'multiSelect': {
      const items = field.options ? oneOf(field.options) : z.string(expected('a text')).min(1, 'must not be empty')
      return z
        .array(items, expected('a list'))
        .refine((input) => new Set(input).size === input.length, 'must not name a value twice')
    }
    case 'list': {
      const min = field.minItems ?? (field.required ? 1 : 0)
      return z
        .array(listItem(field.item), expected('a list'))
        .min(min, `must have at least ${min} ${min === 1 ? 'item' : 'items'}`)
        .max(field.maxItems ?? Number.MAX_SAFE_INTEGER, `must have at most ${field.maxItems} items`)
    }
    case 'date':
      return z.union([z.date(), z.string()], expected('a date'))
    case 'keyValues':
      return z.array(
        z.strictObject(
          {
            key: z.string(expected('a text')).min(1, 'must not be empty'),
            value: z.string(expected('a text')),
          },
          { error: 'must be a pair { key, value } and nothing else' },
        ),
        expected('a list of pairs { key, value }'),
      )
    case 'any':
      return z.unknown()
  }
}

/** The validator of one field: required, filled in by its initial value, or optional. */
export function fieldSchema(field: Field): z.ZodType {
  const schema = valueSchema(field)
  const initial = 'initial' in field ? field.initial : undefined
  if (initial !== undefined) return schema.default(initial)
  // Zod lets a missing key pass an unknown; a required value of any type must still be there.
  if (field.kind === 'any')
    return field.required ? schema.refine((input) => input !== undefined, 'is required') : schema.optional()
  return field.required ? schema : schema.optional()
}
