import { shownUrl } from './hook-address.js'
import { type Channel, channelKeys, type Settings, webhooksHandler } from './number-settings.js'

/** What a handler does, completed by the values of its own settings. */
const handlers: Readonly<Record<string, string>> = {
  relay_context: 'go to the Relay context',
  relay_topic: 'go to the Relay topic',
  relay_script: 'run the SWML script',
  relay_application: 'go to the Relay application',
  relay_connector: 'go to the connector',
  relay_sip_endpoint: 'ring the SIP endpoint',
  relay_verto_endpoint: 'ring the browser endpoint',
  laml_application: 'run the LaML application',
  dialogflow: 'go to the Dialogflow agent',
  video_room: 'join the video room',
  call_flow: 'run a call flow',
  ai_agent: 'are answered by an AI agent',
  fabric_subscriber: 'ring a subscriber',
  sip_gateway: 'go to a SIP gateway',
  call_queue: 'wait in a call queue',
}

const nouns: Readonly<Record<Channel, string>> = { voice: 'Calls', messaging: 'Messages' }

/** What a number does with calls or messages, as a sentence. */
export function describeSettings(channel: Channel, settings: Settings): string {
  const keys = channelKeys[channel]
  const noun = keys.mode && settings[keys.mode] === 'fax' ? 'Calls, taken as fax,' : nouns[channel]
  const handler = settings[keys.handler] ?? ''
  if (handler !== webhooksHandler) {
    if (handler === '') return `${noun} are not handled.`
    const values = (keys.restorable[handler] ?? []).map((key) => settings[key]).filter((value) => value != null)
    return [noun, handlers[handler] ?? `are handled by ${handler}`, values.map(shownUrl).join(', ')]
      .filter((part) => part !== '')
      .join(' ')
      .concat('.')
  }
  const url = settings[keys.url]
  if (url == null) return `${noun} are not handled: no webhook is set.`
  const fallback = settings[keys.fallbackUrl]
  const status = keys.statusUrl && settings[keys.statusUrl]
  return [
    `${noun} run the webhook ${shownUrl(url)}`,
    fallback == null ? 'no fallback' : `fallback ${shownUrl(fallback)}`,
    status == null ? undefined : `status to ${shownUrl(status)}`,
  ]
    .filter((part) => part !== undefined)
    .join('; ')
    .concat('.')
}
