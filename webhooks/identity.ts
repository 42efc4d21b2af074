import { createHash } from 'node:crypto'
import type { EventType, Post } from '../src/core/post.js'
import type { Pair } from './read-pairs.js'

/** A parameter, or the names it may have. */
type Names = readonly [string, ...string[]]

/** What makes two posts one event: the SID that must be there, and what tells the posts about it apart. */
interface Rule {
  readonly sid: Names
  readonly and: readonly Names[]
}

const message: Names = ['MessageSid', 'SmsSid']

/**
 * The home of the rule; the `identity` of the instant triggers' descriptors repeats it for hosts that de-duplicate by
 * themselves. A call's statuses have one more step, below. A step or an unknown post has no SID of its own.
 */
const rules: Readonly<Partial<Record<EventType, Rule>>> = {
  incomingCall: { sid: ['CallSid'], and: [] },
  callStatus: { sid: ['CallSid'], and: [['SequenceNumber'], ['CallbackSource'], ['CallStatus']] },
  recording: { sid: ['RecordingSid'], and: [['RecordingStatus']] },
  incomingMessage: { sid: message, and: [] },
  messageStatus: { sid: message, and: [['MessageStatus', 'SmsStatus']] },
  incomingFax: { sid: ['FaxSid'], and: [] },
  faxStatus: { sid: ['FaxSid'], and: [['FaxStatus']] },
  transcription: { sid: ['TranscriptionSid'], and: [['TranscriptionStatus']] },
}

/** The parameters that an event's identity is made of, in order; none for an event whose whole post is its identity. */
export const identityParameters = (event: EventType): readonly string[] => {
  const rule = rules[event]
  return rule ? [rule.sid, ...rule.and].map(([name]) => name) : []
}

/** An identity made of parts may be at most this long; longer or odder ones are hashed. */
const plainPart = /^[A-Za-z0-9_.:-]{0,80}$/

const hash = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('base64url')

/**
 * What makes two posts of one hook and one event type the same event; at most 340 characters.
 *
 * Where a post lacks what its event is known by, all its parameters, sorted, are its identity, as for an unknown event:
 * then only its exact repetition is the same event, and nothing is dropped by mistake.
 */
export function identityOf(event: EventType, params: Post['params'], pairs: readonly Pair[]): string {
  const rule = rules[event]
  const filled = (names: Names): string => {
    for (const name of names) if (params[name]) return params[name]
    return ''
  }
  const sid = rule ? filled(rule.sid) : ''
  if (!rule || sid === '') return wholePost(pairs)
  if (event === 'callStatus') {
    // The sequence counts a call's posts, so the same number is the same post whatever else it says.
    const sequence = filled(['SequenceNumber'])
    if (sequence !== '') return joined([sid, `seq:${sequence}`])
    const [source, status] = [filled(['CallbackSource']), filled(['CallStatus'])]
    return source === '' && status === '' ? wholePost(pairs) : joined([sid, source, status])
  }
  return joined([sid, ...rule.and.map(filled)])
}

const joined = (parts: readonly string[]): string =>
  parts.every((part) => plainPart.test(part)) ? parts.join('/') : `hash/${hash(parts)}`

function wholePost(pairs: readonly Pair[]): string {
  const sorted = [...pairs].sort((a, b) =>
    a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : a[1] < b[1] ? -1 : a[1] > b[1] ? 1 : 0,
  )
  return `post/${hash(sorted)}`
}
