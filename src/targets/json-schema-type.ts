import type { Field } from '../core/fields.js'

export type JsonType = 'string' | 'integer' | 'number' | 'boolean' | 'array' | 'object' | 'null'

/**
 * The part of JSON Schema (draft 2020-12) that the connector writes. `x-kind` is the field's kind, `x-source` the id of the
 * source of its options, `x-source-by` the sources that another field's value chooses, `x-advanced` whether hosts hide it
 * at first.
 */
export interface JsonSchema {
  readonly $schema?: string
  readonly title?: string
  readonly description?: string
  readonly type?: JsonType | readonly JsonType[]
  readonly default?: string | number | boolean
  readonly const?: string
  readonly examples?: readonly string[]
  readonly format?: string
  readonly contentMediaType?: string
  readonly writeOnly?: boolean
  readonly minLength?: number
  readonly maxLength?: number
  readonly pattern?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly items?: JsonSchema
  readonly minItems?: number
  readonly maxItems?: number
  readonly uniqueItems?: boolean
  readonly properties?: Readonly<Record<string, JsonSchema | false>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean
  readonly dependentRequired?: Readonly<Record<string, readonly string[]>>
  readonly allOf?: readonly JsonSchema[]
  readonly anyOf?: readonly JsonSchema[]
  readonly oneOf?: readonly JsonSchema[]
  readonly not?: JsonSchema
  readonly if?: JsonSchema
  readonly then?: JsonSchema
  readonly 'x-kind'?: Field['kind']
  readonly 'x-source'?: string
  readonly 'x-source-by'?: { readonly field: string; readonly sources: Readonly<Record<string, string>> }
  readonly 'x-advanced'?: true
}
