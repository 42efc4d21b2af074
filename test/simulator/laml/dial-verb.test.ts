import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { magicNumbers, simulatorNumbers } from '../../../src/simulator/index.js'
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

describe('Dial', () => {
  test.each([
    ['<Number>+12025550142</Number>', 'completed', '30'],
    ['+12025550142', 'completed', '30'],
    [`<Number>${magicNumbers.call.busy}</Number>`, 'busy', '0'],
    [magicNumbers.call.noAnswer, 'no-answer', '0'],
    [magicNumbers.call.failed, 'failed', '0'],
    [`<Number>${magicNumbers.call.busy}</Number><Number>+12025550142</Number>`, 'completed', '30'],
    ['<Sip>sip:desk@example.com</Sip>', 'completed', '30'],
    ['<Conference>Room</Conference>', 'answered', '30'],
  ])('%s tells its action %s', async (target, status, seconds) => {
    reply(`<Dial action="/dialled">${target}</Dial>`)
    const { call } = await ring()
    const [post] = scene.receiver.at('/dialled')
    expect(post?.params).toMatchObject({ CallSid: call.sid, DialCallStatus: status, DialCallDuration: seconds })
    const [child] = rowsOf(await scene.get('Calls', { ParentCallSid: String(call.sid) }), 'calls')
    expect(child).toMatchObject({ sid: post?.params.DialCallSid, direction: 'outbound', duration: Number(seconds) })
  })

  test('without an action goes on with the next verb', async () => {
    reply(`<Dial timeout="20">${magicNumbers.call.noAnswer}</Dial>`, '<Say>Nobody is there.</Say>')
    const { heard, call } = await ring()
    expect(heard).toEqual(['[ringing]', '[no-answer]', 'Nobody is there.'])
    expect(call.duration).toBe(22)
  })

  test('with record keeps and reports both sides', async () => {
    reply(
      '<Dial action="/dialled" record="record-from-answer-dual" recordingStatusCallback="/recording">+12025550142</Dial>',
    )
    await ring()
    expect(scene.receiver.at('/recording')[0]?.params).toMatchObject({
      RecordingSource: 'DialVerb',
      RecordingChannels: '2',
    })
    expect(scene.receiver.at('/dialled')[0]?.params.RecordingUrl).toContain('/Recordings/')
  })

  test.each([
    ['<Dial>5551234</Dial>', 13223],
    ['<Dial/>', 13223],
    ['<Dial><Sip>desk</Sip></Dial>', 13243],
    ['<Dial><Conference>A</Conference><Number>+12025550142</Number></Dial>', 13000],
    ['<Play/>', 21455],
  ])('%s cannot be done (%i), and the document goes on', async (verb, code) => {
    reply(verb, '<Say>Next</Say>')
    const { verbs, heard } = await ring()
    expect([verbs[0]?.error?.code, heard]).toEqual([code, ['Next']])
  })
})
