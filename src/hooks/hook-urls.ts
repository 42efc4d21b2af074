import { type HookDefinition, hookUrl } from '../../webhooks/hook.js'
import type { InstantTriggerModule } from '../core/module.js'
import { takesFax } from './describe-reply.js'

type Named = Pick<HookDefinition, 'id' | 'input'> & { readonly publicUrl: string }

/** The URL that a number calls. */
export function primaryUrl(module: Pick<InstantTriggerModule, 'hook'>, { publicUrl, id, input }: Named): string {
  const call = takesFax(module, input) ? 'fax' : 'call'
  return hookUrl(publicUrl, id, module.hook.channel === 'voice' ? call : 'message')
}

/** The URL for status callbacks, of a number as well as of Create a Call and Create a Message. */
export const statusUrl = ({ publicUrl, id }: Named): string => hookUrl(publicUrl, id, 'status')

/** Whether the hook watches what a number reports by itself: how its calls ended. */
export function watchesCallStatus(
  { hook }: Pick<InstantTriggerModule, 'hook'>,
  input: HookDefinition['input'],
): boolean {
  const chosen = input[hook.also.field]
  return Array.isArray(chosen) && chosen.some((key) => hook.also.events[String(key)]?.includes('callStatus'))
}

/** The rows of the dropdown of status callbacks. */
export const callbackRows = (hooks: readonly (Named & { readonly name: string })[]) =>
  hooks.map((hook) => ({ id: hook.id, name: hook.name, url: statusUrl(hook) }))
