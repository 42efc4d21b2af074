import type { InstantTriggerModule } from '../core/module.js'
import { takesFax } from './describe-reply.js'

/** The other ways in which a number can handle calls, as the Dashboard lists them. */
const otherHandlers = {
  voice:
    'Relay, a LaML Application, a Dialogflow Agent, a SIP Endpoint, a Verto/WebRTC Webhook, a FreeSwitch Connector, an Agora Connector',
  messaging: 'Relay, a LaML Application',
} as const

const words = {
  voice: { what: 'calls', handle: 'Handle Calls Using', event: 'When a call comes in' },
  messaging: { what: 'messages', handle: 'Handle Messages Using', event: 'When a message comes in' },
} as const

/**
 * How to point a phone number at a hook by hand in SignalWire's Dashboard, one sentence a step.
 *
 * @param statusUrl where the number reports how calls ended, if the hook watches that.
 */
export function setupSteps(
  module: Pick<InstantTriggerModule, 'hook'>,
  input: Readonly<Record<string, unknown>>,
  url: string,
  statusUrl?: string,
): readonly string[] {
  const { channel } = module.hook
  const { what, handle, event } = words[channel]
  const mode = takesFax(module, input) ? 'Fax' : 'Voice Calls'
  return [
    `Copy the URL of the webhook: ${url}`,
    `Open your Space on SignalWire, go to Phone Numbers, choose the number and click Edit. Scroll to its settings for ${what}.`,
    ...(module.hook.setup.receiveAs === undefined ? [] : [`Set Accept Incoming Calls As to ${mode}.`]),
    `Set ${handle} to LaML Webhooks. (The others are ${otherHandlers[channel]}; they do not call this webhook.)`,
    `Paste the URL into the field ${event}.`,
    ...(statusUrl === undefined
      ? []
      : [`Give the number this URL as its status callback, where it reports how calls ended: ${statusUrl}`]),
    'Click Save.',
    'Run the scenario: it now starts with every event of that number.',
  ]
}
