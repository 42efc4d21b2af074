import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { simulatorIds, simulatorNumbers } from '../../src/simulator/index.js'
import { rowsOf } from './space-client.js'
import { laml, type Scene, startScene } from './webhook-receiver.js'

const TO = simulatorNumbers.main

let scene: Scene
beforeEach(async () => {
  scene = await startScene()
  await scene.configure({ message_handler: 'laml_webhooks', message_request_url: '/message' })
})
afterEach(() => scene.end())

const reply = (...verbs: string[]) => scene.receiver.answer('/message', laml(...verbs))
const text = (options: Partial<Parameters<Scene['simulator']['text']>[0]> = {}) =>
  scene.simulator.text({ to: TO, from: '+12025550142', ...options })

describe('a message that comes in', () => {
  test('asks the number’s webhook with the documented parameters, and is in the list', async () => {
    const { message, replies } = await text({ body: 'Hello & good day' })
    expect(scene.receiver.received[0]?.params).toEqual({
      MessageSid: message.sid,
      AccountSid: scene.simulator.credentials.projectId,
      From: '+12025550142',
      To: TO,
      Body: 'Hello & good day',
      NumMedia: '0',
    })
    expect(rowsOf(await scene.get('Messages'), 'messages')).toEqual([message])
    expect([message.direction, message.status, replies]).toEqual(['inbound', 'received', []])
  })

  test('names its media in order', async () => {
    await text({ mediaUrls: ['https://example.com/a.png', 'https://example.com/b.pdf'] })
    expect(scene.receiver.received[0]?.params).toMatchObject({
      NumMedia: '2',
      MediaUrl0: 'https://example.com/a.png',
      MediaContentType0: 'image/png',
      MediaUrl1: 'https://example.com/b.pdf',
      MediaContentType1: 'application/pdf',
    })
  })

  test('is answered by what the document says, to the sender, from the number', async () => {
    reply(
      '<Message>Thanks</Message>',
      '<Message><Body>A picture </Body><Body>for you</Body><Media>https://example.com/a.png</Media></Message>',
    )
    const { replies } = await text()
    expect(replies).toMatchObject([
      { direction: 'outbound-reply', from: TO, to: '+12025550142', body: 'Thanks', status: 'queued' },
      { direction: 'outbound-reply', body: 'A picturefor you', num_media: 1 },
    ])
    await scene.clock.advance(3000)
    expect(rowsOf(await scene.get('Messages', { Status: 'delivered' }), 'messages')).toMatchObject([{ body: 'Thanks' }])
  })

  test('can be answered to somebody else', async () => {
    reply(`<Message to="+12025550143" from="${simulatorNumbers.support}">Note</Message>`)
    expect((await text()).replies).toMatchObject([{ from: simulatorNumbers.support, to: '+12025550143' }])
  })

  test('goes on at an action, after which the rest of the document is not reached', async () => {
    reply('<Message action="/sent">One</Message>', '<Message>Two</Message>')
    scene.receiver.answer('/sent', laml('<Message>Three</Message>'))
    const { replies, attempts } = await text()
    expect(attempts.map(({ kind }) => kind)).toEqual(['message', 'action'])
    expect(replies.map(({ body }) => body)).toEqual(['One', 'Three'])
    expect(scene.receiver.at('/sent')[0]?.params).toMatchObject({ MessageStatus: 'sending', From: '+12025550142' })
  })

  test('follows a Redirect, but not in a circle', async () => {
    reply('<Redirect>/other</Redirect>')
    scene.receiver.answer('/other', laml('<Message>Here</Message>'))
    expect((await text()).replies).toMatchObject([{ body: 'Here' }])
    scene.receiver.answer('/other', laml('<Redirect>/message</Redirect>'))
    expect((await text()).problem).toContain('documents in a row')
  })

  test.each([
    ['<Message/>', 21602],
    ['<Message to="5551234">Hi</Message>', 21603],
    ['<Message from="+12025550177">Hi</Message>', 21603],
    [`<Message from="${simulatorNumbers.voiceOnly}">Hi</Message>`, 21601],
    [`<Message>${'x'.repeat(1601)}</Message>`, 21617],
    ['<Message><Media>ftp://example.com/a</Media></Message>', 21620],
    [`<Message>${'<Media>https://example.com/a.png</Media>'.repeat(11)}</Message>`, 21623],
  ])('whose answer %s cannot be sent gets the code %i, and the next verb is done', async (verb, code) => {
    reply(verb, '<Message>Next</Message>')
    const { verbs, replies } = await text()
    expect([verbs[0]?.error?.code, replies.map(({ body }) => body)]).toEqual([code, ['Next']])
  })

  test('is not answered with the verbs of a call', async () => {
    reply('<Say>Hello</Say>')
    const { attempts, problem } = await text()
    expect([attempts[0]?.error?.code, problem]).toEqual([13750, expect.stringContaining('Say')])
  })

  test('goes where the application says', async () => {
    const made = await scene.post('Applications', { FriendlyName: 'A', SmsUrl: `${scene.receiver.origin}/app` })
    await scene.post(`IncomingPhoneNumbers/${simulatorIds.mainNumber}`, { SmsApplicationSid: String(made.json.sid) })
    await text()
    expect(scene.receiver.received.map(({ target }) => target)).toEqual(['/app'])
  })

  test('to a number without a webhook is received, and the report says why nobody was asked', async () => {
    const { message, attempts, problem } = await text({ to: simulatorNumbers.support })
    expect([message.status, attempts, problem]).toEqual(['received', [], expect.stringContaining('no webhook URL')])
  })

  test.each<[Record<string, unknown>, string]>([
    [{ to: simulatorNumbers.voiceOnly }, 'not SMS capable'],
    [{ to: simulatorNumbers.agent, mediaUrls: ['https://example.com/a.png'] }, 'not MMS capable'],
    [{ body: 'x'.repeat(1601) }, 'body'],
    [{ from: 'sip:a@example.com' }, 'E.164'],
    [{ mediaUrls: ['ftp://example.com'] }, 'media URL'],
  ])('is refused with %j', async (options, words) => {
    await expect(text(options)).rejects.toThrow(words)
  })
})

describe('a fax that comes in', () => {
  const fax = { call_handler: 'laml_webhooks', call_request_url: '/fax', call_receive_mode: 'fax' }
  const send = (pages = 3) => scene.simulator.fax({ to: simulatorNumbers.fax, from: '+12025550142', pages })

  test('is received, and reported with its pages', async () => {
    await scene.configure(fax, simulatorIds.faxNumber)
    scene.receiver.answer('/fax', laml('<Receive action="/received"/>'))
    const report = await send()
    const first = { FaxSid: report.fax.sid, From: '+12025550142', To: simulatorNumbers.fax, ApiVersion: '2010-04-01' }
    expect(scene.receiver.at('/fax')[0]?.params).toEqual({
      ...first,
      AccountSid: scene.simulator.credentials.projectId,
    })
    expect(scene.receiver.at('/received')[0]?.params).toMatchObject({ ...first, FaxStatus: 'received', NumPages: '3' })
    expect(report).toMatchObject({ fax: { status: 'received' }, verbs: [{ verb: 'Receive' }] })
  })

  test.each([
    ['<Receive/>', 'received', undefined],
    ['<Reject/>', 'rejected', undefined],
    ['', 'rejected', 'empty'],
    ['<Say>Hello</Say>', 'failed', '13750'],
  ])('meets %j and is %s', async (verb, status, problem) => {
    await scene.configure(fax, simulatorIds.faxNumber)
    scene.receiver.answer('/fax', laml(verb))
    const report = await send()
    expect(report.fax.status).toBe(status)
    expect(report.problem).toEqual(problem && expect.stringContaining(problem))
    expect(scene.receiver.received).toHaveLength(1)
  })

  test('is refused by a number that takes calls, until its mode says fax', async () => {
    await expect(scene.simulator.fax({ to: TO })).rejects.toThrow('receives voice calls')
    await scene.configure({ ...fax })
    await scene.simulator.fax({ to: TO })
    expect(scene.receiver.at('/fax')).toHaveLength(1)
    await expect(scene.simulator.ring({ to: TO })).rejects.toThrow('receives faxes')
  })
})
