import type { LamlReply, NoReply } from '../webhooks/poster.js'
import { dial } from './dial-verb.js'
import { sendSms } from './message-verb.js'
import type { LamlNode } from './parse-laml.js'
import { record } from './record-verb.js'
import { wholeOf } from './verbs.js'
import type { Next, VoiceCall } from './voice-call.js'

/** SignalWire documents no limit; a caller gives up at some point. */
const MOST_DOCUMENTS = 20
const MOST_LOOPS = 10
const AUDIO_SECONDS = 5

/** How the documents of a call ended, where not by their end. */
export interface VoiceEnd {
  readonly rejected?: 'busy' | 'no-answer'
  /** Why the call could not go on. */
  readonly failure?: NoReply
}

/** Acts on a document and on all that it leads to. */
export async function followDocuments(first: LamlReply, call: VoiceCall): Promise<VoiceEnd> {
  let reply = first
  for (let documents = 1; documents <= MOST_DOCUMENTS; documents++) {
    const next = await actOn(reply, call)
    if (next === 'end' || next === 'on') return {}
    if ('message' in next) return { failure: next }
    if ('rejected' in next) return next
    reply = next
  }
  call.heard.push(`[the caller hangs up after ${MOST_DOCUMENTS} documents]`)
  return {}
}

async function actOn({ verbs, url }: LamlReply, call: VoiceCall): Promise<Next | { rejected: 'busy' | 'no-answer' }> {
  for (const node of verbs) {
    if (call.gone) return 'end'
    if (node.name === 'Reject') {
      call.note(node)
      const busy = node.attributes.reason === 'busy'
      call.heard.push(busy ? '[busy tone]' : '[this number is not in service]')
      // A call that was answered cannot be rejected any more: it just ends.
      return call.seconds > 0 || node !== verbs[0] ? 'end' : { rejected: busy ? 'busy' : 'no-answer' }
    }
    const next = await actOnVerb(node, call, url)
    if (next !== 'on') return next
  }
  return 'end'
}

async function actOnVerb(node: LamlNode, call: VoiceCall, base: string): Promise<Next> {
  switch (node.name) {
    case 'Say':
    case 'Play':
    case 'Pause':
      return hear(node, call)
    case 'Gather':
      return gather(node, call, base)
    case 'Record':
      return record(node, call, base)
    case 'Dial':
      return dial(node, call, base)
    case 'Sms':
      return sendSms(node, call, base)
    case 'Redirect':
      call.note(node)
      return call.goTo(node.text || base, node.attributes.method, base)
    case 'Hangup':
      call.note(node)
      return 'end'
    default:
      call.note(node, { note: 'The simulator passes over this verb.' })
      return 'on'
  }
}

/** Say, Play and Pause: `loop` says how often, 0 for ever, which is cut short. */
function hear(node: LamlNode, call: VoiceCall): Next {
  const { name, attributes, text } = node
  if (name === 'Pause') {
    const seconds = wholeOf(attributes.length, 1)
    call.seconds += seconds
    call.heard.push(`[silence for ${seconds} s]`)
    call.note(node)
    return 'on'
  }
  if (name === 'Play' && attributes.digits === undefined && text === '') {
    return call.refuse(node, 21455, 'Play has no URL.')
  }
  const loops = Math.min(wholeOf(attributes.loop, 1) || MOST_LOOPS, MOST_LOOPS)
  const once = name === 'Say' ? Math.max(1, Math.ceil(text.split(/\s+/).length / 2.5)) : AUDIO_SECONDS
  for (let loop = 0; loop < loops; loop++) {
    call.heard.push(name === 'Say' ? text : `[audio ${text || attributes.digits}]`)
    call.seconds += once
  }
  call.note(node)
  return 'on'
}

/** Gather: without input the document goes on, unless `actionOnEmptyResult` asks for the request all the same. */
async function gather(node: LamlNode, call: VoiceCall, base: string): Promise<Next> {
  const { attributes, children } = node
  const pressed = call.caller.digits[call.gathered++] ?? ''
  const digits = pressed.slice(0, wholeOf(attributes.numDigits, pressed.length) || pressed.length)
  call.note(node, { note: digits === '' ? 'The caller presses nothing.' : `The caller presses ${digits}.` })
  for (const child of children) hear(child, call)
  call.seconds += digits === '' ? wholeOf(attributes.timeout, 5) : 1
  if (digits === '' && attributes.actionOnEmptyResult !== 'true') return 'on'
  return call.goTo(attributes.action || base, attributes.method, base, [['Digits', digits]])
}
