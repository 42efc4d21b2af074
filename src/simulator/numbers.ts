import type { Row } from './collection.js'
import { formatIso8601, formatRfc2822 } from './dates.js'
import { isNorthAmerican, nationalFormat } from './e164.js'
import type { Project } from './project.js'

export const capabilities = ['voice', 'sms', 'mms', 'fax'] as const
export type Capability = (typeof capabilities)[number]

/** What a number does with calls and messages: the fields that the relay API names, and whose LaML names are an alias. */
export const textSettings = [
  'call_request_url',
  'call_fallback_url',
  'call_status_callback_url',
  'call_laml_application_id',
  'call_dialogflow_agent_id',
  'call_relay_topic',
  'call_relay_topic_status_callback_url',
  'call_relay_script_url',
  'call_relay_context',
  'call_relay_context_status_callback_url',
  'call_relay_application',
  'call_relay_connector_id',
  'call_sip_endpoint_id',
  'call_verto_resource',
  'call_video_room_id',
  'message_request_url',
  'message_fallback_url',
  'message_laml_application_id',
  'message_relay_topic',
  'message_relay_context',
] as const
export type TextSetting = (typeof textSettings)[number]

export const methodSettings = [
  'call_request_method',
  'call_fallback_method',
  'call_status_callback_method',
  'message_request_method',
  'message_fallback_method',
] as const
export type MethodSetting = (typeof methodSettings)[number]

/** Handlers that an update can set. */
export const callHandlers = [
  'relay_context',
  'relay_topic',
  'relay_script',
  'relay_application',
  'relay_connector',
  'relay_sip_endpoint',
  'relay_verto_endpoint',
  'laml_webhooks',
  'laml_application',
  'dialogflow',
  'video_room',
] as const
/** Handlers that the API shows but cannot set. */
export const readOnlyCallHandlers = ['call_flow', 'ai_agent', 'fabric_subscriber', 'sip_gateway', 'call_queue'] as const
export type CallHandler = (typeof callHandlers)[number] | (typeof readOnlyCallHandlers)[number]

export const messageHandlers = [
  'relay_context',
  'relay_topic',
  'relay_application',
  'laml_webhooks',
  'laml_application',
] as const
export type MessageHandler = (typeof messageHandlers)[number]

export interface NumberRow extends Row {
  readonly number: string
  readonly name: string | null
  readonly capabilities: readonly Capability[]
  readonly receiveMode: 'voice' | 'fax'
  readonly callHandler: CallHandler | null
  readonly callResourceId: string | null
  readonly messageHandler: MessageHandler | null
  readonly messageResourceId: string | null
  readonly texts: Readonly<Partial<Record<TextSetting, string>>>
  readonly methods: Readonly<Partial<Record<MethodSetting, 'GET' | 'POST'>>>
  readonly updated: number
}

/** A handler that runs LaML has a resource in the Space, which the API creates by itself; setting another one drops it. */
export function resourceFor(handler: string | null, current: string | null, project: Project): string | null {
  return handler?.startsWith('laml_') ? (current ?? project.random.uuid()) : null
}

/** The number as the relay API shows it. */
export function relayNumber(row: NumberRow) {
  const text = (key: TextSetting) => row.texts[key] ?? null
  const method = (key: MethodSetting) => row.methods[key] ?? 'POST'
  return {
    id: row.sid,
    number: row.number,
    name: row.name,
    capabilities: row.capabilities,
    number_type: isTollFree(row.number) ? 'toll-free' : 'longcode',
    e911_address_id: null,
    e911_status: null,
    created_at: formatIso8601(row.created),
    updated_at: formatIso8601(row.updated),
    next_billed_at: formatIso8601(row.created + 30 * 86_400_000),
    call_handler: row.callHandler,
    calling_handler_resource_id: row.callResourceId,
    call_receive_mode: row.receiveMode,
    call_request_url: text('call_request_url'),
    call_request_method: method('call_request_method'),
    call_fallback_url: text('call_fallback_url'),
    call_fallback_method: method('call_fallback_method'),
    call_status_callback_url: text('call_status_callback_url'),
    call_status_callback_method: method('call_status_callback_method'),
    call_laml_application_id: text('call_laml_application_id'),
    call_dialogflow_agent_id: text('call_dialogflow_agent_id'),
    call_relay_topic: text('call_relay_topic'),
    call_relay_topic_status_callback_url: text('call_relay_topic_status_callback_url'),
    call_relay_script_url: text('call_relay_script_url'),
    call_relay_context: text('call_relay_context'),
    call_relay_context_status_callback_url: text('call_relay_context_status_callback_url'),
    call_relay_application: text('call_relay_application'),
    call_relay_connector_id: text('call_relay_connector_id'),
    call_sip_endpoint_id: text('call_sip_endpoint_id'),
    call_verto_resource: text('call_verto_resource'),
    call_video_room_id: text('call_video_room_id'),
    message_handler: row.messageHandler,
    messaging_handler_resource_id: row.messageResourceId,
    message_request_url: text('message_request_url'),
    message_request_method: method('message_request_method'),
    message_fallback_url: text('message_fallback_url'),
    message_fallback_method: method('message_fallback_method'),
    message_laml_application_id: text('message_laml_application_id'),
    message_relay_topic: text('message_relay_topic'),
    message_relay_context: text('message_relay_context'),
    country_code: isNorthAmerican(row.number) ? 'US' : null,
  }
}

/** The number as the LaML API shows it. */
export function lamlNumber(row: NumberRow, project: Project, prefix: string) {
  const has = (capability: Capability) => row.capabilities.includes(capability)
  const relay = relayNumber(row)
  return {
    account_id: project.id,
    account_sid: project.id,
    address_requirements: 'none',
    address_sid: null,
    api_version: '2010-04-01',
    beta: false,
    capabilities: { voice: has('voice'), sms: has('sms'), mms: has('mms'), fax: has('fax') },
    country_code: 'US',
    date_created: formatRfc2822(row.created),
    date_updated: formatRfc2822(row.updated),
    emergency_address_sid: null,
    emergency_status: 'Inactive',
    friendly_name: row.name ?? nationalFormat(row.number),
    identity_sid: null,
    origin: 'signalwire',
    phone_number: row.number,
    sid: row.sid,
    sms_application_sid: relay.message_laml_application_id,
    sms_fallback_method: relay.message_fallback_method,
    sms_fallback_url: relay.message_fallback_url,
    sms_method: relay.message_request_method,
    sms_url: relay.message_request_url,
    status_callback: relay.call_status_callback_url,
    status_callback_method: relay.call_status_callback_method,
    trunk_sid: null,
    uri: `${prefix}${project.lamlPath}/IncomingPhoneNumbers/${row.sid}`,
    ...(isTollFree(row.number) ? { verification_status: 'Unverified' } : {}),
    voice_application_sid: relay.call_laml_application_id,
    voice_caller_id_lookup: null,
    voice_fallback_method: relay.call_fallback_method,
    voice_fallback_url: relay.call_fallback_url,
    voice_method: relay.call_request_method,
    voice_url: relay.call_request_url,
  }
}

function isTollFree(number: string): boolean {
  return /^\+18(00|33|44|55|66|77|88)/.test(number)
}
