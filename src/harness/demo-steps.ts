import {
  clearMessage,
  createCall,
  createMessage,
  deleteCall,
  deleteMessage,
  getCall,
  getMessage,
  makeApiCall,
  searchCalls,
  searchMessages,
  updateCall,
} from '../../modules/index.js'
import { isConnectorError } from '../core/errors.js'
import type { Connection } from '../open-connection.js'
import { type DemoStep, expect } from './demo-step.js'
import { describeError } from './describe-error.js'
import { fieldFlags } from './field-flags.js'
import type { Colors } from './terminal.js'

/** What the steps work with. */
export interface DemoStage {
  readonly connection: Connection
  /** The same Space with a token that does not exist. */
  readonly stranger: Connection
  /** Puts the simulator's clock forward. */
  forward(ms: number): void
  /** How many calls the simulator was started with. */
  readonly seededCalls: number
  readonly colors: Colors
}

const from = '+12025550101'
const caller = '+12025550142'
const longCall = '+12025550187'

/** The steps, in their order; later ones use what earlier ones created. */
export function demoSteps({ connection, stranger, forward, seededCalls, colors }: DemoStage): readonly DemoStep[] {
  let messageSid = ''
  let callSid = ''
  const refused = async (work: Promise<unknown>): Promise<unknown> => {
    const thrown = await work.then(
      () => undefined,
      (reason: unknown) => reason,
    )
    expect(isConnectorError(thrown), 'It was not refused.')
    return thrown
  }
  return [
    {
      did: 'Tested the connection',
      async run() {
        const { outcome, message, scopes } = await connection.test()
        expect(outcome === 'ok', message)
        return `The token is right and has the scopes ${scopes.map(({ scope }) => scope).join(', ')}.`
      },
    },
    {
      did: 'Sent a message (createMessage)',
      async run() {
        const body = 'Your table for two is booked for 7 pm.'
        const sent = await createMessage.execute({ to: caller, from, contentType: 'body', body }, connection)
        expect(sent?.status === 'queued' && sent.body === body, 'It was not queued.')
        messageSid = sent.sid
        return `The message ${messageSid} is ${sent.status}.`
      },
    },
    {
      did: 'Placed a call (createCall)',
      async run() {
        const url = 'https://example.com/welcome.xml'
        const call = await createCall.execute({ callIdentifier: 'url', url, from, to: longCall }, connection)
        expect(call?.status === 'queued' && call.to === longCall, 'It was not queued.')
        callSid = call.sid
        return `The call ${callSid} is ${call.status}.`
      },
    },
    {
      did: "Put the simulator's clock forward by half a minute (getMessage, getCall)",
      async run() {
        forward(30_000)
        const message = await getMessage.execute({ messageSid }, connection)
        const call = await getCall.execute({ callSid }, connection)
        expect(message?.status === 'delivered', `The message is ${message?.status}.`)
        expect(call?.status === 'in-progress', `The call is ${call?.status}.`)
        return `The message is ${message.status}, the call ${call.status}.`
      },
    },
    {
      did: 'Sent the call to another document (updateCall)',
      async run() {
        const input = { callSid, callIdentifier: 'url', url: 'https://example.com/menu.xml' } as const
        const call = await updateCall.execute(input, connection)
        expect(call?.sid === callSid && call.status === 'in-progress', `The call is ${call?.status}.`)
        return `The call is still ${call.status}.`
      },
    },
    {
      did: 'Ended the call (updateCall)',
      async run() {
        await updateCall.execute({ callSid, status: 'completed' }, connection)
        const call = await getCall.execute({ callSid }, connection)
        expect(call?.status === 'completed', `The call is ${call?.status}.`)
        return `It is ${call.status} after ${call.duration} seconds.`
      },
    },
    {
      did: 'Searched for calls to its number (searchCalls)',
      async run() {
        const found: string[] = []
        for await (const call of searchCalls.execute({ to: longCall }, connection)) found.push(call.sid)
        expect(found.includes(callSid), 'The call was not found.')
        return `Found ${found.length}, the call among them.`
      },
    },
    {
      did: 'Searched for delivered messages (searchMessages)',
      async run() {
        const found: string[] = []
        const search = searchMessages.execute({ status: 'delivered', to: caller, limit: 5 }, connection)
        for await (const message of search) {
          expect(message.status === 'delivered' && message.to === caller, 'A message came that was not asked for.')
          found.push(message.sid)
        }
        expect(found.includes(messageSid), 'The message was not found.')
        return `Found ${found.length}, the message among them.`
      },
    },
    {
      did: 'Paged through all calls (searchCalls with a high Limit)',
      async run(progress) {
        const sids = new Set<string>()
        for await (const call of searchCalls.execute({ limit: 1_000_000 }, connection)) {
          sids.add(call.sid)
          if (sids.size % 1000 === 0) progress.update(`${sids.size} calls so far`)
        }
        expect(sids.size === seededCalls + 1, `${sids.size} calls came, not ${seededCalls + 1}.`)
        return `${sids.size} calls came, each of them once.`
      },
    },
    {
      did: "Cleared the message's text (clearMessage)",
      async run() {
        const message = await clearMessage.execute({ messageSid }, connection)
        expect(message?.body === '', 'It still has a text.')
        return 'Its text is gone; the message is still there.'
      },
    },
    {
      did: 'Deleted the message and the call (deleteMessage, deleteCall)',
      async run() {
        await deleteMessage.execute({ messageSid }, connection)
        await deleteCall.execute({ callSid }, connection)
        for (const gone of [getMessage.execute({ messageSid }, connection), getCall.execute({ callSid }, connection)]) {
          const error = await refused(gone)
          expect(isConnectorError(error) && error.status === 404, 'It is still there.')
        }
        return 'Asked for them again: both are gone (404).'
      },
    },
    {
      did: 'Asked for the phone numbers (makeApiCall)',
      async run() {
        const reply = await makeApiCall.execute({ url: '/api/relay/rest/phone_numbers', method: 'GET' }, connection)
        const data = (reply?.body as { readonly data?: unknown } | undefined)?.data
        expect(reply?.statusCode === 200 && Array.isArray(data) && data.length > 0, 'No numbers came.')
        return `Status ${reply.statusCode} with ${data.length} numbers.`
      },
    },
    {
      did: 'Tried a wrong input: a number that is none, and no text',
      async run() {
        const input = { to: '0202', from, contentType: 'body' } as const
        const error = await refused(createMessage.execute(input as never, connection))
        expect(isConnectorError(error) && error.issues?.length === 2, 'Both mistakes must be named.')
        const flags = fieldFlags(createMessage.fields)
        return `It was refused before anything was sent:\n${describeError(error, { colors, flags, input }).text}`
      },
    },
    {
      did: 'Tried a wrong token',
      async run() {
        const error = await refused(getCall.execute({ callSid }, stranger))
        expect(isConnectorError(error) && error.status === 401, 'It must be a 401.')
        return `SignalWire's answer as you would see it:\n${describeError(error, { colors }).text}`
      },
    },
  ]
}
