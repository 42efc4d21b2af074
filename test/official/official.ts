/**
 * What SignalWire's official OpenAPI files say, for tests, from the committed extract (`compatibility.json`,
 * `relay-numbers.json`): names, types, enums, limits and required flags, no prose. To write the extract again from the
 * official files, see `drift.test.ts`.
 */
import { readFileSync } from 'node:fs'
import {
  type ContentObject,
  type JsonSchema,
  OFFICIAL_FILES,
  type OfficialDocuments,
  type OfficialFile,
  type OpenApiDocument,
  type OperationObject,
  type ParameterObject,
} from './openapi-document.js'
import { createReplyValidator, type Reply, type ReplyValidator } from './reply-validator.js'

export type { JsonSchema, OfficialDocuments, OfficialFile, ParameterObject } from './openapi-document.js'
export { referenceDocuments, referenceFolder, whyNoReference } from './reference.js'
export { createReplyValidator, type Reply, type ReplyValidator } from './reply-validator.js'

/** A request body or a webhook's payload. All schemas are free of references. */
export interface OfficialPayload {
  readonly contentType: string
  readonly properties: Readonly<Record<string, JsonSchema>>
  readonly required: readonly string[]
}

export interface OfficialOperation {
  readonly id: string
  readonly file: OfficialFile
  /** `GET`, `POST`, `PUT` or `DELETE`. */
  readonly method: string
  /** The template as in the official file, e.g. `/Accounts/{AccountSid}/Calls`; the Compatibility API's lacks `/api/laml/2010-04-01`. */
  readonly path: string
  readonly parameters: readonly ParameterObject[]
  readonly requestBody?: OfficialPayload
  /** By status code; an empty object where the reply has no body. */
  readonly responses: Readonly<Record<string, { readonly contentType?: string; readonly schema?: JsonSchema }>>
}

export interface OfficialWebhook extends OfficialPayload {
  /** The documented values of every property that has a closed list of them. */
  readonly enums: Readonly<Record<string, readonly string[]>>
}

let documents: OfficialDocuments | undefined
let validator: ReplyValidator | undefined

/** The committed extract, both files. */
export function officialDocuments(): OfficialDocuments {
  documents ??= { compatibility: readExtract('compatibility'), 'relay-numbers': readExtract('relay-numbers') }
  return documents
}

/** Where the extract of an official file lies. */
export function extractUrl(file: OfficialFile): URL {
  return new URL(`./${file}.json`, import.meta.url)
}

/** An operation by its official operationId, e.g. `create_a_call`. Throws if the extract has none of that name. */
export function officialOperation(id: string): OfficialOperation {
  for (const file of OFFICIAL_FILES) {
    const document = officialDocuments()[file]
    for (const [path, item] of Object.entries(document.paths)) {
      for (const [method, operation] of Object.entries(item)) {
        if (operation.operationId === id) return describeOperation(file, method, path, operation)
      }
    }
  }
  throw new Error(`The extract has no operation "${id}"; it has ${officialOperationIds().join(', ')}`)
}

/** All operations of the extract, in the order of the official files. */
export function officialOperationIds(): string[] {
  return OFFICIAL_FILES.flatMap((file) =>
    Object.values(officialDocuments()[file].paths).flatMap((item) =>
      Object.values(item).map((each) => each.operationId),
    ),
  )
}

/** A named schema, free of references, e.g. `('compatibility', 'CallResponse')`. */
export function officialSchema(file: OfficialFile, name: string): JsonSchema {
  const { schemas } = officialDocuments()[file].components
  const schema = Object.hasOwn(schemas, name) ? schemas[name] : undefined
  if (schema === undefined) throw new Error(`The extract of ${file} has no schema "${name}"`)
  return resolve(officialDocuments()[file], schema)
}

/** What a webhook posts, by its official name, e.g. `voiceStatusCallback`. */
export function officialWebhook(name: string): OfficialWebhook {
  const { webhooks = {} } = officialDocuments().compatibility
  const body = Object.hasOwn(webhooks, name) ? webhooks[name]?.post?.requestBody : undefined
  if (body === undefined) {
    throw new Error(`The extract has no webhook "${name}"; it has ${Object.keys(webhooks).join(', ')}`)
  }
  const payload = payloadOf('compatibility', body.content)
  const enums = Object.entries(payload.properties).flatMap(([key, schema]) =>
    schema.enum === undefined ? [] : [[key, schema.enum.map(String)] as const],
  )
  return { ...payload, enums: Object.fromEntries(enums) }
}

/** Compares a reply with the committed extract; what is wrong with it, or nothing. */
export function validateReply(reply: Reply): string[] {
  validator ??= createReplyValidator(officialDocuments())
  return validator(reply)
}

function readExtract(file: OfficialFile): OpenApiDocument {
  return JSON.parse(readFileSync(extractUrl(file), 'utf8')) as OpenApiDocument
}

function describeOperation(
  file: OfficialFile,
  method: string,
  path: string,
  operation: OperationObject,
): OfficialOperation {
  const document = officialDocuments()[file]
  return {
    id: operation.operationId,
    file,
    method: method.toUpperCase(),
    path,
    parameters: operation.parameters.map((each) => ({ ...each, schema: resolve(document, each.schema) })),
    ...(operation.requestBody === undefined ? {} : { requestBody: payloadOf(file, operation.requestBody.content) }),
    responses: Object.fromEntries(
      Object.entries(operation.responses).map(([status, { content }]) => {
        if (content === undefined) return [status, {}]
        const [contentType, { schema }] = onlyMediaType(content)
        return [status, { contentType, schema: resolve(document, schema) }]
      }),
    ),
  }
}

function payloadOf(file: OfficialFile, content: ContentObject): OfficialPayload {
  const [contentType, media] = onlyMediaType(content)
  const schema = resolve(officialDocuments()[file], media.schema)
  if (schema.properties === undefined) throw new Error(`A payload of ${file} is no plain object`)
  return { contentType, properties: schema.properties, required: schema.required ?? [] }
}

function onlyMediaType(content: ContentObject): [string, { readonly schema: JsonSchema }] {
  const [first, ...others] = Object.entries(content)
  if (first === undefined || others.length > 0) throw new Error(`One media type expected: ${Object.keys(content)}`)
  return first
}

/** Replaces references by what they name, and `allOf` of one schema (how the official files wrap a reference) by that schema. */
function resolve(document: OpenApiDocument, schema: JsonSchema): JsonSchema {
  const { $ref, ...own } = schema
  if ($ref !== undefined) {
    const named = document.components.schemas[$ref.replace('#/components/schemas/', '')]
    if (named === undefined) throw new Error(`The extract lacks ${$ref}`)
    return { ...resolve(document, named), ...own }
  }
  const [wrapped, ...others] = schema.allOf ?? []
  if (wrapped !== undefined && others.length === 0) {
    const { allOf: _allOf, ...rest } = own
    return { ...resolve(document, wrapped), ...resolve(document, rest) }
  }
  const each = (list: readonly JsonSchema[]) => list.map((item) => resolve(document, item))
  return {
    ...own,
    ...(own.allOf === undefined ? {} : { allOf: each(own.allOf) }),
    ...(own.anyOf === undefined ? {} : { anyOf: each(own.anyOf) }),
    ...(own.oneOf === undefined ? {} : { oneOf: each(own.oneOf) }),
    ...(own.items === undefined ? {} : { items: resolve(document, own.items) }),
    ...(own.properties === undefined
      ? {}
      : {
          properties: Object.fromEntries(
            Object.entries(own.properties).map(([key, value]) => [key, resolve(document, value)]),
          ),
        }),
  }
}
