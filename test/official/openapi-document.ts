/**
 * The part of an OpenAPI 3.1 document that the tests rely on. An official file and its committed extract have
 * this same layout (`#/components/schemas/...` references included), so everything that reads one reads the other.
 */

/** A JSON Schema 2020-12 as the official files use it, without its prose. */
export interface JsonSchema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly default?: unknown
  readonly format?: string
  readonly pattern?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly exclusiveMinimum?: number
  readonly exclusiveMaximum?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly minItems?: number
  readonly maxItems?: number
  readonly required?: readonly string[]
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly items?: JsonSchema
  readonly allOf?: readonly JsonSchema[]
  readonly anyOf?: readonly JsonSchema[]
  readonly oneOf?: readonly JsonSchema[]
  readonly not?: JsonSchema
  readonly unevaluatedProperties?: JsonSchema | boolean
  readonly additionalProperties?: JsonSchema | boolean
  readonly deprecated?: boolean
}

export interface ParameterObject {
  readonly name: string
  readonly in: string
  readonly required: boolean
  readonly schema: JsonSchema
}

/** Media type to schema. */
export type ContentObject = Readonly<Record<string, { readonly schema: JsonSchema }>>

export interface OperationObject {
  readonly operationId: string
  readonly parameters: readonly ParameterObject[]
  readonly requestBody?: { readonly required: boolean; readonly content: ContentObject }
  /** Status code as a string to what it answers; no `content` means that the reply has no body. */
  readonly responses: Readonly<Record<string, { readonly content?: ContentObject }>>
}

/** HTTP method in lower case to its operation. */
export type PathItem = Readonly<Record<string, OperationObject>>

export interface OpenApiDocument {
  readonly openapi: string
  readonly servers: readonly { readonly url: string }[]
  readonly paths: Readonly<Record<string, PathItem>>
  readonly webhooks?: Readonly<Record<string, PathItem>>
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>> }
}

/** The official files that there is an extract of; also the base name of the extract. */
export type OfficialFile = 'compatibility' | 'relay-numbers'

export const OFFICIAL_FILES: readonly OfficialFile[] = ['compatibility', 'relay-numbers']

/** Both documents, from whichever source. */
export type OfficialDocuments = Readonly<Record<OfficialFile, OpenApiDocument>>
