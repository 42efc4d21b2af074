import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import type { ContentObject, OfficialDocuments, OperationObject } from './openapi-document.js'

/** One HTTP reply, with what was asked. */
export interface Reply {
  /** Any letter case. */
  readonly method: string
  /** The path as requested, e.g. `/api/laml/2010-04-01/Accounts/<sid>/Calls.json`; a query is ignored. */
  readonly path: string
  readonly status: number
  /** The Content-Type header; parameters such as the charset are ignored. */
  readonly contentType?: string | null | undefined
  /** The parsed JSON; undefined, null or '' where there is no body. */
  readonly body?: unknown
}

/** What is wrong with a reply, one sentence each; empty if it is as documented. */
export type ReplyValidator = (reply: Reply) => string[]

interface Route {
  readonly method: string
  readonly pattern: RegExp
  readonly placeholders: number
  readonly pointer: string
  readonly operation: OperationObject
}

/**
 * A validator of replies against OpenAPI documents: the committed extract or the official files, by the same code.
 * Schemas are compiled when first needed and kept.
 */
export function createReplyValidator(documents: OfficialDocuments): ReplyValidator {
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  formats.default(ajv)
  for (const [file, document] of Object.entries(documents)) ajv.addSchema(document, file, false, false)
  const routes = routesOf(documents)
  const compiled = new Map<string, ValidateFunction>()

  const validatorAt = (pointer: string): ValidateFunction => {
    const known = compiled.get(pointer) ?? ajv.compile({ $ref: pointer })
    compiled.set(pointer, known)
    return known
  }

  return ({ method, path, status, contentType, body }) => {
    const asked = `${method.toUpperCase()} ${path}`
    const route = findRoute(routes, method, path)
    if (route === undefined) return [`${asked}: no such operation in the official files`]
    const response = route.operation.responses[String(status)]
    if (response === undefined) {
      const documented = Object.keys(route.operation.responses).join(', ')
      return [`${asked}: status ${status} is not documented for ${route.operation.operationId} (${documented})`]
    }
    const answered = `${asked} ${status}`
    if (response.content === undefined) {
      return body === undefined || body === null || body === '' ? [] : [`${answered}: documented without a body`]
    }
    const mediaType = contentType?.split(';')[0]?.trim().toLowerCase() ?? ''
    if (!Object.hasOwn(response.content, mediaType))
      return [`${answered}: ${wrongContentType(mediaType, response.content)}`]
    const validate = validatorAt(`${route.pointer}/responses/${status}/content/${pointerStep(mediaType)}/schema`)
    if (validate(body)) return []
    return (validate.errors ?? []).map((error) => `${answered}: ${explain(error)}`)
  }
}

function wrongContentType(mediaType: string, content: ContentObject): string {
  return `content type ${mediaType || '(none)'} instead of ${Object.keys(content).join(' or ')}`
}

function routesOf(documents: OfficialDocuments): Route[] {
  const routes = Object.entries(documents).flatMap(([file, document]) => {
    const prefix = new URL(document.servers[0]?.url.replace(/\{\w+\}/g, 'space') ?? 'about:blank').pathname
    const base = prefix.replace(/\/$/, '')
    return Object.entries(document.paths).flatMap(([template, item]) =>
      Object.entries(item).map(([method, operation]) => ({
        method,
        pattern: patternOf(base + template, base.includes('/laml/')),
        placeholders: template.split('{').length - 1,
        pointer: `${file}#/paths/${pointerStep(template)}/${method}`,
        operation,
      })),
    )
  })
  // `/phone_numbers/search` is itself and not `/phone_numbers/{id}`.
  return routes.sort((left, right) => left.placeholders - right.placeholders)
}

/** The Compatibility API answers to `/Calls` and to `/Calls.json`. */
function patternOf(template: string, hasJsonSuffix: boolean): RegExp {
  const pieces = template.split(/\{\w+\}/).map((piece) => piece.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${pieces.join('[^/]+?')}${hasJsonSuffix ? '(?:\\.json)?' : ''}$`)
}

function findRoute(routes: readonly Route[], method: string, path: string): Route | undefined {
  const bare = path.split('?')[0] ?? ''
  return routes.find((route) => route.method === method.toLowerCase() && route.pattern.test(bare))
}

function pointerStep(step: string): string {
  return encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'))
}

function explain(error: ErrorObject): string {
  const where = error.instancePath || '/'
  if (error.schemaPath.endsWith('/unevaluatedProperties/not')) return `${where} is not a documented key`
  if (error.keyword === 'unevaluatedProperties')
    return `${where} has an undocumented key ${error.params.unevaluatedProperty}`
  if (error.keyword === 'enum') return `${where} must be one of ${error.params.allowedValues.join(', ')}`
  return `${where} ${error.message ?? error.keyword}`
}
