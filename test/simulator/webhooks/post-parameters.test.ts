import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { watchNewCalls } from '../../../modules/calls/watch-new-calls.js'
import { renderLaml } from '../../../src/core/laml.js'
import { simulatorIds, simulatorNumbers } from '../../../src/simulator/index.js'
import { classify } from '../../../webhooks/classify.js'
import { verifySignature } from '../../../webhooks/signature.js'
import { laml, type ReceivedPost, type Scene, startScene } from '../webhook-receiver.js'

const TO = simulatorNumbers.main

let scene: Scene
beforeEach(async () => {
  scene = await startScene()
  await scene.configure({
    call_handler: 'laml_webhooks',
    call_request_url: '/call',
    call_status_callback_url: '/status',
    message_handler: 'laml_webhooks',
    message_request_url: '/message',
  })
})
afterEach(() => scene.end())

const events = () => scene.receiver.received.map(({ target, params }) => [target, classify(params)])

const verified = ({ method, target, headers, pairs }: ReceivedPost) =>
  verifySignature({
    keys: scene.simulator.credentials.signingKeys,
    urls: [scene.receiver.origin + target],
    method,
    headers,
    rawBody: new URLSearchParams(pairs.map(([name, value]): [string, string] => [name, value])).toString(),
    pairs,
  }).ok

describe('the connector understands the simulator’s posts', () => {
  test('of a caller who leaves a voicemail: one incoming call, one recording, one greeting', async () => {
    const field = watchNewCalls.fields.reply
    const tree = field.options.voicemail.laml
    if (!tree) throw new Error('The voicemail has no reply.')
    const reply = renderLaml(tree, { greeting: 'Leave a message.', maxLength: 60 }, (step) => `/steps/${step}`)
    scene.receiver.answer('/call', reply)
    const { heard } = await scene.simulator.ring({ to: TO })
    expect(heard).toEqual(['Leave a message.', '[tone]'])
    expect(events()).toEqual([
      ['/call', 'incomingCall'],
      ['/steps/recorded', 'callStep'],
      ['/steps/recording', 'recording'],
      ['/status', 'callStatus'],
    ])
    expect(scene.receiver.received.map(verified)).toEqual([true, true, true, true])
  })

  test('of messages', async () => {
    await scene.simulator.text({ to: TO })
    const callback = `${scene.receiver.origin}/sent`
    await scene.post('Messages', { To: '+12025550142', From: TO, Body: 'Hi', StatusCallback: callback })
    await scene.clock.advance(5000)
    await scene.simulator.deliver()
    expect(events()).toEqual([
      ['/message', 'incomingMessage'],
      ['/sent', 'messageStatus'],
      ['/sent', 'messageStatus'],
      ['/sent', 'messageStatus'],
      ['/sent', 'messageStatus'],
    ])
    expect(scene.receiver.received.every(verified)).toBe(true)
  })

  test('of an outgoing call, whose own document is no incoming call', async () => {
    const { origin } = scene.receiver
    await scene.post('Calls', {
      To: '+12025550142',
      From: TO,
      Url: `${origin}/call`,
      StatusCallback: `${origin}/ended`,
      Record: 'true',
      RecordingStatusCallback: `${origin}/recorded`,
    })
    scene.receiver.answer('/call', laml('<Pause length="5"/>'))
    await scene.clock.advance(60_000)
    await scene.simulator.deliver()
    expect(events()).toEqual([
      ['/call', 'callStep'],
      ['/ended', 'callStatus'],
      ['/recorded', 'recording'],
    ])
  })

  test('of a forwarded call and of a fax', async () => {
    scene.receiver.answer('/call', laml('<Dial action="/dialled">+12025550142</Dial>'))
    await scene.simulator.ring({ to: TO })
    const fax = { call_handler: 'laml_webhooks', call_request_url: '/fax' }
    await scene.configure(fax, simulatorIds.faxNumber)
    scene.receiver.answer('/fax', laml('<Receive action="/received"/>'))
    await scene.simulator.fax({ to: simulatorNumbers.fax })
    expect(events()).toEqual([
      ['/call', 'incomingCall'],
      ['/dialled', 'callStep'],
      ['/status', 'callStatus'],
      ['/fax', 'incomingFax'],
      ['/received', 'faxStatus'],
    ])
  })
})
