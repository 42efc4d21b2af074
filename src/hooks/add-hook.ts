import { newHookId, newStepKey } from '../../webhooks/hook.js'
import { checkPublicUrl } from '../../webhooks/public-url.js'
import type { InstantTriggerModule } from '../core/module.js'
import type { Ledger } from '../ledger/port.js'
import { parseInput } from '../runtime/parse.js'
import { type HookSetup, putHook } from './hook-setup.js'
import { primaryUrl, statusUrl, watchesCallStatus } from './hook-urls.js'
import { setupSteps } from './setup-steps.js'

export interface AddHookOptions {
  readonly ledger: Ledger
  /** The trigger that the hook starts. */
  readonly module: InstantTriggerModule
  /** The trigger's input, as a form gives it. */
  readonly input: unknown
  /** `name` is the name of the connection whose signing keys verify the posts. */
  readonly connection: { readonly name: string; readonly spaceName: string; readonly projectId: string }
  /** Where SignalWire reaches the receiver, such as `https://hooks.example.com`. */
  readonly publicUrl: string
}

export interface AddedHook {
  readonly hook: HookSetup
  /** What to paste into SignalWire. */
  readonly url: string
  /** How to do that, one sentence a step. */
  readonly steps: readonly string[]
}

/**
 * Creates a hook with a URL that cannot be guessed. Nothing is sent to SignalWire.
 *
 * @throws ConnectorError `invalid_input` naming all that is wrong with the input; `invalid_public_url`.
 */
export async function addHook({ ledger, module, input, connection, publicUrl }: AddHookOptions): Promise<AddedHook> {
  const refusal = 'The webhook was not added'
  const { values } = parseInput({ ...module, refusal }, input, { timeZone: 'UTC' })
  const hook: HookSetup = {
    id: newHookId(),
    module: module.id,
    name: String(values[module.hook.setup.name]),
    connection: connection.name,
    input: values,
    stepKey: newStepKey(),
    publicUrl: checkPublicUrl(publicUrl),
    spaceName: connection.spaceName,
    projectId: connection.projectId,
    numbers: {},
  }
  await putHook(ledger, hook)
  const url = primaryUrl(module, hook)
  return { hook, url, steps: stepsOf(module, hook) }
}

/** How to set a hook up by hand. */
export const stepsOf = (module: InstantTriggerModule, hook: HookSetup): readonly string[] =>
  setupSteps(
    module,
    hook.input,
    primaryUrl(module, hook),
    watchesCallStatus(module, hook.input) ? statusUrl(hook) : undefined,
  )
