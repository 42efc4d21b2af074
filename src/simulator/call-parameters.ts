import { CALL_PRICE } from './calls.js'
import { isE164 } from './e164.js'
import { type Form, isUuid } from './form.js'
import type { Project } from './project.js'
import { Refusal } from './replies.js'

const CALL_EVENTS = ['initiated', 'ringing', 'answered', 'completed', 'ringing_forwarded', 'ringing_queued']
const RECORDING_EVENTS = ['in-progress', 'completed', 'absent']
const SIP = /^sips?:[^\s@]+@[^\s@]+$/i

/** Checks the parameters of a new call in the order To, From, what handles it, options; throws the first refusal. */
export function checkNewCall(form: Form, project: Project): void {
  const to = form.text('To')
  if (to === undefined) throw new Refusal(21211, "The 'To' number is missing.")
  const toPhone = !SIP.test(to) && !isClient(to)
  if (toPhone && !isE164(to)) throw new Refusal(21211, "The 'To' number is malformed.")
  checkCaller(form, project, toPhone)
  const application = form.text('ApplicationSid')
  const url = form.url('Url', 21402)
  if (application === undefined && url === undefined) throw new Refusal(21205)
  checkApplication(application, project)
  checkHandling(form)
  checkMachineDetection(form)
  checkRecording(form)
  const digits = form.text('SendDigits')
  if (digits !== undefined && !/^[\d#*wW]{1,32}$/.test(digits)) throw new Refusal(13222)
  form.whole('Timeout', 1, 600, 21208)
  const price = form.price('MaxPricePerMinute')
  if (price !== undefined && price < CALL_PRICE) {
    throw new Refusal(30010, `The maximum price per minute was exceeded: this call costs ${CALL_PRICE} a minute.`)
  }
}

/** Checks what an update may change: where the call fetches its instructions and reports its status. */
export function checkHandling(form: Form): void {
  form.method('Method')
  form.url('FallbackUrl', 21402)
  form.method('FallbackMethod')
  form.url('StatusCallback', 21456)
  form.method('StatusCallbackMethod')
  checkEvents(form.all('StatusCallbackEvent'), CALL_EVENTS, 21626)
}

/** An ApplicationSid must be one of the project's applications. */
export function checkApplication(sid: string | undefined, project: Project): void {
  if (sid === undefined) return
  if (!isUuid(sid) || !project.applications.get(sid)) throw new Refusal(21218)
}

function checkCaller(form: Form, project: Project, toPhone: boolean): void {
  const from = form.text('From')
  if (from === undefined) throw new Refusal(21213)
  if (!isE164(from)) {
    if (toPhone || (!SIP.test(from) && !isClient(from))) throw new Refusal(21212)
  } else {
    const owned = project.ownedNumber(from)
    if (!owned && !project.verifiedCallerIds.has(from)) throw new Refusal(21210)
    if (owned && !owned.capabilities.includes('voice')) throw new Refusal(21601, 'The number is not voice capable.')
  }
  const shown = form.text('CallerId')
  if (shown !== undefined && /^\+?\d+$/.test(shown) && !isE164(shown)) throw new Refusal(21212)
}

function isClient(address: string): boolean {
  return /^client:\S+$/.test(address)
}

function checkMachineDetection(form: Form): void {
  form.oneOf('MachineDetection', ['Enable', 'DetectMessageEnd', 'none'], 21234)
  form.whole('MachineDetectionTimeout', 1, 120, 21234)
  form.whole('MachineDetectionSpeechThreshold', 1000, 6000, 21234)
  form.whole('MachineDetectionSpeechEndThreshold', 500, 5000, 21234)
  form.whole('MachineDetectionSilenceTimeout', 2000, 10000, 21234)
  form.whole('MachineWordsThreshold', 1, 100, 21234)
  form.method('AsyncAmdStatusCallbackMethod')
  form.flag('AsyncAmdPartialResults')
  const callback = form.url('AsyncAmdStatusCallback', 21456)
  if (form.flag('AsyncAmd') && callback === undefined) throw new Refusal(21262)
}

function checkRecording(form: Form): void {
  form.flag('Record')
  form.oneOf('RecordingChannels', ['mono', 'dual'], 10000)
  form.oneOf('RecordingTrack', ['inbound', 'outbound', 'both'], 10000)
  form.url('RecordingStatusCallback', 21456)
  form.method('RecordingStatusCallbackMethod')
  form.oneOf('Trim', ['trim-silence', 'do-not-trim'], 13699)
  const events = form.text('RecordingStatusCallbackEvent')?.split(' ') ?? []
  checkEvents(events, RECORDING_EVENTS, 13621)
}

function checkEvents(events: readonly string[], allowed: readonly string[], code: number): void {
  const wrong = events.find((event) => !allowed.includes(event))
  if (wrong !== undefined) throw new Refusal(code, `The event must be one of ${allowed.join(', ')}.`)
}
