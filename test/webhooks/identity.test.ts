import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { modules } from '../../modules/index.js'
import type { EventType } from '../../src/core/post.js'
import { identityOf, identityParameters } from '../../webhooks/identity.js'
import { type Pair, paramsOf } from '../../webhooks/read-pairs.js'

const identity = (event: EventType, params: Readonly<Record<string, string>>) =>
  identityOf(event, params, Object.entries(params))

const events: readonly EventType[] = [
  'incomingCall',
  'callStatus',
  'recording',
  'incomingMessage',
  'messageStatus',
  'incomingFax',
  'faxStatus',
  'transcription',
  'callStep',
  'unknown',
]

describe('the identity of a post', () => {
  it.each<[EventType, Record<string, string>, string]>([
    ['incomingCall', { CallSid: 'c-1', CallStatus: 'ringing' }, 'c-1'],
    ['callStatus', { CallSid: 'c-1', SequenceNumber: '0', CallStatus: 'initiated' }, 'c-1/seq:0'],
    ['callStatus', { CallSid: 'c-1', CallStatus: 'completed', Timestamp: 'now' }, 'c-1//completed'],
    ['callStatus', { CallSid: 'c-1', CallbackSource: 'call-progress', CallStatus: 'busy' }, 'c-1/call-progress/busy'],
    ['recording', { RecordingSid: 'r-1', RecordingStatus: 'completed', CallSid: 'c-1' }, 'r-1/completed'],
    ['incomingMessage', { MessageSid: 'm-1', Body: 'Hello' }, 'm-1'],
    ['incomingMessage', { SmsSid: 'm-1', Body: 'Hello' }, 'm-1'],
    ['messageStatus', { MessageSid: 'm-1', MessageStatus: 'sent' }, 'm-1/sent'],
    ['messageStatus', { SmsSid: 'm-1', SmsStatus: 'sent' }, 'm-1/sent'],
    ['incomingFax', { FaxSid: 'f-1' }, 'f-1'],
    ['faxStatus', { FaxSid: 'f-1', FaxStatus: 'received' }, 'f-1/received'],
    ['transcription', { TranscriptionSid: 't-1', TranscriptionStatus: 'completed' }, 't-1/completed'],
  ])('of the event %s is made of what tells it apart', (event, params, expected) => {
    expect(identity(event, params)).toBe(expected)
  })

  it('keeps every status of one message and one call apart', () => {
    const statuses = ['queued', 'sending', 'sent', 'delivered', 'undelivered', 'failed']
    const ofMessage = statuses.map((MessageStatus) => identity('messageStatus', { MessageSid: 'm-1', MessageStatus }))
    expect(new Set(ofMessage).size).toBe(statuses.length)
    const ofCall = ['0', '1', '2'].map((SequenceNumber) =>
      identity('callStatus', { CallSid: 'c-1', CallStatus: 'ringing', SequenceNumber }),
    )
    expect(new Set(ofCall).size).toBe(3)
  })

  it('of a step and of an unknown post is the whole post', () => {
    for (const event of ['callStep', 'unknown'] as const) {
      const digits = (Digits: string) => identity(event, { CallSid: 'c-1', Digits })
      expect(digits('1')).toBe(digits('1'))
      expect(digits('1')).not.toBe(digits('2'))
    }
  })

  it('is the whole post where the post lacks what it is known by, so that nothing is dropped', () => {
    const amd = (AnsweredBy: string) => identity('callStatus', { CallSid: 'c-1', AnsweredBy })
    expect(amd('human')).not.toBe(amd('machine_start'))
    const nameless = (Body: string) => identity('incomingMessage', { MessageSid: '', Body })
    expect(nameless('a')).not.toBe(nameless('b'))
    expect(nameless('a')).toBe(nameless('a'))
  })

  it('does not depend on the order of the parameters, and does on each of them', () => {
    const pairs = fc.array(fc.tuple(fc.string({ minLength: 1 }), fc.string()), { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(pairs, fc.constantFrom(...events), fc.infiniteStream(fc.nat()), (list, event, random) => {
        const shuffled = list
          .map((pair) => ({ pair, order: random.next().value as number }))
          .sort((a, b) => a.order - b.order)
          .map(({ pair }) => pair)
        // Of a repeated name the last value counts, which shuffling would change.
        const params = paramsOf(list)
        expect(identityOf(event, params, shuffled)).toBe(identityOf(event, params, list))
        const more: readonly Pair[] = [...list, ['Extra', '1']]
        expect(identityOf('unknown', params, more)).not.toBe(identityOf('unknown', params, list))
      }),
      { numRuns: 1000 },
    )
  })

  it('cannot be forged by values that hold separators', () => {
    expect(identity('messageStatus', { MessageSid: 'a/b', MessageStatus: 'c' })).not.toBe(
      identity('messageStatus', { MessageSid: 'a', MessageStatus: 'b/c' }),
    )
    expect(identity('callStatus', { CallSid: 'c', SequenceNumber: '1' })).not.toBe(
      identity('callStatus', { CallSid: 'c', CallbackSource: 'seq', CallStatus: '1' }),
    )
  })

  it('is short whatever the values', () => {
    fc.assert(
      fc.property(fc.constantFrom(...events), fc.string({ minLength: 1, maxLength: 500 }), (event, value) => {
        const long = value.repeat(200)
        const params = Object.fromEntries(
          ['CallSid', 'MessageSid', 'FaxSid', 'RecordingSid', 'RecordingStatus', 'CallStatus', 'MessageStatus'].map(
            (name) => [name, long],
          ),
        )
        expect(identity(event, params).length).toBeLessThanOrEqual(340)
      }),
    )
    const most = 'x'.repeat(80)
    expect(
      identity('callStatus', { CallSid: most, CallbackSource: most, CallStatus: most }).length,
    ).toBeLessThanOrEqual(340)
  })
})

describe("the descriptors' own identities", () => {
  const listed = modules.flatMap((module) =>
    module.kind === 'instantTrigger'
      ? Object.entries(module.identity).map(([event, names]) => ({
          module: module.id,
          event: event as EventType,
          names,
        }))
      : [],
  )

  it('are there', () => {
    expect(listed.length).toBeGreaterThanOrEqual(7)
  })

  it.each(listed)('$module names the parameters of $event that the rule uses', ({ event, names }) => {
    expect(names).toEqual(identityParameters(event))
    const filled = Object.fromEntries(names.map((name) => [name, `${name}-1`]))
    const base = identity(event, { ...filled, Body: 'one' })
    expect(identity(event, { ...filled, Body: 'two' })).toBe(base)
    // With a sequence number the other parameters of a call's status no longer count.
    for (const name of names.includes('SequenceNumber') ? ['CallSid', 'SequenceNumber'] : names)
      expect(identity(event, { ...filled, [name]: `${name}-2` })).not.toBe(base)
  })
})
