import { parse } from 'yaml'
import type { JsonSchema, OpenApiDocument, OperationObject, ParameterObject, PathItem } from './openapi-document.js'

type Raw = Readonly<Record<string, unknown>>

const PROSE = new Set(['title', 'description', 'summary', 'example', 'examples', 'externalDocs'])
const PLAIN = new Set([
  ...['$ref', 'type', 'enum', 'const', 'default', 'format', 'pattern', 'required', 'deprecated'],
  ...['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
  ...['minLength', 'maxLength', 'minItems', 'maxItems', 'uniqueItems', 'minProperties', 'maxProperties'],
])
const ONE_SCHEMA = new Set(['items', 'not', 'unevaluatedProperties', 'additionalProperties'])
const MANY_SCHEMAS = new Set(['allOf', 'anyOf', 'oneOf', 'prefixItems'])
const NAMED_SCHEMAS = new Set(['properties', 'patternProperties'])
const METHODS = new Set(['get', 'put', 'post', 'delete', 'patch', 'head', 'options'])
const SCHEMA_REFERENCE = '#/components/schemas/'

/**
 * The facts of an official OpenAPI file without its prose: the wanted operations, all webhooks, and the schemas
 * that these reach. The result is an OpenAPI document again; references to parameters are replaced by the parameters.
 *
 * @param yaml the text of the official file
 * @param wanted operationIds
 * @throws Error if an operation is missing, or if the file uses a construct that would be lost here
 */
export function extract(yaml: string, wanted: readonly string[]): OpenApiDocument {
  const document = asRaw(parse(yaml), 'the document')
  const missing = new Set(wanted)
  const paths: Record<string, PathItem> = {}
  for (const [path, item] of Object.entries(asRaw(document.paths, 'paths'))) {
    const kept = pathItem(document, path, item, (id) => missing.delete(id))
    if (Object.keys(kept).length > 0) paths[path] = kept
  }
  if (missing.size > 0) throw new Error(`No such operation in the official file: ${[...missing].join(', ')}`)
  const webhooks = Object.entries(asRaw(document.webhooks ?? {}, 'webhooks')).map(
    ([name, item]) => [name, pathItem(document, name, item, () => true)] as const,
  )
  return {
    openapi: String(document.openapi),
    servers: asList(document.servers, 'servers').map((server) => ({ url: String(asRaw(server, 'server').url) })),
    paths,
    ...(webhooks.length > 0 ? { webhooks: Object.fromEntries(webhooks) } : {}),
    components: { schemas: reachableSchemas(document, [paths, webhooks]) },
  }
}

function pathItem(document: Raw, path: string, item: unknown, isWanted: (id: string) => boolean): PathItem {
  const kept: Record<string, OperationObject> = {}
  for (const [method, operation] of Object.entries(asRaw(item, path))) {
    if (!METHODS.has(method)) throw new Error(`${path} has "${method}", which the extract does not carry`)
    const raw = asRaw(operation, `${method} ${path}`)
    if (isWanted(String(raw.operationId))) kept[method] = operationObject(document, raw)
  }
  return kept
}

function operationObject(document: Raw, operation: Raw): OperationObject {
  const where = String(operation.operationId)
  const body = operation.requestBody === undefined ? undefined : asRaw(operation.requestBody, where)
  return {
    operationId: where,
    parameters: asList(operation.parameters ?? [], where).map((each) => parameterObject(document, each, where)),
    ...(body === undefined
      ? {}
      : { requestBody: { required: body.required === true, content: content(body.content, where) } }),
    responses: Object.fromEntries(
      Object.entries(asRaw(operation.responses, where)).map(([status, response]) => {
        const raw = asRaw(response, `${where} ${status}`)
        if ('$ref' in raw) throw new Error(`${where} ${status} is a reference, which the extract does not carry`)
        return [status, raw.content === undefined ? {} : { content: content(raw.content, `${where} ${status}`) }]
      }),
    ),
  }
}

function parameterObject(document: Raw, parameter: unknown, where: string): ParameterObject {
  const given = asRaw(parameter, where)
  const raw = typeof given.$ref === 'string' ? asRaw(resolvePointer(document, given.$ref), given.$ref) : given
  const name = String(raw.name)
  return {
    name,
    in: String(raw.in),
    required: raw.required === true,
    schema: schema(raw.schema, `${where} ${name}`) as JsonSchema,
  }
}

function content(value: unknown, where: string): Record<string, { schema: JsonSchema }> {
  return Object.fromEntries(
    Object.entries(asRaw(value, where)).map(([mediaType, media]) => [
      mediaType,
      { schema: schema(asRaw(media, where).schema, where) as JsonSchema },
    ]),
  )
}

/** Copies a schema keyword by keyword, so that property names which look like keywords ("description") survive. */
function schema(value: unknown, where: string): JsonSchema | boolean {
  if (typeof value === 'boolean') return value
  const kept: Record<string, unknown> = {}
  for (const [keyword, content] of Object.entries(asRaw(value, where))) {
    const here = `${where}/${keyword}`
    if (PROSE.has(keyword)) continue
    if (PLAIN.has(keyword)) kept[keyword] = content
    else if (ONE_SCHEMA.has(keyword)) kept[keyword] = schema(content, here)
    else if (MANY_SCHEMAS.has(keyword)) kept[keyword] = asList(content, here).map((each) => schema(each, here))
    else if (NAMED_SCHEMAS.has(keyword)) {
      kept[keyword] = Object.fromEntries(
        Object.entries(asRaw(content, here)).map(([name, each]) => [name, schema(each, `${here}/${name}`)]),
      )
    } else throw new Error(`Unknown keyword at ${here}: decide whether it is a fact or prose`)
  }
  return kept
}

function reachableSchemas(document: Raw, roots: unknown): Record<string, JsonSchema> {
  const found = new Map<string, JsonSchema>()
  const queue = [...references(roots)]
  for (let reference = queue.pop(); reference !== undefined; reference = queue.pop()) {
    if (found.has(reference)) continue
    if (!reference.startsWith(SCHEMA_REFERENCE)) throw new Error(`Reference out of the schemas: ${reference}`)
    const copy = schema(resolvePointer(document, reference), reference) as JsonSchema
    found.set(reference, copy)
    queue.push(...references(copy))
  }
  return Object.fromEntries(
    [...found.keys()].sort().map((each) => [each.slice(SCHEMA_REFERENCE.length), found.get(each) as JsonSchema]),
  )
}

function* references(value: unknown): Generator<string> {
  if (typeof value !== 'object' || value === null) return
  for (const [key, inner] of Object.entries(value)) {
    if (key === '$ref' && typeof inner === 'string') yield inner
    else yield* references(inner)
  }
}

function resolvePointer(document: Raw, reference: string): unknown {
  const steps = reference.replace(/^#\//, '').split('/')
  return steps.reduce<unknown>((at, step) => asRaw(at, reference)[step], document)
}

function asRaw(value: unknown, where: string): Raw {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Raw
  throw new Error(`Expected a mapping: ${where}`)
}

function asList(value: unknown, where: string): readonly unknown[] {
  if (Array.isArray(value)) return value
  throw new Error(`Expected a list: ${where}`)
}
