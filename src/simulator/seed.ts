import { type CallStatus, pinnedTimeline as pinnedCall } from './calls.js'
import { addMedia } from './message-operations.js'
import { countSegments, type MessageRow, type MessageStatus, pinnedTimeline as pinnedMessage } from './messages.js'
import type { Project } from './project.js'
import { addNumber } from './rows.js'
import { simulatorIds, simulatorNumbers } from './well-known.js'

/** How many rows the first project starts with, besides the well-known ones. */
export interface Seed {
  readonly calls?: number
  readonly messages?: number
  /** Further numbers, up to 9000. */
  readonly numbers?: number
  readonly applications?: number
  /** Where the ids and contents come from: the same value gives the same rows. Default 1. */
  readonly value?: number
}

const DAY = 86_400_000
/** Rows are this far apart, the newest that long before the start. */
const SPACING = 90_000
const CALL_STATUSES: readonly CallStatus[] = [
  'completed',
  'completed',
  'completed',
  'busy',
  'no-answer',
  'completed',
  'failed',
  'canceled',
]
const MESSAGE_STATUSES: readonly MessageStatus[] = [
  'delivered',
  'delivered',
  'sent',
  'delivered',
  'undelivered',
  'delivered',
  'failed',
]

/** The rows that every project starts with: numbers, an application, a LaML bin and a number group. */
export function addWellKnownRows(project: Project): void {
  const created = project.clock.now() - 30 * DAY
  const webhooks = { callHandler: 'laml_webhooks', messageHandler: 'laml_webhooks', dateCreated: created } as const
  const { agentNumber, faxNumber, mainNumber, supportNumber, voiceNumber } = simulatorIds
  addNumber(project, {
    sid: agentNumber,
    number: simulatorNumbers.agent,
    name: 'Agent line',
    capabilities: ['voice', 'sms'],
    callHandler: 'ai_agent',
    dateCreated: created,
  })
  addNumber(project, {
    sid: voiceNumber,
    number: simulatorNumbers.voiceOnly,
    capabilities: ['voice'],
    dateCreated: created,
  })
  addNumber(project, {
    sid: faxNumber,
    number: simulatorNumbers.fax,
    name: 'Fax',
    capabilities: ['voice', 'fax'],
    receiveMode: 'fax',
    dateCreated: created,
  })
  addNumber(project, { sid: supportNumber, number: simulatorNumbers.support, name: 'Support', ...webhooks })
  addNumber(project, { sid: mainNumber, number: simulatorNumbers.main, name: 'Main line', ...webhooks })
  project.verifiedCallerIds.add(simulatorNumbers.verifiedCallerId)
  project.applications.add({
    ...project.newRow({ sid: simulatorIds.application, created }),
    name: 'Front desk',
    urls: { VoiceUrl: 'https://example.com/voice', SmsUrl: 'https://example.com/sms' },
    methods: {},
    updated: created,
  })
  project.lamlBins.add({
    ...project.newRow({ sid: simulatorIds.lamlBin, created }),
    name: 'Greeting',
    contents: '<?xml version="1.0" encoding="UTF-8"?>\n<Response><Say>Hello</Say></Response>\n',
    updated: created,
  })
  const group = { ...project.newRow({ sid: simulatorIds.numberGroup, created }), name: 'Campaign', stickySender: false }
  project.numberGroups.add(group)
  project.memberships.add({ ...project.newRow({ created }), groupSid: group.sid, numberSid: mainNumber })
}

/** Adds the rows of a seed, oldest first; a third of the calls and messages came in, the others went out. */
export function plantSeed(project: Project, seed: Seed): void {
  const now = project.clock.now()
  for (let left = seed.numbers ?? 0; left > 0; left--) {
    addNumber(project, {
      number: `+1202556${1000 + left - 1}`,
      name: `Line ${left}`,
      dateCreated: now - 20 * DAY - left * 1000,
    })
  }
  for (let left = seed.applications ?? 0; left > 0; left--) {
    const created = now - 20 * DAY - left * 1000
    const row = project.newRow({ created })
    project.applications.add({ ...row, name: `Application ${left}`, urls: {}, methods: {}, updated: created })
  }
  for (let left = seed.calls ?? 0; left > 0; left--) plantCall(project, left, now)
  for (let left = seed.messages ?? 0; left > 0; left--) plantMessage(project, left, now)
}

function addresses(project: Project, index: number) {
  const [own, ownSid] =
    index % 2 === 0
      ? ([simulatorNumbers.main, simulatorIds.mainNumber] as const)
      : ([simulatorNumbers.support, simulatorIds.supportNumber] as const)
  return { own, ownSid, remote: `+120255501${20 + project.random.below(50)}`, inbound: index % 3 === 0 }
}

function plantCall(project: Project, index: number, now: number): void {
  const created = now - index * SPACING
  const { own, ownSid, remote, inbound } = addresses(project, index)
  const row = project.newRow({ created })
  const status = inbound ? 'completed' : (CALL_STATUSES[project.random.below(CALL_STATUSES.length)] ?? 'completed')
  const endTime = status === 'completed' ? created + 2000 + (1 + project.random.below(80)) * 1000 : undefined
  project.calls.add({
    ...row,
    to: inbound ? own : remote,
    from: inbound ? remote : own,
    direction: inbound ? 'inbound' : 'outbound',
    parentCallSid: null,
    phoneNumberSid: ownSid,
    answeredBy: null,
    timeline: pinnedCall(status, created, { endTime }),
    changed: created,
    sent: [],
  })
}

function plantMessage(project: Project, index: number, now: number): void {
  const created = now - index * SPACING
  const { own, remote, inbound } = addresses(project, index)
  const identity = project.newRow({ created })
  const drawn = MESSAGE_STATUSES[project.random.below(MESSAGE_STATUSES.length)] ?? 'delivered'
  const media = index % 10 === 0 ? [`https://example.com/media/${index}.jpg`] : []
  const status = inbound ? 'received' : media.length > 0 && drawn === 'delivered' ? 'sent' : drawn
  const body = `Message ${index}`
  const row: MessageRow = {
    ...identity,
    to: inbound ? own : remote,
    from: inbound ? remote : own,
    body,
    segments: countSegments(body),
    mediaCount: media.length,
    direction: inbound ? 'inbound' : 'outbound-api',
    numberGroupSid: null,
    errorCode: status === 'undelivered' ? 30003 : status === 'failed' ? 30008 : null,
    timeline: pinnedMessage(status, created, undefined),
    changed: created,
    sent: [],
  }
  project.messages.add(row)
  addMedia(project, row, media)
}
