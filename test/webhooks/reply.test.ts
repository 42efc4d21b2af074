import { describe, expect, it } from 'vitest'
import { watchNewCalls, watchNewMessages } from '../../modules/index.js'
import type { EventType } from '../../src/core/post.js'
import { lamlProblem } from '../../src/runtime/laml-document.js'
import { type ReplyRequest, replyFor } from '../../webhooks/reply.js'

const stepUrlOf: ReplyRequest['stepUrlOf'] = (step, reports) =>
  `https://h.example.com/hooks/1/${reports ?? 'step'}?name=${step}&x=1`

const reply = (
  module: ReplyRequest['module'],
  input: Readonly<Record<string, unknown>>,
  event: EventType,
  own?: string,
) => replyFor({ module, input, event, stepUrlOf, problemOf: lamlProblem, own })

const say = { webhookName: 'w', reply: 'say', say: 'Hold <the> line' }
const emptyDocument = expect.stringMatching(/<Response\/>$/)

describe('the reply to an incoming call', () => {
  it.each<[Record<string, unknown>, string]>([
    [{ reply: 'hangUp' }, '<Hangup/>'],
    [say, '<Say>Hold &lt;the&gt; line</Say>'],
    [
      { reply: 'forward', forwardTo: '+12025550101' },
      '<Dial action="https://h.example.com/hooks/1/step?name=forwarded&amp;x=1">+12025550101</Dial>',
    ],
    [{ reply: 'reject', reason: 'busy' }, '<Reject reason="busy"/>'],
    [
      { reply: 'voicemail', greeting: 'Hi' },
      'recordingStatusCallback="https://h.example.com/hooks/1/recording?name=recording&amp;x=1"',
    ],
  ])('is the one that the hook chose (%#)', (input, expected) => {
    const { laml, problem } = reply(watchNewCalls, input, 'incomingCall')
    expect(laml).toContain(expected)
    expect(lamlProblem(laml)).toBeUndefined()
    expect(problem).toBeUndefined()
  })

  it('is a document of the user as it is, once it is valid', () => {
    const laml = '<Response><Say>Own</Say></Response>'
    expect(reply(watchNewCalls, { reply: 'laml', laml }, 'incomingCall')).toEqual({ laml })
    const broken = reply(watchNewCalls, { reply: 'laml', laml: '<Response><Say>' }, 'incomingCall')
    expect(broken).toEqual({ laml: emptyDocument, problem: expect.stringContaining('well-formed') })
    expect(lamlProblem(broken.laml)).toBeUndefined()
  })

  it('is a valid document even where the hook is broken', () => {
    for (const input of [{}, { reply: 'nonsense' }, { reply: 'constructor' }, { reply: 7 }])
      expect(reply(watchNewCalls, input, 'incomingCall')).toEqual({
        laml: emptyDocument,
        problem: expect.stringContaining('watchNewCalls'),
      })
  })

  it('is never longer than SignalWire reads', () => {
    const long = reply(watchNewCalls, { ...say, say: 'ä'.repeat(40_000) }, 'incomingCall')
    expect(long).toEqual({ laml: emptyDocument, problem: expect.stringContaining('64 kB') })
    expect(reply(watchNewCalls, { ...say, say: 'ä'.repeat(30_000) }, 'incomingCall').problem).toBeUndefined()
  })
})

describe('the reply to other posts', () => {
  it('receives a fax, whatever callers hear', () => {
    expect(reply(watchNewCalls, say, 'incomingFax').laml).toContain(
      '<Response><Receive action="https://h.example.com/hooks/1/fax?name=faxReceived&amp;x=1"/></Response>',
    )
  })

  it.each<EventType>(['callStatus', 'recording', 'faxStatus', 'transcription', 'callStep', 'messageStatus', 'unknown'])(
    'to %s is empty: no second greeting, and no own document either',
    (event) => {
      const own = '<Response><Say>Own</Say></Response>'
      expect(reply(watchNewCalls, say, event, own)).toEqual({ laml: emptyDocument })
    },
  )

  it('to an incoming message is what its sender gets back', () => {
    const input = { reply: 'text', text: 'Thanks & bye', mediaUrls: ['https://example.com/a?b=1&c=2'] }
    expect(reply(watchNewMessages, input, 'incomingMessage').laml).toContain(
      '<Message><Body>Thanks &amp; bye</Body><Media>https://example.com/a?b=1&amp;c=2</Media></Message>',
    )
    expect(reply(watchNewMessages, { reply: 'nothing' }, 'incomingMessage')).toEqual({ laml: emptyDocument })
    // A call that reaches a hook for messages must not be answered with a message.
    expect(reply(watchNewMessages, input, 'incomingCall')).toEqual({ laml: emptyDocument })
  })
})

describe("a scenario's own document", () => {
  it('comes first where it is valid', () => {
    const own = '<Response><Say>Own</Say></Response>'
    expect(reply(watchNewCalls, say, 'incomingCall', own)).toEqual({ laml: own })
  })

  it.each([
    '',
    'Hello',
    '<Say>x</Say>',
    '<Response>',
    '<!DOCTYPE a><Response/>',
    `<Response>${'x'.repeat(70_000)}</Response>`,
  ])('gives way to the configured one where it is not (%#)', (own) => {
    const { laml, problem } = reply(watchNewCalls, say, 'incomingCall', own)
    expect(laml).toContain('<Say>Hold &lt;the&gt; line</Say>')
    expect(problem).toMatch(/^The scenario's own LaML must .* the configured reply was sent instead\.$/)
  })
})
