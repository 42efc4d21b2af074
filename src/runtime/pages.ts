import { ConnectorError } from '../core/errors.js'
import type { Api, Listing } from '../core/request.js'
import type { Pair } from '../core/wire.js'
import { readObject } from './read-reply.js'
import { type Sender, send } from './send.js'
import type { HttpRequest } from './transport.js'

/** The largest page that SignalWire gives. A module's Limit is never used as page size. */
export const pageSize = 1000

/** The parameter that asks for pages of that size. */
export const pageSizePair = (api: Api, size = pageSize): Pair => [
  api === 'laml' ? 'PageSize' : 'page_size',
  String(size),
]

export type Row = Readonly<Record<string, unknown>>

export interface PagesOptions {
  readonly doing: string
  readonly signal?: AbortSignal | undefined
  /** Told how many rows are wanted at most, so that a page that will not be needed is not fetched ahead. */
  readonly limit: number
}

/**
 * The pages of a list, as arrays of rows. While one page is worked on, the next is already on its way; leaving the loop
 * abandons it. Memory holds two pages, however long the list is.
 *
 * LaML lists go on at `next_page_uri`, Relay lists at `links.next` (REST API, "Paging"): a page cannot be jumped to,
 * because SignalWire demands the token that stands in that link.
 */
export async function* pages(
  sender: Sender,
  listing: Listing,
  first: HttpRequest,
  options: PagesOptions,
): AsyncGenerator<readonly Row[], void, undefined> {
  const left = new AbortController()
  const signal = options.signal ? AbortSignal.any([options.signal, left.signal]) : left.signal
  const fetchPage = async (path: string) => {
    const reply = await send(sender, { ...first, path }, { doing: options.doing, idempotent: true, signal })
    if (!reply) return { rows: [], next: undefined }
    const body = readObject(reply, options.doing)
    return { rows: rowsOf(body, listing.items, options.doing), next: nextLink(body, listing) }
  }
  const isLoop = loopDetector(first.path)
  // A link that cannot be followed is no reason to withhold the rows it came with, so it rejects like a page that fails.
  const fetchNext = async (link: unknown) => {
    const path = nextPath(link, sender.baseUrl, options.doing)
    if (isLoop(path)) throw pagingLoop(options.doing)
    return fetchPage(path)
  }
  let count = 0
  let pending: ReturnType<typeof fetchPage> | undefined = fetchPage(first.path)
  try {
    while (pending) {
      const page: Awaited<ReturnType<typeof fetchPage>> = await pending
      count += page.rows.length
      pending = page.next !== undefined && count < options.limit ? fetchNext(page.next) : undefined
      // Its failure is thrown when the loop gets to it; until then nobody waits for it.
      pending?.catch(() => undefined)
      if (page.rows.length > 0) yield page.rows
    }
  } finally {
    left.abort()
  }
}

function rowsOf(body: Row, items: string, doing: string): readonly Row[] {
  const rows = body[items]
  if (Array.isArray(rows) && rows.every((row) => typeof row === 'object' && row !== null)) return rows as readonly Row[]
  throw new ConnectorError(`${doing} failed: the reply has no list ${items}.`, {
    type: 'RuntimeError',
    code: 'unreadable_reply',
    retry: 'later',
    advice: 'Check the Space Name of the connection; if it is right, try again later.',
  })
}

function nextLink(body: Row, listing: Listing): unknown {
  const links = body.links as Readonly<Record<string, unknown>> | null | undefined
  const next = listing.request.api === 'laml' ? body.next_page_uri : links?.next
  return next === null || next === '' ? undefined : next
}

function nextPath(next: unknown, baseUrl: string, doing: string): string {
  const base = new URL(baseUrl)
  const target = typeof next === 'string' && URL.canParse(next, baseUrl) ? new URL(next, baseUrl) : undefined
  if (!target || target.host !== base.host || !target.pathname.includes('/api/'))
    throw new ConnectorError(
      `${doing} stopped: the next page points to another host, to which credentials are never sent.`,
      {
        type: 'RuntimeError',
        code: 'foreign_next_page',
        retry: 'never',
        advice: 'Check the API URL of the connection; if it is right, report this to SignalWire.',
      },
    )
  const prefix = base.pathname.replace(/\/$/, '')
  return (
    (prefix && target.pathname.startsWith(`${prefix}/`) ? target.pathname.slice(prefix.length) : target.pathname) +
    target.search
  )
}

/** Tells when pages go round in a circle, of whatever length, and remembers but one path for it (Brent's algorithm). */
function loopDetector(first: string): (path: string) => boolean {
  let remembered = first
  let steps = 0
  let allowed = 1
  return (path) => {
    if (path === remembered) return true
    steps += 1
    if (steps === allowed) {
      remembered = path
      steps = 0
      allowed *= 2
    }
    return false
  }
}

const pagingLoop = (doing: string): ConnectorError =>
  new ConnectorError(`${doing} stopped: its pages go round in a circle.`, {
    type: 'RuntimeError',
    code: 'paging_loop',
    retry: 'later',
    advice: 'Try again later; if it stays so, report this to SignalWire.',
  })
