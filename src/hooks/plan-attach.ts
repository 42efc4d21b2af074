import { checkPublicUrl } from '../../webhooks/public-url.js'
import { ConnectorError } from '../core/errors.js'
import type { InstantTriggerModule } from '../core/module.js'
import type { Ledger } from '../ledger/port.js'
import { describeSettings } from './describe-number.js'
import { describeReply, takesFax } from './describe-reply.js'
import { describeFallback, type Fallback, readFallback } from './fallback.js'
import { hookIdIn } from './hook-address.js'
import { type Attachment, getHook, type HookSetup, listHooks, requireSameProject } from './hook-setup.js'
import { channelKeys, type NumberState, type Settings } from './number-settings.js'
import { findNumber } from './numbers-api.js'
import { readTombstone } from './removed-hooks.js'
import { pointsAt } from './restoration.js'
import type { HookSpace } from './space.js'
import { staticReply } from './static-reply.js'

export interface AttachOptions {
  readonly ledger: Ledger
  readonly space: HookSpace
  readonly module: InstantTriggerModule
  readonly hookId: string
  /** E.164. @default the numbers of the hook's input */
  readonly numbers?: readonly string[] | undefined
  /** `none`, `laml-bin` or a URL. @default none */
  readonly fallback?: string | undefined
  readonly sameHost?: boolean | undefined
  /** Attach also numbers whose handler cannot be restored, and those that point at another hook of ours. */
  readonly force?: boolean | undefined
  /** Where SignalWire reaches the receiver from now on. @default where it was when the hook was added */
  readonly publicUrl?: string | undefined
}

/** What is going to happen to one number. */
export interface NumberPlan {
  /** Empty where the project does not have the number. */
  readonly id: string
  readonly number: string
  readonly name: string
  /** What it does now, as a sentence. */
  readonly now: string
  /** Why it is not going to be attached. */
  readonly refusal?: string | undefined
  readonly seen: Settings
  readonly before: Settings
  /** What the ledger says of it already. */
  readonly recorded: Attachment | undefined
  /** Another hook of ours that it points at now and is taken from. */
  readonly takenFrom?: string | undefined
}

export interface AttachPlan {
  readonly hook: HookSetup
  readonly module: InstantTriggerModule
  readonly fallback: Fallback
  /** What callers or senders meet from now on, in sentences. */
  readonly after: string
  readonly numbers: readonly NumberPlan[]
}

/** Finds out what attaching is going to change. Nothing is changed yet. */
export async function planAttach(options: AttachOptions): Promise<AttachPlan> {
  const { ledger, space, module, hookId, sameHost = false } = options
  const stored = await getHook(ledger, hookId)
  requireSameProject(stored, space)
  const hook = options.publicUrl === undefined ? stored : { ...stored, publicUrl: checkPublicUrl(options.publicUrl) }
  const fallback = readFallback(options.fallback ?? 'none', hook.publicUrl, sameHost)
  if (fallback.kind === 'bin') staticReply(module, hook.input)
  const wanted = options.numbers ?? numbersOf(module, hook)
  if (wanted.length === 0)
    throw new ConnectorError(`The hook ${JSON.stringify(hook.name)} names no phone numbers.`, {
      type: 'InvalidConfigurationError',
      code: 'no_numbers',
      retry: 'never',
      advice: "Name them with --number, or paste the hook's URL into SignalWire yourself.",
    })
  const hooks = await listHooks(ledger)
  const numbers: NumberPlan[] = []
  for (const number of new Set(wanted)) numbers.push(await planNumber(options, hook, hooks, number))
  const after = `${describeReply(module, hook.input)} ${describeFallback(fallback)}`
  return { hook, module, fallback, after, numbers }
}

const numbersOf = (module: InstantTriggerModule, hook: HookSetup): readonly string[] => {
  const numbers = hook.input[module.hook.setup.numbers]
  return Array.isArray(numbers) ? numbers.map(String) : []
}

async function planNumber(
  { ledger, space, module, force = false }: AttachOptions,
  hook: HookSetup,
  hooks: readonly HookSetup[],
  number: string,
): Promise<NumberPlan> {
  const { channel } = module.hook
  const state = await findNumber(space, number, channel)
  if (!state) {
    const refusal = 'The project does not have this number.'
    return { id: '', number, name: '', now: '', refusal, seen: {}, before: {}, recorded: undefined }
  }
  const { id, name, settings } = state
  const recorded = hook.numbers[id]
  const pointedAt = hookIdIn(settings[channelKeys[channel].url])
  const other = hooks.find((one) => one.id !== hook.id && one.id === pointedAt && pointsAt(channel, settings, one.id))
  return {
    id,
    number,
    name,
    now: describeSettings(channel, settings),
    refusal: incapable(module, hook, state) ?? (force ? undefined : needsForce(module, state, other)),
    seen: settings,
    before: await beforeOf(ledger, { channel, hook, hooks, state, recorded, other }),
    recorded,
    ...(other && { takenFrom: other.id }),
  }
}

function incapable(module: InstantTriggerModule, hook: HookSetup, { capabilities }: NumberState): string | undefined {
  const needed = module.hook.channel === 'messaging' ? 'sms' : takesFax(module, hook.input) ? 'fax' : 'voice'
  return capabilities.includes(needed) ? undefined : `The number has no capability ${needed}.`
}

function needsForce(
  { hook: { channel } }: InstantTriggerModule,
  { settings }: NumberState,
  other: HookSetup | undefined,
): string | undefined {
  const keys = channelKeys[channel]
  const handler = settings[keys.handler]
  if (handler != null && !Object.hasOwn(keys.restorable, handler))
    return `SignalWire's API cannot set its handler ${handler} again, so detach could not restore it. Add --force to attach it all the same.`
  return other
    ? `It points at the hook ${JSON.stringify(other.name)} already. Detach it there first, or add --force to take it from there.`
    : undefined
}

interface Snapshot {
  readonly channel: InstantTriggerModule['hook']['channel']
  readonly hook: HookSetup
  readonly hooks: readonly HookSetup[]
  readonly state: NumberState
  readonly recorded: Attachment | undefined
  readonly other: HookSetup | undefined
}

/** What to restore one day: never one of our own URLs, or a number would be left pointing at a hook that is gone. */
async function beforeOf(ledger: Ledger, snapshot: Snapshot): Promise<Settings> {
  const { channel, hook, hooks, state, recorded, other } = snapshot
  const { id, settings } = state
  if (recorded && pointsAt(channel, settings, hook.id)) return recorded.before
  const theirs = other?.numbers[id]
  if (theirs) return theirs.before
  const pointedAt = hookIdIn(settings[channelKeys[channel].url])
  const removed = pointedAt === undefined ? undefined : await readTombstone(ledger, pointedAt)
  if (removed?.numbers[id]) return removed.numbers[id].before
  const dead = removed ? pointedAt : undefined
  const isOurs = (value: string | null): boolean => {
    const found = hookIdIn(value)
    return found !== undefined && (found === dead || hooks.some((one) => one.id === found))
  }
  return Object.fromEntries(Object.entries(settings).map(([key, value]) => [key, isOurs(value) ? null : value]))
}
