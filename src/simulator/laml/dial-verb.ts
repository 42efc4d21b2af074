import type { CallRow } from '../calls.js'
import { isE164 } from '../e164.js'
import { type RecordingRow, recordingUrl } from '../recordings.js'
import { timelineFrom } from '../timeline.js'
import { magicNumbers } from '../well-known.js'
import type { LamlNode } from './parse-laml.js'
import { wholeOf } from './verbs.js'
import type { Next, VoiceCall } from './voice-call.js'

/** How long the two talk, and how long it rings before. */
const TALK = 30
const RING = 2
const SIP = /^sips?:[^\s@]+@[^\s@]+$/i

type DialStatus = 'completed' | 'answered' | 'busy' | 'no-answer' | 'failed'

/**
 * Dial. Whoever is dialled answers and talks for 30 seconds, but for the magic numbers of calls. Then `action` is asked how to
 * go on; without one the document goes on with the next verb.
 */
export async function dial(node: LamlNode, call: VoiceCall, base: string): Promise<Next> {
  const { attributes } = node
  const { row, project } = call
  if (!row) return 'end'
  const wrong = wrongTarget(node)
  if (wrong) return call.refuse(node, wrong.code, wrong.message)
  const rings = wholeOf(attributes.timeout, 30)
  const { target, status } = reached(targetsOf(node), node)
  const talk = status === 'completed' || status === 'answered' ? Math.min(TALK, wholeOf(attributes.timeLimit, TALK)) : 0
  const ringing = status === 'no-answer' ? rings : RING
  const child = childOf(row, call, target, attributes.callerId ?? row.from, status, ringing, talk)
  call.heard.push('[ringing]', talk > 0 ? `[talk with ${target}]` : `[${status}]`)
  call.seconds += ringing + talk
  call.note(node, { note: `${target}: ${status}` })
  const recording = talk > 0 ? recordingOf(node, call, base, row, talk) : undefined
  if (attributes.action === undefined || attributes.action === '') return 'on'
  return call.goTo(attributes.action, attributes.method, base, [
    ['DialCallStatus', status],
    ['DialCallSid', child.sid],
    ['DialCallDuration', String(talk)],
    ...(recording ? [['RecordingUrl', recordingUrl(recording, project)] as const] : []),
  ])
}

function targetsOf({ children, ownText }: LamlNode): readonly string[] {
  return children.length > 0 ? children.map(({ text }) => text) : [ownText]
}

function wrongTarget({ children, ownText }: LamlNode): { code: number; message: string } | undefined {
  if (children.length === 0 && SIP.test(ownText)) return undefined
  const numbers =
    children.length === 0 ? [ownText] : children.filter(({ name }) => name === 'Number').map((n) => n.text)
  const number = numbers.find((text) => !isE164(text))
  if (number !== undefined)
    return { code: 13223, message: `${number.slice(0, 64) || 'Nothing'} is not an E.164 number.` }
  const address = children.find(({ name, text }) => name === 'Sip' && !SIP.test(text))
  if (address) return { code: 13243, message: `${address.text.slice(0, 64)} is not a SIP address.` }
  const conferences = children.filter(({ name }) => name === 'Conference').length
  if (conferences > 1 || (conferences === 1 && numbers.length > 0)) {
    return { code: 13000, message: 'A Conference stands alone in Dial.' }
  }
  return undefined
}

/** The first that answers; where nobody does, what became of the last one. */
function reached(targets: readonly string[], { children }: LamlNode): { target: string; status: DialStatus } {
  const outcomes = targets.map((target) => ({ target, status: outcomeOf(target) }))
  const found = outcomes.find(({ status }) => status === 'completed') ?? outcomes.at(-1)
  if (children.some(({ name }) => name === 'Conference')) return { target: targets[0] ?? '', status: 'answered' }
  return found ?? { target: '', status: 'failed' }
}

function outcomeOf(target: string): DialStatus {
  const { busy, noAnswer, keepsRinging, failed, staysQueued } = magicNumbers.call
  if (target === busy) return 'busy'
  if (target === noAnswer || target === keepsRinging) return 'no-answer'
  return target === failed || target === staysQueued ? 'failed' : 'completed'
}

function childOf(
  parent: CallRow,
  { project, seconds }: VoiceCall,
  to: string,
  from: string,
  status: DialStatus,
  ringing: number,
  talk: number,
): CallRow {
  const start = project.clock.now() + seconds * 1000
  const end = status === 'answered' ? 'completed' : status
  const steps = [
    ['ringing', 0] as const,
    ...(talk > 0 ? [['in-progress', ringing * 1000] as const] : []),
    [end, (ringing + talk) * 1000] as const,
  ]
  const row: CallRow = {
    ...project.newRow(),
    to,
    from,
    direction: 'outbound',
    parentCallSid: parent.sid,
    phoneNumberSid: parent.phoneNumberSid,
    answeredBy: null,
    timeline: { ...timelineFrom(start, steps), pinned: true },
    changed: start,
    sent: [],
  }
  project.calls.add(row)
  return row
}

function recordingOf(node: LamlNode, call: VoiceCall, base: string, row: CallRow, seconds: number) {
  const { record = 'do-not-record', trim } = node.attributes
  if (record === 'do-not-record' || record === 'false') return undefined
  const recording: RecordingRow = {
    ...call.project.newRow(),
    callSid: row.sid,
    seconds,
    channels: record.includes('dual') ? 2 : 1,
    source: 'DialVerb',
    trim: trim === 'trim-silence' ? trim : 'do-not-trim',
  }
  call.project.recordings.add(recording)
  call.reportRecording(node, base, recording, 'completed')
  return recording
}
