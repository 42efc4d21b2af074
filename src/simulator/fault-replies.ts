import { findErrorCode } from './error-codes.js'
import type { FaultRule } from './faults.js'
import { errorReply, type Reply } from './replies.js'
import { shapeOf } from './router.js'
import { type Family, matchRoute } from './routes.js'

/** A reply, and how the server is to spoil its delivery. */
export interface Delivery {
  readonly reply: Reply
  /** Send this many bytes of JSON instead of the body. */
  readonly hugeBytes?: number
  /** Break the connection after this many bytes of the body. */
  readonly cutAfter?: number
}

const CODE_OF_STATUS: Readonly<Record<number, number>> = { 401: 20003, 404: 20404, 429: 20429 }
const ELSEWHERE = 'https://elsewhere.example.com'
const HUGE = 200 * 1024 * 1024

/** The error that a rule asks for, in the shape that the operation documents; undefined where it asks for none. */
export function faultError(rule: FaultRule, family: Family, method: string, segments: readonly string[]) {
  if (rule.reply !== undefined || (rule.code === undefined && rule.status === undefined)) return undefined
  const code = rule.code ?? CODE_OF_STATUS[rule.status ?? 0] ?? ((rule.status ?? 0) >= 500 ? 20504 : 10000)
  const known = typeof code === 'number' ? findErrorCode(code) : undefined
  const status = rule.status ?? known?.status ?? (typeof code === 'string' ? 422 : 400)
  const match = matchRoute(method, segments)
  const usual =
    typeof code === 'string' ? 'rest-errors' : shapeOf(family, status, 'route' in match ? match.route : undefined)
  const message = rule.message ?? known?.message ?? 'The simulator was asked to fail here.'
  const reply = errorReply(rule.shape ?? usual, { code, message, status })
  if (rule.retryAfter === undefined) return reply
  return { ...reply, headers: { ...reply.headers, 'retry-after': String(rule.retryAfter) } }
}

/** Spoils a good reply as the rule says. */
export function spoil(rule: FaultRule, reply: Reply): Delivery {
  if (rule.reply === undefined) {
    return { reply: rule.disorder === undefined ? reply : { ...reply, body: disordered(reply.body, rule.disorder) } }
  }
  const location = rule.location ?? ELSEWHERE
  switch (rule.reply) {
    case 'html': {
      const body = '<!DOCTYPE html>\n<html><head><title>Please wait</title></head><body>Please wait.</body></html>\n'
      return { reply: { status: rule.status ?? 200, headers: { 'content-type': 'text/html; charset=utf-8' }, body } }
    }
    case 'empty':
      return { reply: { ...reply, status: rule.status ?? reply.status, body: '' } }
    case 'truncated':
      return { reply: { ...reply, body: reply.body.slice(0, Math.floor(reply.body.length / 2)) } }
    case 'cut':
      return { reply, cutAfter: Math.floor(reply.body.length / 2) }
    case 'redirect':
      return { reply: { status: rule.status ?? 302, headers: { location }, body: '' } }
    case 'foreign-next-page':
      return { reply: { ...reply, body: withForeignNextPage(reply.body, location) } }
    case 'huge':
      return { reply, hugeBytes: rule.bytes ?? HUGE }
  }
}

function withForeignNextPage(body: string, location: string): string {
  return changeObject(body, (page) => {
    const elsewhere = (link: unknown) => new URL(typeof link === 'string' ? link : '/next', location).href
    if ('next_page_uri' in page) return { ...page, next_page_uri: elsewhere(page.next_page_uri) }
    if (isRecord(page.links)) return { ...page, links: { ...page.links, next: elsewhere(page.links.next) } }
    return page
  })
}

function disordered(body: string, window: number): string {
  return changeObject(body, (page) => {
    const changed: Record<string, unknown> = { ...page }
    for (const [key, value] of Object.entries(page)) {
      if (!Array.isArray(value)) continue
      const rows: unknown[] = []
      for (let start = 0; start < value.length; start += window) {
        rows.push(...value.slice(start, start + window).reverse())
      }
      changed[key] = rows
    }
    return changed
  })
}

function changeObject(body: string, change: (page: Record<string, unknown>) => Record<string, unknown>): string {
  if (!body.startsWith('{')) return body
  return JSON.stringify(change(JSON.parse(body)))
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
