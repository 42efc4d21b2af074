import { days } from './filters.js'
import { waits } from './message-operations.js'
import { messageState, renderMedia } from './messages.js'
import { found, type Operation } from './operation.js'
import { lamlPage } from './paging.js'
import { jsonText, noContent, Refusal, type Reply } from './replies.js'

const FILTERS = ['DateCreated', 'DateCreated<', 'DateCreated>']

/** Lists the media of a message; of an unknown message it lists none, because the API documents no 404 here. */
export function listMedia({ request, project, parameters, prefix }: Operation): Reply {
  const { MessageSid = '' } = parameters
  const created = days(request.query, 'DateCreated')
  return lamlPage('media_list', {
    collection: project.media,
    matches: (row) => row.messageSid === MessageSid && (created?.(row.created) ?? true),
    render: (row) => renderMedia(row, project, prefix),
    path: `${prefix}${project.lamlPath}/Messages/${encodeURIComponent(MessageSid)}/Media`,
    query: request.query,
    filters: FILTERS,
  })
}

export function getMedia(operation: Operation): Reply {
  return jsonText(200, renderMedia(findMedia(operation), operation.project, operation.prefix))
}

/** Deletes one medium; refused while its message is queued or initiated. */
export function deleteMedia(operation: Operation): Reply {
  const { project, now } = operation
  const media = findMedia(operation)
  const message = project.messages.get(media.messageSid)
  if (message && waits(messageState(message, now))) {
    throw new Refusal(20009, 'Media of a message in progress cannot be deleted.')
  }
  project.media.delete(media.sid)
  return noContent
}

function findMedia({ project, parameters }: Operation) {
  const row = found(project.media.get(parameters.Sid ?? ''))
  if (row.messageSid !== parameters.MessageSid) throw new Refusal(20404)
  return row
}
