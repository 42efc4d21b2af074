import { describe, expect, it } from 'vitest'
import { watchNewCalls } from '../../../modules/index.js'
import { renderLaml } from '../../../src/core/laml.js'
import type { EventType } from '../../../src/core/post.js'
import { lamlProblem } from '../../../src/runtime/laml-document.js'

const { reply } = watchNewCalls.fields
const stepUrl = (step: string, reports?: string) => `https://example.com/hooks/1/${reports ?? 'step'}/${step}?a=1&b=2`

const answer = (option: keyof typeof reply.options, values: Readonly<Record<string, unknown>> = {}): string =>
  renderLaml(reply.options[option].laml, values, stepUrl).replace('<?xml version="1.0" encoding="UTF-8"?>\n', '')

const post = (event: EventType, params: Readonly<Record<string, string>> = {}) => ({
  post: { event, params: { ...watchNewCalls.sample, ...params } },
})

describe('Watch New Calls', () => {
  it.each([
    ['hangUp', {}, '<Response><Hangup/></Response>'],
    ['say', { say: 'Hi & <bye>' }, '<Response><Say>Hi &amp; &lt;bye&gt;</Say></Response>'],
    [
      'say',
      { say: 'Hallo', voice: 'woman', language: 'de-DE' },
      '<Response><Say voice="woman" language="de-DE">Hallo</Say></Response>',
    ],
    [
      'forward',
      { forwardTo: '+12025550142', callerId: '+12025550101', timeout: 20 },
      '<Response><Dial callerId="+12025550101" timeout="20" action="https://example.com/hooks/1/step/forwarded?a=1&amp;b=2">+12025550142</Dial></Response>',
    ],
    [
      'forward',
      { forwardTo: 'sip:alice@example.com' },
      '<Response><Dial action="https://example.com/hooks/1/step/forwarded?a=1&amp;b=2"><Sip>sip:alice@example.com</Sip></Dial></Response>',
    ],
    [
      'redirect',
      { redirectUrl: 'https://example.com/a?b=1&c=2', redirectMethod: 'GET' },
      '<Response><Redirect method="GET">https://example.com/a?b=1&amp;c=2</Redirect></Response>',
    ],
    [
      'voicemail',
      { greeting: 'Speak', maxLength: 60 },
      '<Response><Say>Speak</Say><Record maxLength="60" playBeep="true" action="https://example.com/hooks/1/step/recorded?a=1&amp;b=2" recordingStatusCallback="https://example.com/hooks/1/recording/recording?a=1&amp;b=2"/></Response>',
    ],
    ['reject', { reason: 'busy' }, '<Response><Reject reason="busy"/></Response>'],
    ['reject', {}, '<Response><Reject/></Response>'],
    ['laml', { laml: '<Response><Pause/></Response>' }, '<Response><Pause/></Response>'],
  ] as const)('answers a call with %s %j', (option, values, document) => {
    expect(answer(option, values)).toBe(document)
    expect(lamlProblem(document)).toBeUndefined()
  })

  it('receives a fax whatever the reply, and hears of it once it is complete', () => {
    const { incomingFax } = watchNewCalls.hook.replies ?? {}
    expect(incomingFax && renderLaml(incomingFax, { reply: 'hangUp' }, stepUrl)).toContain(
      '<Response><Receive action="https://example.com/hooks/1/fax/faxReceived?a=1&amp;b=2"/></Response>',
    )
  })

  it('starts with every incoming call and fax', () => {
    const input = { webhookName: 'Reception', reply: 'hangUp' } as const
    expect(watchNewCalls.execute(input, post('incomingCall'))).toEqual([watchNewCalls.sample])
    expect(watchNewCalls.execute(input, post('incomingFax'))).toHaveLength(1)
  })

  it('starts with other events only where they are asked for', () => {
    const input = { webhookName: 'Reception', reply: 'hangUp' } as const
    const asked: readonly (readonly ['callStatus' | 'recording' | 'fax', EventType])[] = [
      ['callStatus', 'callStatus'],
      ['recording', 'recording'],
      ['fax', 'faxStatus'],
    ]
    for (const [key, event] of asked) {
      expect(watchNewCalls.execute(input, post(event))).toEqual([])
      for (const [other] of asked)
        expect(watchNewCalls.execute({ ...input, also: [other] }, post(event))).toHaveLength(other === key ? 1 : 0)
    }
    for (const event of ['callStep', 'unknown', 'incomingMessage', 'messageStatus'] as const)
      expect(watchNewCalls.execute({ ...input, also: ['callStatus', 'recording', 'fax'] }, post(event))).toEqual([])
  })

  it('gives the post as it came, unknown parameters too, with its time read', () => {
    const [bundle] = watchNewCalls.execute(
      { webhookName: 'Reception', reply: 'hangUp' },
      post('incomingCall', { FromCity: 'WASHINGTON', Timestamp: 'Mon, 05 Jan 2026 12:00:00 +0000' }),
    )
    expect(bundle).toMatchObject({ FromCity: 'WASHINGTON', Timestamp: new Date('2026-01-05T12:00:00Z') })
  })

  it('has no default reply, since a silent one would surprise', () => {
    expect(reply.required).toBe(true)
    expect('initial' in reply).toBe(false)
  })

  it('lists numbers for fax where calls are accepted as fax', () => {
    const { source, sourceBy } = watchNewCalls.fields.phoneNumbers
    expect(source.where).toEqual({ key: 'capabilities', includes: 'voice' })
    expect(sourceBy.sources.fax.where).toEqual({ key: 'capabilities', includes: 'fax' })
  })
})
