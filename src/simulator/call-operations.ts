import { checkHandling, checkNewCall } from './call-parameters.js'
import { type CallRow, callState, callStatuses, isFinal, outboundTimeline, renderCall } from './calls.js'
import { equalTo, instants, oneOf } from './filters.js'
import { isUuid } from './form.js'
import { found, type Operation, readForm } from './operation.js'
import { lamlPage, paramOf } from './paging.js'
import { jsonText, noContent, Refusal, type Reply } from './replies.js'
import { endNow } from './timeline.js'
import { magicNumbers } from './well-known.js'

const FILTERS = [
  'From',
  'To',
  'Status',
  'ParentCallSid',
  'StartTime',
  'StartTime<',
  'StartTime>',
  'EndTime',
  'EndTime<',
  'EndTime>',
]
const UPDATE_FIELDS = [
  'Url',
  'Method',
  'Status',
  'FallbackUrl',
  'FallbackMethod',
  'StatusCallback',
  'StatusCallbackMethod',
]

export function listCalls({ request, project, now, prefix }: Operation): Reply {
  const { query } = request
  const parent = paramOf(query, 'ParentCallSid')
  if (parent !== undefined && !isUuid(parent)) throw new Refusal(10000, 'ParentCallSid must be a UUID.')
  const from = equalTo(query, 'From')
  const to = equalTo(query, 'To')
  const parentIs = equalTo(query, 'ParentCallSid')
  const status = oneOf(query, 'Status', callStatuses)
  const start = instants(query, 'StartTime')
  const end = instants(query, 'EndTime')
  const matches = (row: CallRow) => {
    if (from?.(row.from) === false || to?.(row.to) === false || parentIs?.(row.parentCallSid) === false) return false
    if (!status && !start && !end) return true
    const state = callState(row, now)
    return (status?.(state.status) ?? true) && (start?.(state.started) ?? true) && (end?.(state.ended) ?? true)
  }
  return lamlPage('calls', {
    collection: project.calls,
    matches,
    render: (row) => renderCall(row, project, now, prefix),
    path: `${prefix}${project.lamlPath}/Calls`,
    query,
    filters: FILTERS,
  })
}

export function createCall(operation: Operation): Reply {
  const { project, now, prefix } = operation
  const form = readForm(operation)
  checkNewCall(form, project)
  const to = form.text('To') ?? ''
  const from = form.text('From') ?? ''
  const detects = ['Enable', 'DetectMessageEnd'].includes(form.text('MachineDetection') ?? '')
  const row: CallRow = {
    ...project.newRow(),
    to,
    from,
    direction: 'outbound',
    parentCallSid: null,
    phoneNumberSid: project.ownedNumber(from)?.sid ?? null,
    answeredBy: detects ? (to === magicNumbers.call.machine ? 'machine' : 'human') : null,
    timeline: outboundTimeline(to, now, form.whole('Timeout', 1, 600, 21208) ?? 60),
    changed: now,
    sent: form.pairs(),
  }
  project.calls.add(row)
  project.watched.add('call', row.sid)
  return jsonText(200, renderCall(row, project, now, prefix))
}

export function getCall({ project, parameters, now, prefix }: Operation): Reply {
  return jsonText(200, renderCall(found(project.calls.get(parameters.Sid ?? '')), project, now, prefix))
}

/**
 * Hangs up (`completed`), cancels a call that was not answered (`canceled`), or points a call in progress at another Url.
 * Other fields than the documented ones are ignored, or refused where the simulator is strict.
 */
export function updateCall(operation: Operation): Reply {
  const { project, parameters, now, prefix, strictUpdates } = operation
  const row = found(project.calls.get(parameters.Sid ?? ''))
  const form = readForm(operation)
  const unknown = form.keys().find((key) => !UPDATE_FIELDS.includes(key.replace(/\[\]$/, '')))
  if (strictUpdates && unknown !== undefined) {
    throw new Refusal(10000, `${unknown} cannot be changed by an update of a call.`, 422)
  }
  const status = form.oneOf('Status', ['completed', 'canceled'], 10000)
  const url = form.url('Url', 21402)
  checkHandling(form)
  const state = callState(row, now)
  if (isFinal(state.status)) throw new Refusal(10000, 'A finished call cannot be updated.', 422)
  if (status === 'canceled' && state.status === 'in-progress') {
    throw new Refusal(10000, 'A call in progress cannot be canceled; use completed to hang up.', 422)
  }
  if (url !== undefined && state.status !== 'in-progress') {
    throw new Refusal(21220, 'Only a call in progress can be redirected.')
  }
  const changed: CallRow = {
    ...row,
    timeline: status === undefined ? row.timeline : endNow(row.timeline, status, now),
    changed: now,
    sent: [...row.sent, ...form.pairs()],
  }
  project.calls.replace(changed)
  project.watched.changed(row.sid, url === undefined ? undefined : { url, method: form.method('Method') ?? 'POST' })
  return jsonText(200, renderCall(changed, project, now, prefix))
}

export function deleteCall({ project, parameters, now }: Operation): Reply {
  const row = found(project.calls.get(parameters.Sid ?? ''))
  if (!isFinal(callState(row, now).status)) throw new Refusal(20009, 'A call that is not finished cannot be deleted.')
  project.calls.delete(row.sid)
  return noContent
}
