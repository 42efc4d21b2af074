import type { Field, ListItem, Options } from '../core/fields.js'
import { fieldHelp } from '../core/help.js'
import { addressPattern, datePattern, decimalPattern, phonePattern, sidPattern, urlPattern } from '../core/patterns.js'
import type { JsonSchema } from './json-schema-type.js'

/** What hosts want to know of a field besides its values. */
export function kindHints(one: Field): JsonSchema {
  const source = 'source' in one ? one.source : undefined
  const sourceBy = 'sourceBy' in one ? one.sourceBy : undefined
  return {
    'x-kind': one.kind,
    ...(source && { 'x-source': source.id }),
    ...(sourceBy && {
      'x-source-by': {
        field: sourceBy.field,
        sources: Object.fromEntries(Object.entries(sourceBy.sources).map(([value, from]) => [value, from.id])),
      },
    }),
    ...(one.advanced && { 'x-advanced': true }),
  }
}

/** The schema of one field's value. */
export function fieldSchema(one: Field): JsonSchema {
  const initial = 'initial' in one ? one.initial : undefined
  return {
    title: one.label,
    description: fieldHelp(one),
    ...valueSchema(one),
    ...(initial !== undefined && { default: initial }),
    ...kindHints(one),
  }
}

interface TextLimits {
  readonly minLength?: number
  readonly maxLength?: number
  readonly pattern?: string
}

const textSchema = ({ minLength = 1, maxLength, pattern }: TextLimits): JsonSchema => ({
  type: 'string',
  minLength,
  ...(maxLength !== undefined && { maxLength }),
  ...(pattern !== undefined && { pattern }),
})

// `oneOf` with titles rather than `enum`: form libraries then show the labels.
const optionsSchema = (options: Options): JsonSchema => ({
  type: 'string',
  oneOf: Object.entries(options).map(([value, title]) => ({ const: value, title })),
})

function itemSchema(item: ListItem): JsonSchema {
  switch (item.kind) {
    case 'url':
      return { type: 'string', pattern: urlPattern }
    case 'text':
      return textSchema(item)
    case 'secret':
      return { ...textSchema(item), writeOnly: true }
  }
}

function valueSchema(one: Field): JsonSchema {
  switch (one.kind) {
    case 'text':
      return textSchema(one)
    case 'longText':
      return { ...textSchema(one), ...(one.format === 'laml' && { contentMediaType: 'application/xml' }) }
    case 'secret':
      return { ...textSchema(one), writeOnly: true }
    case 'phone':
      return { type: 'string', pattern: phonePattern }
    case 'address':
      return { type: 'string', pattern: addressPattern }
    case 'sid':
      return { type: 'string', pattern: sidPattern }
    case 'url':
      return { type: 'string', pattern: urlPattern }
    case 'decimal':
      return { type: 'string', pattern: decimalPattern }
    case 'date':
      return { type: 'string', pattern: datePattern }
    case 'integer':
      return {
        type: 'integer',
        ...(one.min !== undefined && { minimum: one.min }),
        ...(one.max !== undefined && { maximum: one.max }),
      }
    case 'boolean':
      return { type: 'boolean' }
    case 'select':
      return optionsSchema(one.options)
    case 'choice':
      return optionsSchema(
        Object.fromEntries(Object.entries(one.options).map(([value, option]) => [value, option.label])),
      )
    case 'multiSelect': {
      const items: JsonSchema = one.options ? optionsSchema(one.options) : { type: 'string', minLength: 1 }
      return { type: 'array', items, uniqueItems: true }
    }
    case 'list': {
      const minItems = one.minItems ?? (one.required ? 1 : 0)
      return {
        type: 'array',
        items: itemSchema(one.item),
        ...(minItems > 0 && { minItems }),
        ...(one.maxItems !== undefined && { maxItems: one.maxItems }),
      }
    }
    case 'keyValues':
      return {
        type: 'array',
        items: {
          type: 'object',
          properties: { key: { type: 'string', minLength: 1 }, value: { type: 'string' } },
          required: ['key', 'value'],
          additionalProperties: false,
        },
      }
    case 'any':
      return {}
  }
}
