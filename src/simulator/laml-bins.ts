import type { Row } from './collection.js'
import { formatIso8601 } from './dates.js'
import { parseLaml } from './laml/parse-laml.js'
import { found, type Operation, readForm } from './operation.js'
import { lamlPage, paramOf } from './paging.js'
import type { Project } from './project.js'
import { json, noContent, Refusal, type Reply } from './replies.js'

export interface LamlBinRow extends Row {
  readonly name: string
  readonly contents: string
  readonly updated: number
}

const EMPTY = '<?xml version="1.0" encoding="UTF-8"?>\n<Response></Response>\n'

/** Lists LaML bins; Name matches the whole name. */
export function listLamlBins({ request, project, prefix }: Operation): Reply {
  const name = paramOf(request.query, 'Name')
  return lamlPage('laml_bins', {
    collection: project.lamlBins,
    matches: (row) => name === undefined || row.name === name,
    render: (row) => JSON.stringify(lamlBinReply(row, project, prefix)),
    path: `${prefix}${project.lamlPath}/LamlBins`,
    query: request.query,
    filters: ['Name'],
  })
}

export function createLamlBin(operation: Operation): Reply {
  const { project, now, prefix } = operation
  const { name, contents } = readFields(operation)
  const row: LamlBinRow = { ...project.newRow(), name, contents: contents ?? EMPTY, updated: now }
  project.lamlBins.add(row)
  return json(201, lamlBinReply(row, project, prefix))
}

export function getLamlBin({ project, parameters, prefix }: Operation): Reply {
  return json(200, lamlBinReply(found(project.lamlBins.get(parameters.Sid ?? '')), project, prefix))
}

/** Changes a bin. Name is required here too; without Contents the document stays. */
export function updateLamlBin(operation: Operation): Reply {
  const { project, parameters, now, prefix } = operation
  const row = found(project.lamlBins.get(parameters.Sid ?? ''))
  const { name, contents } = readFields(operation)
  const changed: LamlBinRow = { ...row, name, contents: contents ?? row.contents, updated: now }
  project.lamlBins.replace(changed)
  return json(200, lamlBinReply(changed, project, prefix))
}

export function deleteLamlBin({ project, parameters }: Operation): Reply {
  project.lamlBins.delete(found(project.lamlBins.get(parameters.Sid ?? '')).sid)
  return noContent
}

function readFields(operation: Operation) {
  const form = readForm(operation)
  const name = form.text('Name')
  if (name === undefined) throw new Refusal(20002, 'Name is required.')
  const contents = form.text('Contents')
  if (contents !== undefined && 'problem' in parseLaml(contents)) throw new Refusal(20422)
  return { name, contents }
}

/** Where the Space itself serves the document. */
function lamlBinUrl({ sid }: LamlBinRow, project: Project): string {
  return `https://${project.spaceName}.signalwire.com/laml-bins/${sid}`
}

/** The document that is served under a URL; undefined where it is no bin's. */
export function hostedDocument(url: string, project: Project): string | undefined {
  const [, space, sid = ''] = /^https:\/\/([a-z0-9-]+)\.signalwire\.com\/laml-bins\/([0-9a-f-]{36})$/.exec(url) ?? []
  return space === project.spaceName ? project.lamlBins.get(sid)?.contents : undefined
}

function lamlBinReply(row: LamlBinRow, project: Project, prefix: string) {
  return {
    sid: row.sid,
    date_created: formatIso8601(row.created),
    date_updated: formatIso8601(row.updated),
    date_last_accessed: null,
    account_sid: project.id,
    name: row.name,
    contents: row.contents,
    request_url: lamlBinUrl(row, project),
    num_requests: 0,
    api_version: '2010-04-01',
    uri: `${prefix}${project.lamlPath}/LamlBins/${row.sid}`,
  }
}
