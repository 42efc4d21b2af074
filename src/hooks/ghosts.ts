import type { Ledger } from '../ledger/port.js'
import { describeSettings } from './describe-number.js'
import type { Finding } from './finding.js'
import { hookIdIn, originOf, shownUrl } from './hook-address.js'
import type { Attachment, HookSetup } from './hook-setup.js'
import { type Channel, channelKeys, differences, type NumberState, readNumber } from './number-settings.js'
import { getNumber, updateNumber } from './numbers-api.js'
import { readTombstone, type Tombstone } from './removed-hooks.js'
import { pointsAt, restoration } from './restoration.js'
import type { HookSpace } from './space.js'

export interface GhostSearch {
  readonly ledger: Ledger
  readonly space: HookSpace
  /** Every hook of this installation, also those of other projects. */
  readonly hooks: readonly HookSetup[]
  /** The project's numbers as the API shows them. */
  readonly rows: readonly Readonly<Record<string, unknown>>[]
  /** Public URLs under which this installation is, or was, reached. */
  readonly known: readonly string[]
  readonly repair: boolean
}

/** Finds numbers that call a hook which does not exist, or which attach did not set up. */
export async function findGhosts(search: GhostSearch): Promise<readonly Finding[]> {
  const findings: Finding[] = []
  for (const row of search.rows) {
    for (const channel of ['voice', 'messaging'] as const) {
      const state = readNumber(row, channel)
      for (const hookId of hookIdsOf(channel, state)) findings.push(...(await judge(search, channel, state, hookId)))
    }
  }
  return findings
}

/** The hooks that a number's settings name. */
function hookIdsOf(channel: Channel, { settings }: NumberState): readonly string[] {
  const { handler, url, fallbackUrl, statusUrl } = channelKeys[channel]
  // The URLs of webhooks are dead letters while another handler is at work; a status callback is called whatever it is.
  const urls = settings[handler] === 'laml_webhooks' ? [url, fallbackUrl] : []
  const ids = [...urls, ...(statusUrl ? [statusUrl] : [])].map((key) => hookIdIn(settings[key]))
  return [...new Set(ids.filter((id) => id !== undefined))]
}

async function judge(
  search: GhostSearch,
  channel: Channel,
  state: NumberState,
  hookId: string,
): Promise<readonly Finding[]> {
  const { ledger, hooks, known, repair } = search
  const { number, id, settings } = state
  const hook = hooks.find((one) => one.id === hookId)
  if (hook) {
    if (hook.numbers[id] || !pointsAt(channel, settings, hookId)) return []
    const message = 'It was pointed at this hook by hand; detach cannot restore what it did before.'
    return [{ problem: 'by_hand', hookId, hook: hook.name, number, message, repair: 'none' }]
  }
  const now = describeSettings(channel, settings)
  const removed = await readTombstone(ledger, hookId)
  if (removed) {
    const message = repair
      ? await layToRest(search, channel, state, { hookId, removed })
      : `--repair ${removed.numbers[id] ? 'gives back what it did before' : 'takes the URL away'}.`
    const what = `It points at the hook ${JSON.stringify(removed.name)}, which was removed. ${now} ${message}`
    return [
      { problem: 'ghost', hookId, hook: removed.name, number, message: what, repair: repair ? 'done' : 'possible' },
    ]
  }
  const url = shownUrl(urlOf(channel, state, hookId))
  const isOurs = known.some((one) => originOf(one) === originOf(url))
  return [
    isOurs
      ? {
          problem: 'ghost',
          hookId,
          number,
          message: `It points at a hook that does not exist (${url}), and what it did before is not known. Attach it to a hook, or set it in the Dashboard.`,
          repair: 'todo',
        }
      : {
          problem: 'foreign',
          hookId,
          number,
          message: `It seems to point at a hook of another installation (${url}).`,
          repair: 'none',
        },
  ]
}

const urlOf = (channel: Channel, { settings }: NumberState, hookId: string): string => {
  const { url, fallbackUrl, statusUrl } = channelKeys[channel]
  const keys = [url, fallbackUrl, ...(statusUrl ? [statusUrl] : [])]
  return settings[keys.find((key) => hookIdIn(settings[key]) === hookId) ?? url] ?? ''
}

/** Gives a number back what it did before a hook that is gone, or takes the dead URL away. */
async function layToRest(
  { space }: GhostSearch,
  channel: Channel,
  { id, number }: NumberState,
  { hookId, removed }: { readonly hookId: string; readonly removed: Tombstone },
): Promise<string> {
  const current = await getNumber(space, id, number, channel)
  if (!current) return 'The project does not have it any more.'
  const nothing: Attachment = { number, state: 'attached', before: {}, wrote: {} }
  const attachment = removed.numbers[id] ?? nothing
  const { settings } = restoration({ channel, hookId, attachment, current: current.settings })
  await updateNumber(space, id, number, settings)
  const after = await getNumber(space, id, number, channel)
  const isDone = after !== undefined && differences(after.settings, settings).length === 0
  return isDone ? 'It was set back.' : 'It was set back, but has other settings already: check again.'
}
