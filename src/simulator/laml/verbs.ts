import type { LamlNode } from './parse-laml.js'

/** What a document instructs: its verbs differ. */
export type LamlChannel = 'voice' | 'messaging' | 'fax'

/** The verbs that SignalWire documents. Those without nouns take text alone. */
const voiceVerbs: Readonly<Record<string, readonly string[]>> = {
  Connect: ['Room', 'Stream', 'VirtualAgent', 'AI', 'Parameter'],
  Denoise: [],
  Dial: ['Number', 'Sip', 'Conference', 'Queue', 'Verto'],
  Echo: [],
  Enqueue: [],
  Gather: ['Say', 'Play', 'Pause'],
  Hangup: [],
  Leave: [],
  Pause: [],
  Pay: ['Prompt', 'Parameter'],
  Play: [],
  Record: [],
  Redirect: [],
  Refer: ['Sip'],
  Reject: [],
  Say: ['break', 'emphasis', 'p', 'phoneme', 'prosody', 's', 'say-as', 'sub', 'w'],
  Sms: [],
  Start: ['Stream'],
  Stop: ['Stream'],
  Stream: ['Parameter'],
}

const verbsOf: Readonly<Record<LamlChannel, Readonly<Record<string, readonly string[]>>>> = {
  voice: voiceVerbs,
  messaging: { Message: ['Body', 'Media'], Redirect: [] },
  fax: { Receive: [], Reject: [] },
}

/** Why a document is refused: SignalWire's code and a sentence. */
export interface LamlRefusal {
  readonly code: number
  readonly message: string
}

/**
 * Refuses a document with a verb that its channel does not have (13750; names are case-sensitive) or with an element inside
 * a verb that does not belong there (13215 in Dial, else 13750), before any of it is acted on.
 */
export function refuseVerbs(verbs: readonly LamlNode[], channel: LamlChannel): LamlRefusal | undefined {
  const known = verbsOf[channel]
  for (const { name, children } of verbs) {
    const nouns = Object.hasOwn(known, name) ? known[name] : undefined
    if (nouns === undefined) {
      return { code: 13750, message: `There is no verb <${name.slice(0, 64)}> in a ${channel} document.` }
    }
    const stranger = children.find((child) => !nouns.includes(child.name))
    if (stranger) {
      const code = name === 'Dial' || name === 'Refer' ? 13215 : 13750
      return { code, message: `<${stranger.name.slice(0, 64)}> does not belong into <${name}>.` }
    }
  }
  return undefined
}

/** The method of a request that a verb makes: POST unless it says GET. */
export function methodOf(value: string | undefined): 'GET' | 'POST' {
  return value?.toUpperCase() === 'GET' ? 'GET' : 'POST'
}

/** A URL that a verb names, relative to the document's own; undefined where it is none. */
export function resolveUrl(text: string, base: string): string | undefined {
  if (/^https?:\/\//i.test(text)) return URL.canParse(text) ? text : undefined
  return URL.canParse(text, base) ? new URL(text, base).href : undefined
}

/** A whole number of an attribute, or the default. */
export function wholeOf(value: string | undefined, otherwise: number): number {
  return value !== undefined && /^\d{1,6}$/.test(value) ? Number(value) : otherwise
}
