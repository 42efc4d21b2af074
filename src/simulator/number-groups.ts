import type { Row } from './collection.js'
import { formatIso8601 } from './dates.js'
import { found, type Operation, readJsonObject } from './operation.js'
import { paramOf, relayPage } from './paging.js'
import type { Project } from './project.js'
import { invalid, json, noContent, type Reply } from './replies.js'

export interface NumberGroupRow extends Row {
  readonly name: string
  readonly stickySender: boolean
}

export interface MembershipRow extends Row {
  readonly groupSid: string
  readonly numberSid: string
}

/** Lists groups; `filter_name` matches as part of the name. */
export function listNumberGroups({ request, project, prefix }: Operation): Reply {
  const name = paramOf(request.query, 'filter_name')
  return relayPage({
    collection: project.numberGroups,
    matches: (row) => name === undefined || row.name.includes(name),
    render: (row) => JSON.stringify(groupReply(row, project)),
    path: `${prefix}/api/relay/rest/number_groups`,
    query: request.query,
    filters: ['filter_name'],
  })
}

export function createNumberGroup(operation: Operation): Reply {
  const { project } = operation
  const { name, stickySender } = readFields(operation)
  const row: NumberGroupRow = { ...project.newRow(), name, stickySender: stickySender ?? false }
  project.numberGroups.add(row)
  return json(200, groupReply(row, project))
}

export function getNumberGroup({ project, parameters }: Operation): Reply {
  return json(200, groupReply(found(project.numberGroups.get(parameters.id ?? '')), project))
}

export function updateNumberGroup(operation: Operation): Reply {
  const { project, parameters } = operation
  const row = found(project.numberGroups.get(parameters.id ?? ''))
  const { name, stickySender } = readFields(operation)
  const changed: NumberGroupRow = { ...row, name, stickySender: stickySender ?? row.stickySender }
  project.numberGroups.replace(changed)
  return json(200, groupReply(changed, project))
}

/** Deletes a group; its numbers stay in the project. */
export function deleteNumberGroup({ project, parameters }: Operation): Reply {
  const { sid } = found(project.numberGroups.get(parameters.id ?? ''))
  for (const member of [...project.memberships]) if (member.groupSid === sid) project.memberships.delete(member.sid)
  project.numberGroups.delete(sid)
  return noContent
}

export function listMemberships({ request, project, parameters, prefix }: Operation): Reply {
  const { sid } = found(project.numberGroups.get(parameters.groupId ?? ''))
  return relayPage({
    collection: project.memberships,
    matches: (row) => row.groupSid === sid,
    render: (row) => JSON.stringify(membershipReply(row, project)),
    path: `${prefix}/api/relay/rest/number_groups/${sid}/number_group_memberships`,
    query: request.query,
    filters: [],
  })
}

export function createMembership(operation: Operation): Reply {
  const { project, parameters } = operation
  const { sid: groupSid } = found(project.numberGroups.get(parameters.groupId ?? ''))
  const { phone_number_id: numberSid } = readJsonObject(operation)
  if (typeof numberSid !== 'string' || !project.numbers.get(numberSid)) throw invalid('Phone number must exist')
  for (const member of project.memberships) {
    if (member.groupSid === groupSid && member.numberSid === numberSid) {
      throw invalid('Phone number has already been taken')
    }
  }
  const row: MembershipRow = { ...project.newRow(), groupSid, numberSid }
  project.memberships.add(row)
  return json(200, membershipReply(row, project))
}

export function getMembership({ project, parameters }: Operation): Reply {
  return json(200, membershipReply(found(project.memberships.get(parameters.id ?? '')), project))
}

export function deleteMembership({ project, parameters }: Operation): Reply {
  project.memberships.delete(found(project.memberships.get(parameters.id ?? '')).sid)
  return noContent
}

function readFields(operation: Operation) {
  const { name, sticky_sender: stickySender } = readJsonObject(operation)
  if (typeof name !== 'string' || name.trim() === '') throw invalid("Name can't be blank")
  if (stickySender !== undefined && typeof stickySender !== 'boolean') {
    throw invalid('Sticky sender must be true or false')
  }
  return { name, stickySender }
}

function groupReply(row: NumberGroupRow, project: Project) {
  let count = 0
  for (const member of project.memberships) if (member.groupSid === row.sid) count++
  return { id: row.sid, name: row.name, sticky_sender: row.stickySender, phone_number_count: count }
}

function membershipReply(row: MembershipRow, project: Project) {
  const number = project.numbers.get(row.numberSid)
  return {
    id: row.sid,
    number_group_id: row.groupSid,
    phone_number: number
      ? { id: number.sid, name: number.name ?? number.number, number: number.number, capabilities: number.capabilities }
      : {},
    created_at: formatIso8601(row.created),
    updated_at: formatIso8601(row.created),
  }
}
