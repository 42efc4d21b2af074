import { days, equalTo } from './filters.js'
import { found, type Operation } from './operation.js'
import { lamlPage } from './paging.js'
import { renderRecording } from './recordings.js'
import { jsonText, noContent, type Reply } from './replies.js'

const FILTERS = ['CallSid', 'DateCreated', 'DateCreated<', 'DateCreated>']

export function listRecordings({ request, project, prefix }: Operation): Reply {
  const { query } = request
  const call = equalTo(query, 'CallSid')
  const created = days(query, 'DateCreated')
  return lamlPage('recordings', {
    collection: project.recordings,
    matches: (row) => (call?.(row.callSid) ?? true) && (created?.(row.created) ?? true),
    render: (row) => renderRecording(row, project, prefix),
    path: `${prefix}${project.lamlPath}/Recordings`,
    query,
    filters: FILTERS,
  })
}

export function getRecording({ project, parameters, prefix }: Operation): Reply {
  return jsonText(200, renderRecording(found(project.recordings.get(parameters.Sid ?? '')), project, prefix))
}

export function deleteRecording({ project, parameters }: Operation): Reply {
  project.recordings.delete(found(project.recordings.get(parameters.Sid ?? '')).sid)
  return noContent
}
