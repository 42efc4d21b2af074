import { randomUUID } from 'node:crypto'
import { ConnectorError, isConnectorError } from '../core/errors.js'
import { laml } from '../core/request.js'
import type { Ledger } from '../ledger/port.js'
import { changeHook, type FallbackBin, getHook } from './hook-setup.js'
import type { HookSpace } from './space.js'

const listing = { request: laml('GET', '/LamlBins'), items: 'laml_bins' }
const create = laml('POST', '/LamlBins')
const update = laml('POST', '/LamlBins/{Sid}')
const remove = laml('DELETE', '/LamlBins/{Sid}')

/**
 * Makes SignalWire keep a hook's reply, once per hook. Its name is stored before it is created, and it is looked for by that
 * name where a command before this one did not live to see the answer.
 *
 * @returns the bin's URL.
 */
export async function keepReply(ledger: Ledger, space: HookSpace, hookId: string, contents: string): Promise<string> {
  const { name: hookName, bin: stored } = await getHook(ledger, hookId)
  // A few hex digits tell it from every other bin, also of a hook with the same name.
  const name = stored?.name ?? `signalwire-connector ${hookName.slice(0, 64)} ${randomUUID().slice(0, 13)}`
  const store = async (bin: FallbackBin): Promise<void> => {
    await changeHook(ledger, hookId, (hook) => ({ ...hook, bin }))
  }
  const found = stored && (await findBin(space, stored))
  if (!found) {
    await store({ name, contents, state: 'creating' })
    const created = await createBin(space, { name, contents })
    await store({ ...created, name, contents, state: 'created' })
    return created.url
  }
  if (found.contents !== contents) {
    await space.request({
      request: update,
      doing: 'Changing the LaML bin of the fallback',
      path: [['Sid', found.sid]],
      body: { Name: name, Contents: contents },
    })
  }
  const { sid, url } = found
  await store({ name, contents, state: 'created', sid, url })
  return url
}

/** Removes the bin of a hook, also one whose creation nobody saw the answer of. Nothing happens where there is none. */
export async function dropReply(ledger: Ledger, space: HookSpace, hookId: string): Promise<boolean> {
  const { bin } = await getHook(ledger, hookId)
  if (!bin) return false
  await changeHook(ledger, hookId, (hook) => ({ ...hook, bin: { ...bin, state: 'deleting' } }))
  const sid = bin.sid ?? (await findBin(space, bin))?.sid
  if (sid !== undefined) await deleteBin(space, sid)
  await changeHook(ledger, hookId, ({ bin: _, ...hook }) => hook)
  return true
}

/** Whether SignalWire still has a bin. */
export const hasBin = async (space: HookSpace, bin: FallbackBin): Promise<boolean> =>
  (await findBin(space, bin)) !== undefined

interface FoundBin {
  readonly sid: string
  readonly url: string
  readonly contents: string
}

/** A bin by its name; undefined where there is none. */
async function findBin(space: HookSpace, { name }: Pick<FallbackBin, 'name'>): Promise<FoundBin | undefined> {
  const rows = space.rows(listing, { doing: 'Looking for the LaML bin of the fallback', query: [['Name', name]] })
  for await (const row of rows) if (row.name === name) return readBin(row)
  return undefined
}

async function createBin(space: HookSpace, bin: Pick<FallbackBin, 'name' | 'contents'>): Promise<FoundBin> {
  const doing = 'Creating a LaML bin for the fallback'
  try {
    const row = await space.request({ request: create, doing, body: { Name: bin.name, Contents: bin.contents } })
    return readBin(row ?? {})
  } catch (thrown) {
    if (!isConnectorError(thrown) || thrown.code !== 'outcome_unknown') throw thrown
    const found = await findBin(space, bin)
    if (found) return found
    throw thrown
  }
}

async function deleteBin(space: HookSpace, sid: string): Promise<void> {
  try {
    await space.request({ request: remove, doing: 'Removing the LaML bin of the fallback', path: [['Sid', sid]] })
  } catch (thrown) {
    if (!isConnectorError(thrown) || thrown.status !== 404) throw thrown
  }
}

function readBin(row: Readonly<Record<string, unknown>>): FoundBin {
  const { sid, request_url: url, contents } = row
  if (typeof sid === 'string' && typeof url === 'string') return { sid, url, contents: String(contents ?? '') }
  throw new ConnectorError('SignalWire did not say where it keeps the LaML bin of the fallback.', {
    type: 'RuntimeError',
    code: 'unreadable_reply',
    retry: 'later',
    advice: 'Try again later, or choose another fallback.',
  })
}
