import type { InstantTriggerModule } from '../core/module.js'

/** What a phone number calls a webhook for. */
export type Channel = InstantTriggerModule['hook']['channel']

/** Settings of a number by the API's own names; null where nothing is set. */
export type Settings = Readonly<Record<string, string | null>>

/** How the API names one channel's settings (Phone Numbers, "Update a phone number"). */
export interface ChannelKeys {
  readonly handler: string
  readonly url: string
  readonly method: string
  readonly fallbackUrl: string
  readonly fallbackMethod: string
  /** Only calls are reported by a number. */
  readonly statusUrl?: string
  readonly statusMethod?: string
  /** Whether calls are taken as voice calls or fax. */
  readonly mode?: string
  /** The settings that go with a handler which an update can set, so that it can be put back. */
  readonly restorable: Readonly<Record<string, readonly string[]>>
}

export const channelKeys: Readonly<Record<Channel, ChannelKeys>> = {
  voice: {
    handler: 'call_handler',
    url: 'call_request_url',
    method: 'call_request_method',
    fallbackUrl: 'call_fallback_url',
    fallbackMethod: 'call_fallback_method',
    statusUrl: 'call_status_callback_url',
    statusMethod: 'call_status_callback_method',
    mode: 'call_receive_mode',
    restorable: {
      relay_context: ['call_relay_context', 'call_relay_context_status_callback_url'],
      relay_topic: ['call_relay_topic', 'call_relay_topic_status_callback_url'],
      relay_script: ['call_relay_script_url'],
      relay_application: ['call_relay_application'],
      relay_connector: ['call_relay_connector_id'],
      relay_sip_endpoint: ['call_sip_endpoint_id'],
      relay_verto_endpoint: ['call_verto_resource'],
      laml_webhooks: [],
      laml_application: ['call_laml_application_id'],
      dialogflow: ['call_dialogflow_agent_id'],
      video_room: ['call_video_room_id'],
    },
  },
  messaging: {
    handler: 'message_handler',
    url: 'message_request_url',
    method: 'message_request_method',
    fallbackUrl: 'message_fallback_url',
    fallbackMethod: 'message_fallback_method',
    restorable: {
      relay_context: ['message_relay_context'],
      relay_topic: ['message_relay_topic'],
      // relay_application is missing: the API takes its name in an update and never shows it, so it would be lost.
      laml_webhooks: [],
      laml_application: ['message_laml_application_id'],
    },
  },
}

/** The handler that runs LaML webhooks, the only one that calls our URLs. */
export const webhooksHandler = 'laml_webhooks'

/** A phone number as far as one channel is concerned. */
export interface NumberState {
  readonly id: string
  /** E.164. */
  readonly number: string
  readonly name: string
  readonly capabilities: readonly string[]
  /** Every setting of the channel. */
  readonly settings: Settings
}

const namesOf = (keys: ChannelKeys): readonly string[] => [
  ...[keys.handler, keys.url, keys.method, keys.fallbackUrl, keys.fallbackMethod],
  ...[keys.statusUrl, keys.statusMethod, keys.mode].filter((key) => key !== undefined),
  ...Object.values(keys.restorable).flat(),
]

/** Reads a number from the API's reply. */
export function readNumber(row: Readonly<Record<string, unknown>>, channel: Channel): NumberState {
  const value = (key: string): string | null => {
    const raw = row[key]
    return typeof raw === 'string' && raw !== '' ? raw : null
  }
  return {
    id: value('id') ?? '',
    number: value('number') ?? '',
    name: value('name') ?? '',
    capabilities: Array.isArray(row.capabilities) ? row.capabilities.map(String) : [],
    settings: Object.fromEntries(namesOf(channelKeys[channel]).map((key) => [key, value(key)])),
  }
}

/** The settings among `wanted` whose values a number does not have. A method says nothing where there is no URL. */
export function differences(current: Settings, wanted: Settings): readonly string[] {
  return Object.keys(wanted).filter((key) => {
    const url = key.replace(/_method$/, '_url')
    if (url !== key && url in wanted && wanted[url] === null) return false
    return (current[key] ?? null) !== wanted[key]
  })
}

/** Settings as an update takes them: an empty text clears one. */
export const asUpdate = (settings: Settings): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(settings).map(([key, value]) => [key, value ?? '']))
