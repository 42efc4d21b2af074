import { describe, expect, expectTypeOf, it } from 'vitest'
import {
  createCall,
  createMessage,
  getCall,
  makeApiCall,
  searchCalls,
  updateCall,
  watchCalls,
  watchMessages,
  watchNewCalls,
} from '../../modules/index.js'
import { ConnectorError } from '../../src/core/errors.js'
import { parseInput } from '../../src/runtime/parse.js'

type CreateCall = Parameters<typeof createCall.execute>[0]
type UpdateCall = Parameters<typeof updateCall.execute>[0]
type CreateMessage = Parameters<typeof createMessage.execute>[0]
type SearchCalls = Parameters<typeof searchCalls.execute>[0]
type WatchNewCalls = Parameters<typeof watchNewCalls.execute>[0]
type MakeApiCall = Parameters<typeof makeApiCall.execute>[0]

const callSid = 'c1e08b6d-2f4a-4d7c-b5a9-70d3e9f16b82'
const numbers = { from: '+12025550101', to: '+12025550142' } as const

/** What the compiler refuses, the runtime refuses as well; what it takes, the runtime takes. */
const refuses = (module: Parameters<typeof parseInput>[0], input: unknown) =>
  expect(() => parseInput(module, input, { timeZone: 'UTC' })).toThrow(ConnectorError)
const takes = (module: Parameters<typeof parseInput>[0], input: unknown) =>
  expect(() => parseInput(module, input, { timeZone: 'UTC' })).not.toThrow()

describe('the type of an input', () => {
  it('takes a right one', () => {
    const call: CreateCall = {
      ...numbers,
      callIdentifier: 'url',
      url: 'https://example.com/a',
      timeout: 30,
      record: true,
    }
    const other: CreateCall = { ...numbers, callIdentifier: 'application', applicationSid: callSid }
    takes(createCall, call)
    takes(createCall, other)
  })

  it('misses a required field', () => {
    // @ts-expect-error `to` is required.
    const input: CreateCall = { from: '+12025550101', callIdentifier: 'url', url: 'https://example.com/a' }
    refuses(createCall, input)
  })

  it('misses a required field of the chosen option', () => {
    // @ts-expect-error Call URL is chosen, so `url` is required.
    const input: CreateCall = { ...numbers, callIdentifier: 'url' }
    refuses(createCall, input)
  })

  it('misses a required choice', () => {
    // @ts-expect-error `callIdentifier` is required.
    const input: CreateCall = { ...numbers }
    refuses(createCall, input)
  })

  it('knows the fields of another option', () => {
    // @ts-expect-error `method` belongs to Call URL, which is not chosen.
    const input: CreateCall = { ...numbers, callIdentifier: 'application', applicationSid: callSid, method: 'GET' }
    refuses(createCall, input)
  })

  it('knows unknown fields', () => {
    // @ts-expect-error The API's own name is no key of an input.
    const input: CreateCall = { ...numbers, callIdentifier: 'url', url: 'https://example.com/a', Timeout: 30 }
    refuses(createCall, input)
  })

  it('knows the options of selects and of choices', () => {
    // @ts-expect-error There is no such option.
    const call: CreateCall = { ...numbers, callIdentifier: 'laml', url: 'https://example.com/a' }
    refuses(createCall, call)
    // @ts-expect-error There is no such status.
    const search: SearchCalls = { status: 'done' }
    refuses(searchCalls, search)
    // @ts-expect-error There is no such event.
    const events: UpdateCall = { callSid, statusCallbackEvent: ['gone'] }
    refuses(updateCall, events)
    expectTypeOf<NonNullable<SearchCalls['status']>>().toEqualTypeOf<
      'queued' | 'ringing' | 'in-progress' | 'canceled' | 'completed' | 'busy' | 'failed' | 'no-answer'
    >()
  })

  it('knows the types of values', () => {
    // @ts-expect-error A whole number, not a text.
    const limit: SearchCalls = { limit: '5' }
    refuses(searchCalls, limit)
    // @ts-expect-error A decimal is a text, so that no digit is lost.
    const price: UpdateCall = { callSid, maxPricePerMinute: 0.05 }
    refuses(updateCall, price)
    expectTypeOf<SearchCalls['startTime']>().toEqualTypeOf<Date | string | undefined>()
    expectTypeOf<MakeApiCall['body']>().toEqualTypeOf<unknown>()
    expectTypeOf<MakeApiCall['headers']>().toEqualTypeOf<
      readonly { readonly key: string; readonly value: string }[] | undefined
    >()
  })

  it('demands From or a Message Service SID', () => {
    const content = { to: '+12025550142', contentType: 'body', body: 'Hello' } as const
    const number: CreateMessage = { ...content, from: '+12025550101' }
    const group: CreateMessage = { ...content, messagingServiceSid: callSid }
    const both: CreateMessage = { ...content, from: '+12025550101', messagingServiceSid: callSid }
    for (const input of [number, group, both]) takes(createMessage, input)
    // @ts-expect-error One of the two senders is needed.
    const neither: CreateMessage = { ...content }
    refuses(createMessage, neither)
  })

  it('has one key in two options, needed in one of them', () => {
    const sender = { to: '+12025550142', from: '+12025550101' } as const
    const media: CreateMessage = { ...sender, contentType: 'media', mediaUrl: ['https://example.com/a'] }
    const captioned: CreateMessage = { ...media, body: 'Our menu' }
    takes(createMessage, media)
    takes(createMessage, captioned)
    // @ts-expect-error A text message needs its body.
    const empty: CreateMessage = { ...sender, contentType: 'body' }
    refuses(createMessage, empty)
    // @ts-expect-error Media belong to the other option.
    const mixed: CreateMessage = { ...sender, contentType: 'body', body: 'Hi', mediaUrl: ['https://example.com/a'] }
    refuses(createMessage, mixed)
  })

  it('of an update is a deep partial', () => {
    const fallback: UpdateCall = { callSid, callIdentifier: 'url', fallbackUrl: 'https://example.com/sorry' }
    const status: UpdateCall = { callSid, status: 'completed' }
    takes(updateCall, fallback)
    takes(updateCall, status)
    // @ts-expect-error The call to update is still required.
    const nameless: UpdateCall = { status: 'completed' }
    refuses(updateCall, nameless)
    // @ts-expect-error Without Call Identifier its fields do not exist.
    const undecided: UpdateCall = { callSid, url: 'https://example.com/next' }
    refuses(updateCall, undecided)
    // A list of keys that was built, not written, is beyond the compiler: the runtime alone demands one change.
    const unchanged: UpdateCall = { callSid }
    refuses(updateCall, unchanged)
  })

  it('may leave out what the host has an initial value for', () => {
    expectTypeOf<{ url: string }>().toExtend<MakeApiCall>()
    expectTypeOf<object>().toExtend<Parameters<typeof watchCalls.execute>[0]>()
    takes(makeApiCall, { url: '/api/relay/rest/phone_numbers' })
    takes(watchCalls, {})
    takes(watchMessages, {})
  })

  it('may leave out the fields of a choice inside an option of its own', () => {
    const hangUp: WatchNewCalls = { webhookName: 'Reception', reply: 'hangUp' }
    takes(watchNewCalls, hangUp)
    // @ts-expect-error A text is said only where that is chosen.
    const talking: WatchNewCalls = { webhookName: 'Reception', reply: 'hangUp', say: 'Hi' }
    refuses(watchNewCalls, talking)
  })

  it('is the type of a module’s own example', () => {
    expectTypeOf(getCall.example).toExtend<Parameters<typeof getCall.execute>[0]>()
    expectTypeOf(createMessage.example).toExtend<CreateMessage>()
  })
})
