// The posts of the receiver rows: incoming calls as SignalWire sends them, each with a SID of its own, signed.
import { randomUUID } from 'node:crypto'

export const publicUrl = 'https://hooks.example.com'
export const signingKey = 'PSKbench1234567890abcdef'
export const connection = 'main'
/** The module that the hook starts, and what it answers callers. */
export const hookInput = { webhookName: 'Reception', reply: 'say', say: 'Please hold the line.' }
export const hookModule = 'watchNewCalls'
/** What every server answers: ours makes it from the hook's input, the others send it as it is. */
export const laml =
  '<?xml version="1.0" encoding="UTF-8"?>\n<Response><Say>Please hold the line.</Say><Hangup/></Response>'

export const callParams = (sid = randomUUID()) => ({
  AccountSid: '7d1be0a2-93f4-4c58-8a6e-2b9c40f7d315',
  ApiVersion: '2010-04-01',
  CallSid: sid,
  CallStatus: 'ringing',
  Direction: 'inbound',
  From: '+12025550142',
  To: '+12025550100',
})

/** The bytes of one HTTP request. `signPost` is the package's own; twilio's middleware looks for its own header. */
export function postBytes(signPost, url, header) {
  const { headers, body } = signPost({ key: signingKey, url, params: callParams(), header })
  const lines = Object.entries({
    host: new URL(url).host,
    'user-agent': 'SignalWire',
    accept: '*/*',
    ...headers,
    'content-length': Buffer.byteLength(body),
  }).map(([name, value]) => `${name}: ${value}\r\n`)
  return Buffer.from(`POST ${new URL(url).pathname} HTTP/1.1\r\n${lines.join('')}\r\n${body}`, 'latin1')
}
