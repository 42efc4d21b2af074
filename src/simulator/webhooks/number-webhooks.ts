import type { ApplicationRow } from '../applications.js'
import type { NumberRow } from '../numbers.js'
import type { Project } from '../project.js'
import type { WebhookUrl } from './poster.js'

/** What is asked when a call, message or fax comes in, or a call is answered. */
export interface Webhooks {
  readonly primary: WebhookUrl
  readonly fallback?: WebhookUrl
  readonly status?: WebhookUrl
}

/** The webhooks of a channel, or a sentence that says why there are none. */
export type WebhooksOrWhy = Webhooks | { readonly why: string }

function webhooks(primary: WebhookUrl | undefined, fallback?: WebhookUrl, status?: WebhookUrl): Webhooks | undefined {
  return primary && { primary, ...(fallback && { fallback }), ...(status && { status }) }
}

function place(url: string | undefined, method: 'GET' | 'POST' | undefined): WebhookUrl | undefined {
  return url === undefined ? undefined : { url, method: method ?? 'POST' }
}

/** Where a number's calls go; faxes go to the same place, the number receives either the one or the other. */
export function callWebhooks({ number, callHandler, texts, methods }: NumberRow, project: Project): WebhooksOrWhy {
  if (callHandler === 'laml_application') {
    return ofApplication(texts.call_laml_application_id, project, applicationCallWebhooks)
  }
  if (callHandler !== 'laml_webhooks') {
    return { why: `Calls to ${number} go to ${callHandler ?? 'nobody'}, not to a webhook.` }
  }
  const found = webhooks(
    place(texts.call_request_url, methods.call_request_method),
    place(texts.call_fallback_url, methods.call_fallback_method),
    place(texts.call_status_callback_url, methods.call_status_callback_method),
  )
  return found ?? { why: `${number} has no webhook URL for calls.` }
}

/** Where a number's messages go. They have no status callback. */
export function messageWebhooks(
  { number, messageHandler, texts, methods }: NumberRow,
  project: Project,
): WebhooksOrWhy {
  if (messageHandler === 'laml_application') {
    return ofApplication(texts.message_laml_application_id, project, ({ urls, methods: given }) =>
      webhooks(place(urls.SmsUrl, given.SmsMethod), place(urls.SmsFallbackUrl, given.SmsFallbackMethod)),
    )
  }
  if (messageHandler !== 'laml_webhooks') {
    return { why: `Messages to ${number} go to ${messageHandler ?? 'nobody'}, not to a webhook.` }
  }
  const found = webhooks(
    place(texts.message_request_url, methods.message_request_method),
    place(texts.message_fallback_url, methods.message_fallback_method),
  )
  return found ?? { why: `${number} has no webhook URL for messages.` }
}

/** Where an application's calls go. */
export function applicationCallWebhooks({ urls, methods }: ApplicationRow): Webhooks | undefined {
  return webhooks(
    place(urls.VoiceUrl, methods.VoiceMethod),
    place(urls.VoiceFallbackUrl, methods.VoiceFallbackMethod),
    place(urls.StatusCallback, methods.StatusCallbackMethod),
  )
}

function ofApplication(
  id: string | undefined,
  project: Project,
  read: (row: ApplicationRow) => Webhooks | undefined,
): WebhooksOrWhy {
  const row = project.applications.get(id ?? '')
  if (!row) return { why: 'The application of the number does not exist.' }
  return read(row) ?? { why: `The application ${row.name} has no URL for this.` }
}
