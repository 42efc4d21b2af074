import {
  type CallRow,
  type CallStatus,
  callStatuses,
  outboundTimeline as callTimeline,
  pinnedTimeline as pinnedCall,
} from './calls.js'
import { isE164 } from './e164.js'
import { findErrorCode } from './error-codes.js'
import { isHttpUrl, isUuid } from './form.js'
import { addMedia } from './message-operations.js'
import {
  countSegments,
  type MessageRow,
  type MessageStatus,
  messageStatuses,
  outboundTimeline as messageTimeline,
  pinnedTimeline as pinnedMessage,
} from './messages.js'
import {
  type CallHandler,
  type Capability,
  callHandlers,
  capabilities,
  type MessageHandler,
  messageHandlers,
  type NumberRow,
  readOnlyCallHandlers,
} from './numbers.js'
import type { Project } from './project.js'
import { simulatorNumbers } from './well-known.js'

/** An instant: a Date, milliseconds since 1970, or ISO 8601 text. */
export type Instant = Date | number | string

/** What a call that is added by hand should look like. Everything has a default. */
export interface CallOverrides {
  readonly sid?: string
  readonly to?: string
  readonly from?: string
  readonly direction?: 'inbound' | 'outbound'
  /** Makes the call stand still in this status. Without it an outbound call advances on the clock; an inbound one is completed. */
  readonly status?: CallStatus
  readonly dateCreated?: Instant
  readonly startTime?: Instant
  readonly endTime?: Instant
  readonly parentCallSid?: string
  readonly answeredBy?: 'human' | 'machine'
}

/** What a message that is added by hand should look like. Everything has a default. */
export interface MessageOverrides {
  readonly sid?: string
  readonly to?: string
  readonly from?: string
  readonly body?: string
  readonly mediaUrls?: readonly string[]
  readonly direction?: MessageRow['direction']
  /** Makes the message stand still in this status. Without it an outbound message advances on the clock; an inbound one is received. */
  readonly status?: MessageStatus
  readonly dateCreated?: Instant
  readonly dateSent?: Instant
  readonly errorCode?: number
  readonly numberGroupSid?: string
}

/** What a number that is added by hand should look like. Only `number` has no default. */
export interface NumberOverrides {
  readonly sid?: string
  /** E.164. */
  readonly number: string
  readonly name?: string | null
  readonly capabilities?: readonly Capability[]
  readonly receiveMode?: 'voice' | 'fax'
  readonly callHandler?: CallHandler | null
  readonly messageHandler?: MessageHandler | null
  readonly dateCreated?: Instant
}

const CALL_FIELDS: readonly string[] = ['sid', 'to', 'from', 'direction', 'status', 'parentCallSid', 'answeredBy']
const CALL_TIMES: readonly string[] = ['dateCreated', 'startTime', 'endTime']
const MESSAGE_FIELDS: readonly string[] = ['sid', 'to', 'from', 'body', 'direction', 'status', 'numberGroupSid']
const MESSAGE_OTHERS: readonly string[] = ['dateCreated', 'dateSent', 'mediaUrls', 'errorCode']
const NUMBER_FIELDS: readonly string[] = ['sid', 'number', 'name', 'receiveMode']
const NUMBER_OTHERS: readonly string[] = ['capabilities', 'callHandler', 'messageHandler', 'dateCreated']

/** Overrides may come over HTTP: unknown fields and texts that are none would spoil every later reply. */
function checkFields(given: object, texts: readonly string[], others: readonly string[]): void {
  for (const [key, value] of Object.entries(given)) {
    if (!texts.includes(key) && !others.includes(key)) {
      throw new TypeError(`There is no field ${key}. Use ${[...texts, ...others].join(', ')}.`)
    }
    if (texts.includes(key) && value !== undefined && value !== null && typeof value !== 'string') {
      throw new TypeError(`${key} must be a text.`)
    }
  }
}

function checkChoice(name: string, value: string | null | undefined, allowed: readonly string[]): void {
  if (value !== undefined && value !== null && !allowed.includes(value)) {
    throw new TypeError(`${name} must be one of ${allowed.join(', ')}.`)
  }
}

const REMOTE = '+12025550150'

export function addCall(project: Project, given: CallOverrides): CallRow {
  checkFields(given, CALL_FIELDS, CALL_TIMES)
  checkChoice('direction', given.direction, ['inbound', 'outbound'])
  checkChoice('status', given.status, callStatuses)
  checkChoice('answeredBy', given.answeredBy, ['human', 'machine'])
  const inbound = given.direction === 'inbound'
  const created = instant(given.dateCreated) ?? project.clock.now()
  const to = given.to ?? (inbound ? simulatorNumbers.main : REMOTE)
  const from = given.from ?? (inbound ? REMOTE : simulatorNumbers.main)
  const status = given.status ?? (inbound ? 'completed' : undefined)
  const times = { startTime: instant(given.startTime), endTime: instant(given.endTime) }
  const row: CallRow = {
    ...project.newRow({ sid: checkedSid(given.sid), created }),
    to,
    from,
    direction: given.direction ?? 'outbound',
    parentCallSid: checkedSid(given.parentCallSid) ?? null,
    phoneNumberSid: project.ownedNumber(inbound ? to : from)?.sid ?? null,
    answeredBy: given.answeredBy ?? null,
    timeline: status === undefined ? callTimeline(to, created, 60) : pinnedCall(status, created, times),
    changed: created,
    sent: [],
  }
  project.calls.add(row)
  return row
}

export function addMessage(project: Project, given: MessageOverrides): MessageRow {
  checkFields(given, MESSAGE_FIELDS, MESSAGE_OTHERS)
  checkChoice('direction', given.direction, ['inbound', 'outbound-api', 'outbound-call', 'outbound-reply'])
  checkChoice('status', given.status, messageStatuses)
  if (given.errorCode !== undefined && !findErrorCode(given.errorCode)) {
    throw new TypeError(`${given.errorCode} is no documented error code.`)
  }
  const direction = given.direction ?? 'outbound-api'
  const inbound = direction === 'inbound'
  const created = instant(given.dateCreated) ?? project.clock.now()
  const to = given.to ?? (inbound ? simulatorNumbers.main : REMOTE)
  const media = given.mediaUrls ?? []
  if (!Array.isArray(media) || !media.every((url) => typeof url === 'string' && isHttpUrl(url)))
    throw new TypeError('Every media URL must be an absolute http or https URL.')
  const status = given.status ?? (inbound ? 'received' : undefined)
  const live = messageTimeline(to, created, media.length > 0)
  const body = given.body ?? 'Hello from the simulator'
  const row: MessageRow = {
    ...project.newRow({ sid: checkedSid(given.sid), created }),
    to,
    from: given.from ?? (inbound ? REMOTE : simulatorNumbers.main),
    body,
    segments: countSegments(body),
    mediaCount: media.length,
    direction,
    numberGroupSid: checkedSid(given.numberGroupSid) ?? null,
    errorCode: given.errorCode ?? live.errorCode,
    timeline: status === undefined ? live.timeline : pinnedMessage(status, created, instant(given.dateSent)),
    changed: created,
    sent: [],
  }
  project.messages.add(row)
  addMedia(project, row, media)
  return row
}

export function addNumber(project: Project, given: NumberOverrides): NumberRow {
  checkFields(given, NUMBER_FIELDS, NUMBER_OTHERS)
  checkChoice('receiveMode', given.receiveMode, ['voice', 'fax'])
  checkChoice('callHandler', given.callHandler, [...callHandlers, ...readOnlyCallHandlers])
  checkChoice('messageHandler', given.messageHandler, messageHandlers)
  if (given.capabilities !== undefined && !Array.isArray(given.capabilities)) {
    throw new TypeError('capabilities must be a list.')
  }
  for (const capability of given.capabilities ?? []) checkChoice('capabilities', capability, capabilities)
  if (!isE164(given.number)) throw new TypeError(`${given.number} is not an E.164 number.`)
  if (project.ownedNumber(given.number)) throw new TypeError(`The project already owns ${given.number}.`)
  const created = instant(given.dateCreated) ?? project.clock.now()
  const row: NumberRow = {
    ...project.newRow({ sid: checkedSid(given.sid), created }),
    number: given.number,
    name: given.name ?? null,
    capabilities: given.capabilities ?? ['voice', 'sms', 'mms'],
    receiveMode: given.receiveMode ?? 'voice',
    callHandler: given.callHandler ?? null,
    callResourceId: given.callHandler ? project.random.uuid() : null,
    messageHandler: given.messageHandler ?? null,
    messageResourceId: given.messageHandler ? project.random.uuid() : null,
    texts: {},
    methods: {},
    updated: created,
  }
  project.numbers.add(row)
  return row
}

function checkedSid(sid: string | undefined): string | undefined {
  if (sid !== undefined && !isUuid(sid)) throw new TypeError(`${sid} is not a UUID.`)
  return sid
}

function instant(value: Instant | undefined): number | undefined {
  if (value === undefined) return undefined
  const time = typeof value === 'number' ? value : value instanceof Date ? value.getTime() : Date.parse(value)
  if (!Number.isFinite(time)) throw new TypeError(`${String(value)} is not an instant; use ISO 8601.`)
  return time
}
