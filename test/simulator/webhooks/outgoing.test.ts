import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { magicNumbers, simulatorNumbers } from '../../../src/simulator/index.js'
import { officialWebhook } from '../../official/official.js'
import { type FormFields, rowsOf } from '../space-client.js'
import { laml, type Scene, startScene } from '../webhook-receiver.js'

const FROM = simulatorNumbers.main
const TO = '+12025550142'

let scene: Scene
beforeEach(async () => {
  scene = await startScene()
})
afterEach(() => scene.end())

const url = (path: string) => `${scene.receiver.origin}${path}`

/** Moves time and lets everything be reported that is due then. */
async function pass(...steps: readonly number[]) {
  for (const ms of steps) {
    await scene.clock.advance(ms)
    await scene.simulator.deliver()
  }
}

describe('an outgoing message', () => {
  const create = (form: FormFields = {}) =>
    scene.post('Messages', { To: TO, From: FROM, Body: 'Hello', StatusCallback: url('/status'), ...form })
  const statuses = () => scene.receiver.at('/status').map(({ params }) => params.MessageStatus)

  test('reports every status when it is reached, with the documented parameters', async () => {
    const sid = (await create()).json.sid
    const seen = []
    for (const ms of [0, 299, 1, 700, 1500, 60_000]) {
      await pass(ms)
      seen.push(statuses().length)
    }
    expect(seen).toEqual([1, 1, 2, 3, 4, 4])
    expect(statuses()).toEqual(['queued', 'sending', 'sent', 'delivered'])
    const { required, enums, properties } = officialWebhook('smsStatusCallback')
    for (const { params } of scene.receiver.at('/status')) {
      expect(params.MessageSid).toBe(sid)
      expect(enums.MessageStatus).toContain(params.MessageStatus)
      expect(required.filter((name) => !(name in params))).toEqual([])
      expect(Object.keys(params).filter((name) => !(name in properties))).toEqual([])
    }
  })

  test('that fails says why', async () => {
    await create({ To: magicNumbers.message.undelivered })
    await pass(5000)
    expect(statuses()).toEqual(['queued', 'sending', 'sent', 'undelivered'])
    expect(scene.receiver.at('/status').map(({ params }) => params.ErrorCode)).toEqual([
      undefined,
      undefined,
      undefined,
      '30003',
    ])
  })

  test('with media ends at sent', async () => {
    await create({ MediaUrl: 'https://example.com/a.png' })
    await pass(60_000)
    expect(statuses()).toEqual(['queued', 'sending', 'sent'])
  })

  test('reports where its application says', async () => {
    const made = await scene.post('Applications', { FriendlyName: 'A', SmsStatusCallback: url('/status') })
    await create({ StatusCallback: '', ApplicationSid: String(made.json.sid) })
    await pass(60_000)
    expect(statuses()).toHaveLength(4)
  })

  test('without a callback reports nothing', async () => {
    await create({ StatusCallback: '' })
    await pass(60_000)
    expect(scene.receiver.received).toEqual([])
  })

  test('that a webhook’s reply sent reports where the verb says', async () => {
    await scene.configure({ message_handler: 'laml_webhooks', message_request_url: '/message' })
    scene.receiver.answer('/message', laml('<Message statusCallback="/status">Hi</Message>'))
    await scene.simulator.text({ to: FROM })
    await pass(60_000)
    expect(statuses()).toHaveLength(4)
  })
})

describe('an outgoing call', () => {
  const create = async (form: FormFields = {}) => {
    const reply = await scene.post('Calls', { To: TO, From: FROM, Url: url('/answer'), ...form })
    expect(reply.status).toBe(200)
    return String(reply.json.sid)
  }
  const callOf = async (sid: string) => (await scene.get(`Calls/${sid}`)).json
  const ALL = ['initiated', 'ringing', 'answered', 'completed']

  test('fetches its document when it is answered, not as a call that comes in', async () => {
    const sid = await create()
    await pass(0, 1999)
    expect(scene.receiver.received).toEqual([])
    await pass(1)
    expect(scene.receiver.received).toMatchObject([{ method: 'POST', target: '/answer' }])
    expect(scene.receiver.received[0]?.params).toMatchObject({
      CallSid: sid,
      Direction: 'outbound-api',
      CallStatus: 'in-progress',
    })
  })

  test('lasts as long as its document', async () => {
    scene.receiver.answer('/answer', laml('<Say>Hello</Say>', '<Pause length="9"/>'))
    const sid = await create()
    await pass(2000)
    expect((await callOf(sid)).status).toBe('in-progress')
    await pass(10_000)
    expect(await callOf(sid)).toMatchObject({ status: 'completed', duration: 10 })
  })

  test('also where everything is delivered at once, long after', async () => {
    scene.receiver.answer('/answer', laml('<Pause length="20"/>'))
    const sid = await create({ StatusCallback: url('/status') })
    await pass(3_600_000)
    expect(await callOf(sid)).toMatchObject({ status: 'completed', duration: 20 })
    expect(scene.receiver.at('/status')).toMatchObject([{ params: { CallStatus: 'completed', CallDuration: '20' } }])
  })

  test('reports the events that were asked for, in sequence', async () => {
    await create({ StatusCallback: url('/status'), StatusCallbackEvent: ALL })
    await pass(0, 500, 1500, 60_000)
    const posts = scene.receiver.at('/status').map(({ params }) => params)
    expect(posts.map(({ CallStatus, SequenceNumber }) => [CallStatus, SequenceNumber])).toEqual([
      ['initiated', '0'],
      ['ringing', '1'],
      ['in-progress', '2'],
      ['completed', '3'],
    ])
    expect(posts.map(({ Timestamp }) => Timestamp)).toEqual([
      'Mon, 05 Jan 2026 12:00:00 +0000',
      'Mon, 05 Jan 2026 12:00:00 +0000',
      'Mon, 05 Jan 2026 12:00:02 +0000',
      'Mon, 05 Jan 2026 12:00:02 +0000',
    ])
    const { required, enums, properties } = officialWebhook('voiceStatusCallback')
    for (const params of posts) {
      expect(enums.CallStatus).toContain(params.CallStatus)
      expect(required.filter((name) => !(name in params))).toEqual([])
      expect(Object.keys(params).filter((name) => !(name in properties))).toEqual([])
      expect(params.CallDuration === undefined).toBe(params.CallStatus !== 'completed')
    }
  })

  test('reports only its end where no event is named', async () => {
    await create({ StatusCallback: url('/status'), To: magicNumbers.call.busy })
    await pass(60_000)
    expect(scene.receiver.received).toMatchObject([
      { target: '/status', params: { CallStatus: 'busy', SequenceNumber: '0' } },
    ])
  })

  test('reports that it was hung up or cancelled', async () => {
    const sid = await create({ StatusCallback: url('/status'), To: magicNumbers.call.keepsRinging })
    await pass(60_000)
    expect(scene.receiver.received).toEqual([])
    await scene.post(`Calls/${sid}`, { Status: 'canceled' })
    await pass(0)
    expect(scene.receiver.received).toMatchObject([{ params: { CallStatus: 'canceled' } }])
  })

  test('goes to its fallback URL, and to its application', async () => {
    scene.receiver.answer('/answer', 500)
    await create({ FallbackUrl: url('/fallback'), FallbackMethod: 'GET' })
    await pass(2000)
    expect(scene.receiver.at('/fallback')).toMatchObject([{ method: 'GET' }])
    const made = await scene.post('Applications', {
      FriendlyName: 'A',
      VoiceUrl: url('/app'),
      StatusCallback: url('/end'),
    })
    await create({ Url: '', ApplicationSid: String(made.json.sid) })
    await pass(60_000)
    expect([scene.receiver.at('/app').length, scene.receiver.at('/end').length]).toEqual([1, 1])
  })

  test('follows an update to another document', async () => {
    scene.receiver.answer('/answer', laml('<Pause length="60"/>'))
    scene.receiver.answer('/other', laml('<Pause length="7"/>'))
    const sid = await create()
    await pass(2000, 10_000)
    await scene.post(`Calls/${sid}`, { Url: url('/other') })
    await pass(0, 7000)
    expect(scene.receiver.at('/other')[0]?.params).toMatchObject({ CallSid: sid, CallStatus: 'in-progress' })
    expect(await callOf(sid)).toMatchObject({ status: 'completed', duration: 17 })
  })

  test('without a document ends at once', async () => {
    scene.receiver.answer('/answer', 500)
    const sid = await create()
    await pass(2000)
    expect(await callOf(sid)).toMatchObject({ status: 'completed', duration: 0 })
  })

  test('that is hung up while its document is asked stays ended', async () => {
    scene.receiver.answer('/answer', async (response, { params }) => {
      await scene.post(`Calls/${params.CallSid}`, { Status: 'completed' })
      response.setHeader('content-type', 'text/xml').end(laml('<Pause length="60"/>'))
    })
    const sid = await create()
    await pass(3000, 0)
    expect(await callOf(sid)).toMatchObject({ status: 'completed', duration: 1 })
  })

  test('that is recorded has a recording and reports it', async () => {
    scene.receiver.answer('/answer', laml('<Pause length="30"/>'))
    const sid = await create({
      Record: 'true',
      RecordingChannels: 'dual',
      RecordingStatusCallback: url('/recording'),
      RecordingStatusCallbackEvent: 'in-progress completed',
      StatusCallback: url('/status'),
    })
    await pass(2000, 30_000)
    const [recording] = rowsOf(await scene.get('Recordings'), 'recordings')
    expect(recording).toMatchObject({ call_sid: sid, duration: 30, channels: '2', source: 'OutBoundApi' })
    expect(scene.receiver.at('/recording').map(({ params }) => [params.RecordingStatus, params.RecordingSid])).toEqual([
      ['in-progress', recording?.sid],
      ['completed', recording?.sid],
    ])
    expect(scene.receiver.at('/status')[0]?.params).toMatchObject({
      RecordingSid: recording?.sid,
      RecordingDuration: '30',
    })
  })

  test('whose URL is elsewhere goes its way, and the log says that it was not called', async () => {
    const sid = await create({ Url: 'https://example.com/voice' })
    await pass(61_999)
    expect((await callOf(sid)).status).toBe('in-progress')
    await pass(1)
    expect((await callOf(sid)).status).toBe('completed')
    expect(scene.simulator.posts).toMatchObject([{ url: 'https://example.com/voice', called: false }])
  })
})
