import { hookIdIn } from './hook-address.js'
import type { Attachment } from './hook-setup.js'
import { type Channel, channelKeys, type Settings, webhooksHandler } from './number-settings.js'

/** What gives a number its old settings back. */
export interface Restoration {
  /** The settings to set; empty where nothing of the number is ours. */
  readonly settings: Settings
  /** Whether calls or messages still go to the hook. */
  readonly primaryIsOurs: boolean
  /** What is left as it is, in sentences. */
  readonly notes: readonly string[]
}

export interface RestorationRequest {
  readonly channel: Channel
  readonly hookId: string
  readonly attachment: Attachment
  /** The number's settings now. */
  readonly current: Settings
  /** The URL of the hook's LaML bin. */
  readonly binUrl?: string | undefined
}

/** Whether calls or messages of a number go to a hook. */
export const pointsAt = (channel: Channel, current: Settings, hookId: string): boolean => {
  const { handler, url } = channelKeys[channel]
  return current[handler] === webhooksHandler && hookIdIn(current[url]) === hookId
}

/** Gives back what is still as we set it, and leaves alone what somebody else has set since. */
export function restoration(request: RestorationRequest): Restoration {
  const { channel, hookId, attachment, current, binUrl } = request
  const { before, wrote } = attachment
  const keys = channelKeys[channel]
  const primaryIsOurs = pointsAt(channel, current, hookId)
  const old: Record<string, string | null> = {}
  const notes: string[] = []
  const giveBack = (...names: readonly (string | undefined)[]): void => {
    for (const name of names) if (name !== undefined) old[name] = before[name] ?? null
  }
  if (primaryIsOurs) {
    giveBack(keys.url, keys.method)
    const handler = before[keys.handler] ?? null
    const companions = handler === null ? [] : keys.restorable[handler]
    if (handler !== null && companions) giveBack(keys.handler, ...companions.filter((name) => before[name] != null))
    else notes.push(handler === null ? hadNone : cannotRestore(handler))
    if (keys.mode !== undefined && current[keys.mode] === wrote[keys.mode]) giveBack(keys.mode)
    else if (keys.mode !== undefined) notes.push('How it accepts calls was changed meanwhile and is left as it is.')
  }
  const fallback = current[keys.fallbackUrl] ?? null
  const isOwnFallback = fallback !== null && (fallback === binUrl || hookIdIn(fallback) === hookId)
  if (isOwnFallback || (primaryIsOurs && fallback === (wrote[keys.fallbackUrl] ?? null)))
    giveBack(keys.fallbackUrl, keys.fallbackMethod)
  else if (primaryIsOurs) notes.push('Its fallback was changed meanwhile and is left as it is.')
  if (keys.statusUrl !== undefined && hookIdIn(current[keys.statusUrl]) === hookId)
    giveBack(keys.statusUrl, keys.statusMethod)
  const settings = Object.fromEntries(
    Object.entries(old).filter(
      ([name, value]) => value !== (current[name] ?? null) && !(value === null && isMethod(name)),
    ),
  )
  return { settings, primaryIsOurs, notes }
}

/** A method cannot be taken away, and means nothing without its URL. */
const isMethod = (name: string): boolean => name.endsWith('_method')

const hadNone = "It did nothing before, which SignalWire's API cannot set: it is left without a webhook."
const cannotRestore = (handler: string): string =>
  `Its handler was ${handler}, which SignalWire's API cannot set: set it again in the Dashboard.`
