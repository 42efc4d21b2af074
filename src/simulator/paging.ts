import type { Collection, Cursor, Row } from './collection.js'
import { jsonText, Refusal, type Reply } from './replies.js'
import type { Pairs } from './request.js'

const DEFAULT_SIZE = 50
const MAXIMUM_SIZE = 1000
const TOKEN = /^(PA|PB)([0-9a-z]{1,11})-([0-9a-z]{1,11})-([0-9a-z]{1,7})$/

/** The value of a parameter, the last one where it recurs; undefined where it is absent or blank. */
export function paramOf(pairs: Pairs, key: string): string | undefined {
  return pairs.findLast(([name]) => name === key)?.[1] || undefined
}

/** A page token: `PA` the rows after a row, `PB` the rows before it. It names a place in time, so rows that come or go do not move it. */
function formatToken(side: 'PA' | 'PB', { created, sequence }: Cursor): string {
  const place = `${created.toString(36)}-${sequence.toString(36)}`
  return `${side}${place}-${checksum(side + place)}`
}

function parseToken(text: string): { side: string; cursor: Cursor } | undefined {
  const match = TOKEN.exec(text)
  if (!match) return undefined
  const [, side = '', created = '', sequence = '', sum] = match
  if (checksum(`${side}${created}-${sequence}`) !== sum) return undefined
  return { side, cursor: { created: Number.parseInt(created, 36), sequence: Number.parseInt(sequence, 36) } }
}

function checksum(text: string): string {
  let sum = 7
  for (const character of text) sum = (Math.imul(sum, 31) + character.charCodeAt(0)) >>> 0
  return sum.toString(36)
}

interface PageNames {
  readonly page: string
  readonly size: string
  readonly token: string
}

interface PageRequest {
  readonly page: number
  readonly size: number
  readonly token: string | undefined
  readonly side: string
  readonly cursor: Cursor | undefined
}

function readPageRequest(query: Pairs, names: PageNames): PageRequest {
  const size = readWhole(paramOf(query, names.size), DEFAULT_SIZE)
  if (size === undefined || size < 1 || size > MAXIMUM_SIZE) {
    throw new Refusal(54454, `${names.size} must be a whole number from 1 to ${MAXIMUM_SIZE}.`)
  }
  const page = readWhole(paramOf(query, names.page), 0)
  if (page === undefined) throw new Refusal(10000, `${names.page} must be a whole number, 0 or more.`)
  const token = paramOf(query, names.token)
  if (page > 0 && !token) throw new Refusal(54453, `${names.token} is required where ${names.page} is above 0.`)
  const place = token === undefined ? undefined : parseToken(token)
  if (token !== undefined && !place) throw new Refusal(21481)
  return { page, size, token, side: place?.side ?? 'PA', cursor: place?.cursor }
}

function readWhole(text: string | undefined, otherwise: number): number | undefined {
  if (text === undefined) return otherwise
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined
}

interface Page<R> {
  readonly rows: readonly R[]
  readonly next: string | undefined
  readonly previous: string | undefined
}

function readPage<R extends Row>(
  collection: Collection<R>,
  request: PageRequest,
  matches: (row: R) => boolean,
): Page<R> {
  const backward = request.side === 'PB' && request.cursor !== undefined
  const found = backward
    ? collection.newer(request.cursor, request.size, matches)
    : collection.older(request.cursor, request.size + 1, matches)
  const rows = found.slice(0, request.size)
  const last = rows.at(-1)
  const more =
    last !== undefined && (backward ? collection.older(last, 1, matches).length > 0 : found.length > rows.length)
  const before = rows[0] ?? request.cursor
  return {
    rows,
    next: last && more ? formatToken('PA', last) : undefined,
    previous: request.page > 0 && before ? formatToken('PB', before) : undefined,
  }
}

/** What a list operation lists. */
export interface Listing<R extends Row> {
  readonly collection: Collection<R>
  readonly matches: (row: R) => boolean
  /** The row as JSON text. */
  readonly render: (row: R) => string
  /** The path that page links start with, without a query. */
  readonly path: string
  readonly query: Pairs
  /** The filters to keep in page links. */
  readonly filters: readonly string[]
}

function pageLinks(listing: Pick<Listing<Row>, 'path' | 'query' | 'filters'>, names: PageNames, size: number) {
  const kept = listing.query.filter(([name]) => listing.filters.includes(name))
  return (page: number, token?: string) => {
    const pairs: [string, string][] = [
      [names.page, String(page)],
      [names.size, String(size)],
    ]
    if (token) pairs.push([names.token, token])
    const text = [...kept, ...pairs].map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(value)}`)
    return `${listing.path}?${text.join('&')}`
  }
}

const LAML_NAMES: PageNames = { page: 'Page', size: 'PageSize', token: 'PageToken' }
const RELAY_NAMES: PageNames = { page: 'page_number', size: 'page_size', token: 'page_token' }

/** A LaML page: `uri`, `first_page_uri`, `next_page_uri`, `previous_page_uri`, `page`, `page_size` and the rows under `key`. */
export function lamlPage<R extends Row>(key: string, listing: Listing<R>): Reply {
  const request = readPageRequest(listing.query, LAML_NAMES)
  const page = readPage(listing.collection, request, listing.matches)
  const link = pageLinks(listing, LAML_NAMES, request.size)
  const head = JSON.stringify({
    uri: link(request.page, request.token),
    first_page_uri: link(0),
    next_page_uri: page.next === undefined ? null : link(request.page + 1, page.next),
    previous_page_uri: page.previous === undefined ? null : link(request.page - 1, page.previous),
    page: request.page,
    page_size: request.size,
  })
  return jsonText(200, `${head.slice(0, -1)},"${key}":[${page.rows.map(listing.render).join(',')}]}`)
}

/** A relay page: `links` with `self`, `first` and, where they exist, `next` and `prev`, and the rows under `data`. */
export function relayPage<R extends Row>(listing: Listing<R>): Reply {
  const request = readPageRequest(listing.query, RELAY_NAMES)
  const page = readPage(listing.collection, request, listing.matches)
  const link = pageLinks(listing, RELAY_NAMES, request.size)
  const links: Record<string, string> = { self: link(request.page, request.token), first: link(0) }
  if (page.next !== undefined) links.next = link(request.page + 1, page.next)
  if (page.previous !== undefined) links.prev = link(request.page - 1, page.previous)
  return jsonText(200, `{"links":${JSON.stringify(links)},"data":[${page.rows.map(listing.render).join(',')}]}`)
}
