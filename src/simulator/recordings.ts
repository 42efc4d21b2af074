import type { Row } from './collection.js'
import { formatRfc2822 } from './dates.js'
import type { Project } from './project.js'

export interface RecordingRow extends Row {
  readonly callSid: string
  readonly seconds: number
  readonly channels: 1 | 2
  readonly source: 'RecordVerb' | 'DialVerb' | 'OutBoundApi'
  readonly trim: 'trim-silence' | 'do-not-trim'
}

/** Where a recording can be fetched, as posts name it. There is no audio behind it. */
export function recordingUrl({ sid }: RecordingRow, project: Project): string {
  return `https://${project.spaceName}.signalwire.com${project.lamlPath}/Recordings/${sid}`
}

/** The recording as JSON text; it is complete from the start. */
export function renderRecording(row: RecordingRow, project: Project, prefix: string): string {
  const uri = `${prefix}${project.lamlPath}/Recordings/${row.sid}`
  const [start, end] = [formatRfc2822(row.created), formatRfc2822(row.created + row.seconds * 1000)]
  return JSON.stringify({
    sid: row.sid,
    account_sid: project.id,
    api_version: '2010-04-01',
    call_sid: row.callSid,
    conference_sid: null,
    channel: String(row.channels),
    channels: String(row.channels),
    date_created: start,
    date_updated: end,
    start_time: start,
    end_time: end,
    duration: row.seconds,
    price: null,
    price_unit: 'USD',
    source: row.source,
    status: 'completed',
    error_code: null,
    uri,
    subresource_uris: { transcriptions: `${uri}/Transcriptions` },
    encryption_details: null,
    trim: row.trim,
  })
}
