import { ConnectorError } from '../core/errors.js'
import type { Source } from '../core/source.js'
import { pageSizePair, pages, type Row } from './pages.js'
import { fillPath, withQuery } from './prepare-request.js'
import type { Sender } from './send.js'

/** One entry of a dropdown. */
export interface OptionItem {
  readonly value: string
  readonly label: string
}

/** The entries of a dropdown, or which of three reasons it is empty for. */
export interface LoadedOptions {
  readonly options: readonly OptionItem[]
  /** Set where `options` is empty. */
  readonly empty?:
    | { readonly reason: 'noneYet' | 'noMatch' | 'noPermission' | 'notLoaded'; readonly message: string }
    | undefined
}

export interface LoadOptions {
  /** Keeps entries whose value or label contains this text, whatever its case. */
  readonly filter?: string | undefined
  readonly signal?: AbortSignal | undefined
  /** The rows of local sources: the hooks of this installation. @default none */
  readonly local?: readonly Row[] | undefined
}

/** Loads the options of a source, newest first. It never throws for what the Space answers: an empty dropdown says why. */
export async function loadOptions(
  sender: Sender,
  source: Source,
  projectId: string,
  options: LoadOptions = {},
): Promise<LoadedOptions> {
  try {
    return await optionsFromRows(source, rowsOf(sender, source, projectId, options), {
      filter: options.filter,
      redact: sender.redactor.text,
    })
  } catch (thrown) {
    options.signal?.throwIfAborted()
    if (!(thrown instanceof ConnectorError)) throw thrown
    const denied = thrown.status === 401 || thrown.status === 403
    return denied
      ? {
          options: [],
          empty: {
            reason: 'noPermission',
            message: `SignalWire refused to list ${source.what}: the token lacks the scope ${source.scope}, or the Project ID or the token is wrong.`,
          },
        }
      : {
          options: [],
          empty: { reason: 'notLoaded', message: `The ${source.what} could not be loaded. ${thrown.message}` },
        }
  }
}

/** The options of a source whose rows are at hand. */
export async function optionsFromRows(
  source: Source,
  rows: AsyncIterable<Row> | Iterable<Row>,
  {
    filter,
    redact = (text) => text,
  }: { readonly filter?: string | undefined; readonly redact?: (text: string) => string },
): Promise<LoadedOptions> {
  const wanted = filter?.toLowerCase() ?? ''
  const found: OptionItem[] = []
  let any = false
  for await (const row of rows) {
    if (source.where && !includes(row[source.where.key], source.where.includes)) continue
    const item = { value: String(row[source.value] ?? ''), label: redact(labelOf(source.label, row)) }
    if (!item.value) continue
    any = true
    if (`${item.value} ${item.label}`.toLowerCase().includes(wanted)) found.push(item)
    if (found.length >= source.limit) break
  }
  if (found.length > 0) return { options: found }
  return any
    ? {
        options: [],
        empty: { reason: 'noMatch', message: `No ${source.what} match ${JSON.stringify(filter)}.` },
      }
    : { options: [], empty: { reason: 'noneYet', message: `There are no ${source.what} yet.` } }
}

async function* rowsOf(sender: Sender, source: Source, projectId: string, options: LoadOptions): AsyncGenerator<Row> {
  if ('local' in source.from) {
    yield* options.local ?? []
    return
  }
  const { request } = source.from
  // A filter may skip many rows, so whole pages are read; without one, no more than can be shown.
  const size = options.filter || source.where ? 1000 : source.limit
  const path = withQuery(fillPath(request, projectId), [pageSizePair(request.api, size)])
  const limit = options.filter || source.where ? Number.POSITIVE_INFINITY : source.limit
  const doing = `Loading ${source.what}`
  for await (const rows of pages(
    sender,
    source.from,
    { method: 'GET', path, headers: {} },
    { doing, signal: options.signal, limit },
  ))
    yield* rows
}

const includes = (list: unknown, item: string): boolean => Array.isArray(list) && list.includes(item)

const labelOf = (template: string, row: Row): string =>
  template
    .replace(/\{(\w+)\}/g, (_, key: string) => String(row[key] ?? ''))
    // A name of a number or an application may hold anything, escape sequences of terminals included.
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
