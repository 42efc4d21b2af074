import type { Row } from './collection.js'
import { formatRfc2822 } from './dates.js'
import type { Form } from './form.js'
import { found, type Operation, readForm } from './operation.js'
import { lamlPage, paramOf } from './paging.js'
import type { Project } from './project.js'
import { json, noContent, Refusal, type Reply } from './replies.js'

const URLS = [
  'VoiceUrl',
  'VoiceFallbackUrl',
  'StatusCallback',
  'SmsUrl',
  'SmsFallbackUrl',
  'SmsStatusCallback',
] as const
const METHODS = [
  'VoiceMethod',
  'VoiceFallbackMethod',
  'StatusCallbackMethod',
  'SmsMethod',
  'SmsFallbackMethod',
  'SmsStatusCallbackMethod',
] as const

type ApplicationUrl = (typeof URLS)[number]
type ApplicationMethod = (typeof METHODS)[number]

export interface ApplicationRow extends Row {
  readonly name: string
  readonly urls: Readonly<Partial<Record<ApplicationUrl, string>>>
  readonly methods: Readonly<Partial<Record<ApplicationMethod, 'GET' | 'POST'>>>
  readonly updated: number
}

/** Lists applications; FriendlyName matches the whole name. */
export function listApplications({ request, project, prefix }: Operation): Reply {
  const name = paramOf(request.query, 'FriendlyName')
  return lamlPage('applications', {
    collection: project.applications,
    matches: (row) => name === undefined || row.name === name,
    render: (row) => JSON.stringify(applicationReply(row, project, prefix)),
    path: `${prefix}${project.lamlPath}/Applications`,
    query: request.query,
    filters: ['FriendlyName'],
  })
}

export function createApplication(operation: Operation): Reply {
  const { project, now, prefix } = operation
  const empty: ApplicationRow = { ...project.newRow(), name: '', urls: {}, methods: {}, updated: now }
  const row = withFields(empty, readForm(operation), now)
  project.applications.add(row)
  return json(201, applicationReply(row, project, prefix))
}

export function getApplication({ project, parameters, prefix }: Operation): Reply {
  return json(200, applicationReply(found(project.applications.get(parameters.Sid ?? '')), project, prefix))
}

/** Changes an application. FriendlyName is required here too; what is not sent stays, a blank URL clears. */
export function updateApplication(operation: Operation): Reply {
  const { project, parameters, now, prefix } = operation
  const row = found(project.applications.get(parameters.Sid ?? ''))
  const changed = withFields(row, readForm(operation), now)
  project.applications.replace(changed)
  return json(200, applicationReply(changed, project, prefix))
}

export function deleteApplication({ project, parameters }: Operation): Reply {
  project.applications.delete(found(project.applications.get(parameters.Sid ?? '')).sid)
  return noContent
}

function withFields(row: ApplicationRow, form: Form, now: number): ApplicationRow {
  const name = form.text('FriendlyName')
  if (name === undefined || name.length > 64) throw new Refusal(20002)
  const urls: Partial<Record<ApplicationUrl, string>> = { ...row.urls }
  for (const key of URLS) {
    if (!form.has(key)) continue
    const url = form.url(key, 21402)
    if (url === undefined) delete urls[key]
    else urls[key] = url
  }
  const methods: Partial<Record<ApplicationMethod, 'GET' | 'POST'>> = { ...row.methods }
  for (const key of METHODS) {
    const method = form.method(key)
    if (method) methods[key] = method
  }
  return { ...row, name, urls, methods, updated: now }
}

function applicationReply(row: ApplicationRow, project: Project, prefix: string) {
  const { urls, methods } = row
  return {
    sid: row.sid,
    account_sid: project.id,
    api_version: '2010-04-01',
    date_created: formatRfc2822(row.created),
    date_updated: formatRfc2822(row.updated),
    friendly_name: row.name,
    uri: `${prefix}${project.lamlPath}/Applications/${row.sid}`,
    voice_url: urls.VoiceUrl ?? null,
    voice_method: methods.VoiceMethod ?? 'POST',
    voice_fallback_url: urls.VoiceFallbackUrl ?? null,
    voice_fallback_method: methods.VoiceFallbackMethod ?? 'POST',
    status_callback: urls.StatusCallback ?? null,
    status_callback_method: methods.StatusCallbackMethod ?? 'POST',
    voice_caller_id_lookup: null,
    sms_url: urls.SmsUrl ?? null,
    sms_method: methods.SmsMethod ?? 'POST',
    sms_fallback_url: urls.SmsFallbackUrl ?? null,
    sms_fallback_method: methods.SmsFallbackMethod ?? 'POST',
    sms_status_callback: urls.SmsStatusCallback ?? null,
    sms_status_callback_method: methods.SmsStatusCallbackMethod ?? 'POST',
    message_status_callback: urls.SmsStatusCallback ?? null,
  }
}
