import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { simulatorIds, simulatorNumbers } from '../../src/simulator/index.js'
import { officialWebhook } from '../official/official.js'
import { rowsOf } from './space-client.js'
import { laml, type Scene, startScene } from './webhook-receiver.js'

const TO = simulatorNumbers.main

let scene: Scene
beforeEach(async () => {
  scene = await startScene()
  await scene.configure({ call_handler: 'laml_webhooks', call_request_url: '/call' })
})
afterEach(() => scene.end())

const targets = () => scene.receiver.received.map(({ target }) => target)
const reply = (...verbs: string[]) => scene.receiver.answer('/call', laml(...verbs))
const ring = (options: Partial<Parameters<Scene['simulator']['ring']>[0]> = {}) =>
  scene.simulator.ring({ to: TO, ...options })

describe('a call that comes in', () => {
  test('asks the number’s webhook with the documented parameters, and is in the list', async () => {
    const { call } = await ring({ from: '+12025550142' })
    expect(scene.receiver.received).toMatchObject([{ method: 'POST', target: '/call' }])
    expect(scene.receiver.received[0]?.params).toEqual({
      AccountSid: scene.simulator.credentials.projectId,
      ApiVersion: '2010-04-01',
      CallSid: call.sid,
      CallStatus: 'ringing',
      Direction: 'inbound',
      From: '+12025550142',
      To: TO,
    })
    expect(rowsOf(await scene.get('Calls'), 'calls')).toEqual([call])
    expect(call).toMatchObject({
      direction: 'inbound',
      status: 'completed',
      duration: 0,
      phone_number_sid: simulatorIds.mainNumber,
    })
  })

  test('hears what the verbs say, in order, and lasts as long', async () => {
    reply(
      '<Say>Hello there</Say>',
      '<Pause length="3"/>',
      '<Play>https://example.com/a.mp3</Play>',
      '<Hangup/>',
      '<Say>no</Say>',
    )
    const { heard, verbs, call } = await ring()
    expect(heard).toEqual(['Hello there', '[silence for 3 s]', '[audio https://example.com/a.mp3]'])
    expect(verbs.map(({ verb }) => verb)).toEqual(['Say', 'Pause', 'Play', 'Hangup'])
    expect(call.duration).toBe(9)
  })

  test.each([
    ['<Reject/>', 'no-answer', '[this number is not in service]'],
    ['<Reject reason="busy"/>', 'busy', '[busy tone]'],
    ['<Say>Hi</Say><Reject/>', 'completed', '[this number is not in service]'],
  ])('that meets %s ends %s', async (verb, status, sound) => {
    reply(verb)
    const { call, heard } = await ring()
    expect([call.status, heard.at(-1)]).toEqual([status, sound])
    expect(call.start_time === null).toBe(status !== 'completed')
  })

  test('goes where the application says, with its fallback', async () => {
    const { origin } = scene.receiver
    const made = await scene.post('Applications', {
      FriendlyName: 'Desk',
      VoiceUrl: `${origin}/app`,
      VoiceMethod: 'GET',
      VoiceFallbackUrl: `${origin}/app-fallback`,
    })
    await scene.post(`IncomingPhoneNumbers/${simulatorIds.mainNumber}`, { VoiceApplicationSid: String(made.json.sid) })
    scene.receiver.answer('/app', 500)
    await ring()
    expect(scene.receiver.received.map(({ method, target }) => [method, target.split('?')[0]])).toEqual([
      ['GET', '/app'],
      ['POST', '/app-fallback'],
    ])
  })

  test('goes where the LaML API has set it', async () => {
    await scene.post(`IncomingPhoneNumbers/${simulatorIds.supportNumber}`, { VoiceUrl: `${scene.receiver.origin}/set` })
    await ring({ to: simulatorNumbers.support })
    expect(targets()).toEqual(['/set'])
  })

  test.each([
    [simulatorNumbers.agent, 'ai_agent'],
    [simulatorNumbers.support, 'no webhook URL'],
    [simulatorNumbers.voiceOnly, 'nobody'],
  ])('to %s asks nobody, and the report says why', async (to, why) => {
    const { attempts, problem, call } = await ring({ to })
    expect([attempts, problem, call.status]).toEqual([[], expect.stringContaining(why), 'failed'])
  })

  test('is reported to the number’s status callback at its end, without a direction', async () => {
    await scene.configure({ call_status_callback_url: '/status' })
    reply('<Say>Hello</Say>')
    const { call } = await ring()
    const [post] = scene.receiver.at('/status')
    const { required, enums } = officialWebhook('incomingCallStatusCallback')
    expect(Object.keys(post?.params ?? {}).sort()).toEqual([...required].sort())
    expect(enums.CallStatus).toContain(post?.params.CallStatus)
    expect(post?.params).toMatchObject({ CallSid: call.sid, CallStatus: 'completed', CallDuration: '1' })
  })

  test('that was not taken is reported as failed', async () => {
    await scene.configure({ call_status_callback_url: '/status' })
    reply('<Reject/>')
    await ring()
    expect(scene.receiver.at('/status')[0]?.params.CallStatus).toBe('failed')
  })

  test('can be ended by the API while a step of it is asked', async () => {
    reply('<Pause length="9"/>', '<Redirect>/step</Redirect>')
    scene.receiver.answer('/step', async (response, { params }) => {
      await scene.post(`Calls/${params.CallSid}`, { Status: 'completed' })
      response.setHeader('content-type', 'text/xml').end(laml('<Say>Too late</Say>'))
    })
    const { heard, call } = await ring()
    expect(heard).toEqual(['[silence for 9 s]'])
    expect(call).toMatchObject({ status: 'completed', duration: 0 })
  })
})

describe('ring refuses', () => {
  test.each<[Record<string, unknown>, string]>([
    [{ to: '+12025550199' }, 'does not own'],
    [{ to: simulatorNumbers.fax }, 'receives faxes'],
    [{ from: 'Bob' }, 'from must be'],
    [{ voicemailSeconds: -1 }, 'voicemailSeconds'],
    [{ digits: ['x'] }, 'digits'],
    [{ signature: 'odd' }, 'signature must be one of'],
    [{ colour: 'red' }, 'no field colour'],
  ])('%j', async (options, words) => {
    await expect(ring(options)).rejects.toThrow(words)
    expect(scene.receiver.received).toEqual([])
  })
})
