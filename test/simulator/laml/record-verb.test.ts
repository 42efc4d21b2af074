import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { simulatorNumbers } from '../../../src/simulator/index.js'
import { officialWebhook } from '../../official/official.js'
import { rowsOf } from '../space-client.js'
import { laml, type Scene, startScene } from '../webhook-receiver.js'

let scene: Scene
beforeEach(async () => {
  scene = await startScene()
  await scene.configure({ call_handler: 'laml_webhooks', call_request_url: '/call' })
})
afterEach(() => scene.end())

const reply = (...verbs: string[]) => scene.receiver.answer('/call', laml(...verbs))
const ring = (options: Partial<Parameters<Scene['simulator']['ring']>[0]> = {}) =>
  scene.simulator.ring({ to: simulatorNumbers.main, ...options })

const targets = () => scene.receiver.received.map(({ target }) => target)

describe('Record', () => {
  test('asks its action, reports the recording, and greets once', async () => {
    reply(
      '<Say>Leave a message.</Say>',
      '<Record action="/recorded" recordingStatusCallback="/recording" maxLength="30"/>',
    )
    scene.receiver.answer('/recorded', laml('<Say>Thank you.</Say>'))
    const { heard, call } = await ring({ voicemailSeconds: 12 })
    expect(targets()).toEqual(['/call', '/recorded', '/recording'])
    expect(heard).toEqual(['Leave a message.', '[tone]', 'Thank you.'])
    const [recording] = rowsOf(await scene.get('Recordings', { CallSid: String(call.sid) }), 'recordings')
    expect(recording).toMatchObject({ call_sid: call.sid, duration: 12, source: 'RecordVerb', status: 'completed' })
    const [action] = scene.receiver.at('/recorded')
    expect(action?.params).toMatchObject({
      CallSid: call.sid,
      CallStatus: 'in-progress',
      Direction: 'inbound',
      RecordingSid: recording?.sid,
      RecordingDuration: '12',
      RecordingUrl: `https://example.signalwire.com${recording?.uri}`,
    })
    const [status] = scene.receiver.at('/recording')
    const { properties, required, enums } = officialWebhook('recordingStatusCallback')
    expect(required.filter((name) => status?.params[name] === undefined)).toEqual([])
    expect(Object.keys(status?.params ?? {}).filter((name) => !(name in properties))).toEqual([])
    expect(enums.RecordingStatus).toContain(status?.params.RecordingStatus)
    expect(status?.params).toMatchObject({
      RecordingSid: recording?.sid,
      RecordingStatus: 'completed',
      RecordingDuration: '12',
    })
  })

  test('without an action asks the same document again, so that it greets twice', async () => {
    reply('<Say>Leave a message.</Say>', '<Record/>')
    const { heard } = await ring()
    expect(targets()).toEqual(['/call', '/call'])
    expect(scene.receiver.received.map(({ params }) => params.RecordingDuration)).toEqual([undefined, '10'])
    expect(heard).toEqual(['Leave a message.', '[tone]', 'Leave a message.', '[tone]'])
    expect(rowsOf(await scene.get('Recordings'), 'recordings')).toHaveLength(1)
  })

  test('of silence keeps nothing, says so where that was asked, and still asks its action', async () => {
    reply(
      '<Record action="/recorded" recordingStatusCallback="/recording" recordingStatusCallbackEvent="in-progress completed absent"/>',
    )
    await ring({ voicemailSeconds: 0 })
    expect(scene.receiver.at('/recorded')[0]?.params).toMatchObject({ RecordingDuration: '0' })
    expect(scene.receiver.at('/recorded')[0]?.params.RecordingUrl).toBeUndefined()
    expect(scene.receiver.at('/recording').map(({ params }) => params.RecordingStatus)).toEqual([
      'in-progress',
      'absent',
    ])
    expect(rowsOf(await scene.get('Recordings'), 'recordings')).toEqual([])
  })

  test('is no longer than its limit', async () => {
    reply('<Record action="/recorded" maxLength="5"/>')
    await ring({ voicemailSeconds: 60 })
    expect(scene.receiver.at('/recorded')[0]?.params.RecordingDuration).toBe('5')
  })

  test('can be transcribed', async () => {
    reply('<Record action="/recorded" transcribe="true" transcribeCallback="/text"/>')
    await ring()
    const { required } = officialWebhook('transcriptionStatusCallback')
    expect(Object.keys(scene.receiver.at('/text')[0]?.params ?? {}).sort()).toEqual([...required].sort())
  })
})
