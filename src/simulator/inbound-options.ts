import { isE164 } from './e164.js'
import type { CallerScript } from './laml/voice-call.js'
import type { NumberRow } from './numbers.js'
import type { Project } from './project.js'
import { type PosterOptions, signatures } from './webhooks/poster.js'

/** What all that comes in has in common. */
interface InboundOptions extends PosterOptions {
  /** A number of the default project. */
  readonly to: string
  /** Default +12025550150. */
  readonly from?: string
}

/** A call to come in. `signature` and `repeat` spoil its webhooks, to see what a receiver does with them. */
export interface RingOptions extends InboundOptions {
  /** How long the voicemail is that the caller leaves when a Record asks for one; 0 for silence. Default 10. */
  readonly voicemailSeconds?: number
  /** What the caller presses at each Gather, in order. */
  readonly digits?: readonly string[]
}

/** A message to come in. */
export interface TextOptions extends InboundOptions {
  /** Default: a short text. */
  readonly body?: string
  readonly mediaUrls?: readonly string[]
}

/** A fax to come in. */
export interface FaxOptions extends InboundOptions {
  /** Default 1. */
  readonly pages?: number
}

const REMOTE = '+12025550150'
const COMMON = ['to', 'from', 'signature', 'repeat']

/** Options may come over HTTP. Throws a TypeError that says what is wrong. */
function check(options: InboundOptions, more: readonly string[], project: Project) {
  const known = [...COMMON, ...more]
  const stranger = Object.keys(options).find((key) => !known.includes(key))
  if (stranger !== undefined) throw new TypeError(`There is no field ${stranger}. Use ${known.join(', ')}.`)
  const { to, from = REMOTE, signature, repeat } = options
  if (typeof to !== 'string') throw new TypeError('to must be a number of the project, such as +12025550100.')
  if (typeof from !== 'string' || (!isE164(from) && !/^sips?:[^\s@]+@[^\s@]+$/i.test(from))) {
    throw new TypeError('from must be an E.164 number or a SIP address.')
  }
  if (signature !== undefined && !signatures.includes(signature)) {
    throw new TypeError(`signature must be one of ${signatures.join(', ')}.`)
  }
  if (repeat !== undefined && typeof repeat !== 'boolean') throw new TypeError('repeat must be true or false.')
  const number = project.ownedNumber(to)
  if (!number) throw new TypeError(`The project does not own ${to}.`)
  return { number, from }
}

export function checkRing(
  options: RingOptions,
  project: Project,
): { readonly number: NumberRow; readonly from: string; readonly caller: CallerScript } {
  const { number, from } = check(options, ['voicemailSeconds', 'digits'], project)
  const { voicemailSeconds = 10, digits = [] } = options
  checkWhole('voicemailSeconds', voicemailSeconds, 0)
  if (!Array.isArray(digits) || !digits.every((keys) => typeof keys === 'string' && /^[\d#*]{0,32}$/.test(keys))) {
    throw new TypeError('digits must be a list of texts of the keys 0 to 9, * and #.')
  }
  if (number.receiveMode === 'fax') throw new TypeError(`${number.number} receives faxes; use fax, or another number.`)
  if (!number.capabilities.includes('voice')) throw new TypeError(`${number.number} is not voice capable.`)
  return { number, from, caller: { voicemailSeconds, digits } }
}

export function checkText(options: TextOptions, project: Project) {
  const { number, from } = check(options, ['body', 'mediaUrls'], project)
  const { body = 'Hello from the simulator', mediaUrls = [] } = options
  if (typeof body !== 'string' || body.length > 1600)
    throw new TypeError('body must be a text of at most 1600 characters.')
  if (!isE164(from)) throw new TypeError('from must be an E.164 number.')
  const mms = Array.isArray(mediaUrls) && mediaUrls.length > 0
  if (mms && mediaUrls.length > 10) throw new TypeError('mediaUrls must have at most 10 entries.')
  if (!number.capabilities.includes(mms ? 'mms' : 'sms')) {
    throw new TypeError(`${number.number} is not ${mms ? 'MMS' : 'SMS'} capable.`)
  }
  return { number, from, body, mediaUrls }
}

export function checkFax(options: FaxOptions, project: Project) {
  const { number, from } = check(options, ['pages'], project)
  const { pages = 1 } = options
  checkWhole('pages', pages, 1)
  if (number.receiveMode !== 'fax') {
    throw new TypeError(`${number.number} receives voice calls; set its call_receive_mode to fax first.`)
  }
  return { number, from, pages }
}

function checkWhole(name: string, value: number, least: number): void {
  if (!Number.isInteger(value) || value < least || value > 3600) {
    throw new TypeError(`${name} must be a whole number from ${least} to 3600.`)
  }
}
