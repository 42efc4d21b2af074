import type { OutputValue, Shape } from '../core/shape.js'
import type { JsonSchema, JsonType } from './json-schema-type.js'

/** The schema of one object of a reply. */
export const shapeSchema = (shape: Shape): JsonSchema => ({
  type: 'object',
  properties: Object.fromEntries(Object.entries(shape).map(([key, one]) => [key, outputSchema(one)])),
  required: Object.keys(shape).filter((key) => !shape[key]?.optional),
})

function outputSchema(one: OutputValue): JsonSchema {
  const { type, ...rest } = outputTypeSchema(one)
  const nullable = one.nullable && typeof type === 'string'
  return { title: one.label, ...(type && { type: nullable ? [type as JsonType, 'null'] : type }), ...rest }
}

function outputTypeSchema(one: OutputValue): JsonSchema {
  switch (one.type) {
    case 'text':
      // Values that the documentation does not know may appear, so these are examples and no limit.
      return { type: 'string', ...(one.known && { examples: Object.keys(one.known) }) }
    case 'number':
      return { type: 'number' }
    case 'boolean':
      return { type: 'boolean' }
    case 'date':
      return { type: 'string', format: 'date-time' }
    case 'collection':
      return shapeSchema(one.shape)
    case 'list':
      return { type: 'array', items: outputSchema(one.item) }
    case 'any':
      return {}
  }
}
