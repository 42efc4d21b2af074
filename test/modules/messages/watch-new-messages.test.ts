import { describe, expect, it } from 'vitest'
import { watchNewMessages } from '../../../modules/index.js'
import { renderLaml } from '../../../src/core/laml.js'
import type { EventType } from '../../../src/core/post.js'
import { lamlProblem } from '../../../src/runtime/laml-document.js'

const { reply } = watchNewMessages.fields

const answer = (option: keyof typeof reply.options, values: Readonly<Record<string, unknown>> = {}): string =>
  renderLaml(reply.options[option].laml, values).replace('<?xml version="1.0" encoding="UTF-8"?>\n', '')

const post = (event: EventType, params: Readonly<Record<string, string>> = watchNewMessages.sample) => ({
  post: { event, params },
})

describe('Watch New Messages', () => {
  it.each([
    ['nothing', {}, '<Response/>'],
    ['text', { text: '<b> & you' }, '<Response><Message><Body>&lt;b&gt; &amp; you</Body></Message></Response>'],
    [
      'text',
      { text: 'Look', mediaUrls: ['https://example.com/a?b=1&c=2', 'https://example.com/d'] },
      '<Response><Message><Body>Look</Body><Media>https://example.com/a?b=1&amp;c=2</Media><Media>https://example.com/d</Media></Message></Response>',
    ],
    [
      'redirect',
      { redirectUrl: 'https://example.com/next' },
      '<Response><Redirect>https://example.com/next</Redirect></Response>',
    ],
    ['laml', { laml: '<Response/>' }, '<Response/>'],
  ] as const)('answers a message with %s %j', (option, values, document) => {
    expect(answer(option, values)).toBe(document)
    expect(lamlProblem(document)).toBeUndefined()
  })

  it('starts with every incoming message, and with a status only where it is asked for', () => {
    const input = { webhookName: 'Orders', reply: 'nothing' } as const
    expect(watchNewMessages.execute(input, post('incomingMessage'))).toHaveLength(1)
    expect(watchNewMessages.execute(input, post('messageStatus'))).toEqual([])
    expect(watchNewMessages.execute({ ...input, also: ['messageStatus'] }, post('messageStatus'))).toHaveLength(1)
    expect(watchNewMessages.execute({ ...input, also: ['messageStatus'] }, post('incomingCall'))).toEqual([])
  })

  it('lists the media of a message besides the parameters as they came', () => {
    const input = { webhookName: 'Orders', reply: 'nothing' } as const
    const media = {
      NumMedia: '2',
      MediaUrl0: 'https://example.com/0',
      MediaContentType0: 'image/png',
      MediaUrl1: 'https://example.com/1',
      MediaContentType1: 'image/gif',
    }
    expect(watchNewMessages.execute(input, post('incomingMessage', media))).toEqual([
      {
        ...media,
        media: [
          { url: 'https://example.com/0', contentType: 'image/png' },
          { url: 'https://example.com/1', contentType: 'image/gif' },
        ],
      },
    ])
    expect(watchNewMessages.execute(input, post('incomingMessage', { NumMedia: '0' }))).toMatchObject([{ media: [] }])
  })

  it('tells two statuses of one message apart', () => {
    expect(watchNewMessages.identity).toEqual({
      incomingMessage: ['MessageSid'],
      messageStatus: ['MessageSid', 'MessageStatus'],
    })
  })
})
