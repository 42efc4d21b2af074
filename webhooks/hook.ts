import { randomBytes } from 'node:crypto'
import type { Purpose } from './classify.js'
import { joinUrl, splitUrl } from './signed-url.js'

/**
 * Our record of one webhook: which module it starts, with what input. Its fields are those that a ledger keeps of a hook,
 * so `fromStoredHook` and `toHookRecord` translate both ways.
 */
export interface HookDefinition {
  /** 128 random bits, see `newHookId`; whoever knows it can find the URL, so it is not shown to strangers. */
  readonly id: string
  /** The id of the instant trigger that it starts, such as `watchNewCalls`. */
  readonly module: string
  /** What people recognise it by. */
  readonly name: string
  /** The name of the connection whose signing keys verify its posts. */
  readonly connection: string
  /** The module's parsed input, which decides the reply and what starts the scenario. */
  readonly input: Readonly<Record<string, unknown>>
  /** The secret of this hook's step URLs, see `newStepKey`. */
  readonly stepKey: string
}

/** The part of a ledger's record of a hook that is ours; a record may have more details, such as snapshots of numbers. */
export interface StoredHookDefinition {
  readonly id: string
  readonly connection: string
  readonly module: string
  readonly name: string
  readonly details: Readonly<Record<string, unknown>>
}

/** The record to store with `ledger.hooks.put`; `more` is kept beside the hook's own details. */
export const toHookRecord = (
  { id, connection, module, name, input, stepKey }: HookDefinition,
  more: Readonly<Record<string, unknown>> = {},
): StoredHookDefinition => ({ id, connection, module, name, details: { ...more, input, stepKey } })

/** The hook in a stored record; undefined where the record is not one of ours. */
export function fromStoredHook(record: StoredHookDefinition): HookDefinition | undefined {
  const { id, connection, module, name, details } = record
  const { input, stepKey } = details
  if (typeof input !== 'object' || input === null || typeof stepKey !== 'string' || stepKey === '') return undefined
  return { id, connection, module, name, input: input as Readonly<Record<string, unknown>>, stepKey }
}

const idPattern = /^[A-Za-z0-9_-]{22}$/

/** A new hook's id: 128 random bits, 22 characters that need no encoding in a URL. */
export const newHookId = (): string => randomBytes(16).toString('base64url')

/** A new hook's secret for its step URLs. */
export const newStepKey = (): string => randomBytes(32).toString('base64url')

const purposes: readonly Purpose[] = ['call', 'message', 'status', 'recording', 'fax', 'step']

/**
 * The URL to give SignalWire: `<public URL>/hooks/<id>/<purpose>`.
 *
 * @param publicUrl as `checkPublicUrl` returns it.
 */
export function hookUrl(publicUrl: string, id: string, purpose: Purpose): string {
  const pieces = splitUrl(publicUrl)
  if (!pieces) throw new TypeError('The public URL must start with http:// or https:// and have a host.')
  return joinUrl({ ...pieces, rest: `${pieces.rest}/hooks/${id}/${purpose}` })
}

/** The hook and purpose that a path names; undefined where it is no hook's. It may have anything before `/<id>/<purpose>`. */
export function parseHookPath(path: string): { readonly id: string; readonly purpose: Purpose } | undefined {
  const [id = '', last = ''] = path.replace(/\/$/, '').split('/').slice(-2)
  const purpose = purposes.find((one) => one === last)
  return purpose && idPattern.test(id) ? { id, purpose } : undefined
}
