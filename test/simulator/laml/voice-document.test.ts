import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { simulatorNumbers } from '../../../src/simulator/index.js'
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

describe('Gather, Redirect, Sms', () => {
  test('Gather sends what was pressed, or goes on without it', async () => {
    reply('<Gather action="/menu" numDigits="1"><Say>Press one.</Say></Gather>', '<Say>Bye</Say>')
    scene.receiver.answer('/menu', laml('<Say>Sales</Say>'))
    expect((await ring({ digits: ['123'] })).heard).toEqual(['Press one.', 'Sales'])
    expect(scene.receiver.at('/menu')[0]?.params.Digits).toBe('1')
    expect((await ring()).heard).toEqual(['Press one.', 'Bye'])
  })

  test('Redirect goes to another document, relative to the first', async () => {
    await scene.configure({ call_request_url: '/a/b/call?x=1' })
    scene.receiver.answer('/a/b/call', laml('<Redirect method="GET">../c?y=2</Redirect>', '<Say>never</Say>'))
    scene.receiver.answer('/a/c', laml('<Say>There</Say>'))
    expect((await ring()).heard).toEqual(['There'])
    expect(scene.receiver.at('/a/c')[0]).toMatchObject({ method: 'GET', params: { y: '2', CallStatus: 'in-progress' } })
  })

  test('Redirect in a circle ends', async () => {
    reply('<Redirect/>')
    const { heard } = await ring()
    expect(scene.receiver.received.length).toBeLessThan(30)
    expect(heard.at(-1)).toContain('hangs up')
  })

  test('a step that fails goes to the number’s fallback URL', async () => {
    await scene.configure({ call_fallback_url: '/fallback' })
    reply('<Redirect>/step</Redirect>')
    scene.receiver.answer('/step', 500)
    scene.receiver.answer('/fallback', laml('<Say>Sorry</Say>'))
    expect((await ring()).heard).toEqual(['Sorry'])
  })

  test('a step without a fallback URL ends the call and says why', async () => {
    reply('<Redirect>/step</Redirect>')
    scene.receiver.answer('/step', 500)
    const { call, problem } = await ring()
    expect([call.status, problem]).toEqual(['completed', expect.stringContaining('11217')])
  })

  test('Sms sends a message to the caller', async () => {
    reply('<Sms>On our way</Sms>')
    const { call } = await ring({ from: '+12025550142' })
    expect(rowsOf(await scene.get('Messages'), 'messages')).toMatchObject([
      { direction: 'outbound-call', to: '+12025550142', from: simulatorNumbers.main, body: 'On our way' },
    ])
    expect(call.status).toBe('completed')
  })

  test('a verb that is documented but not simulated is passed over', async () => {
    reply('<Enqueue>waiting</Enqueue>', '<Say>Next</Say>')
    const { verbs, heard } = await ring()
    expect([verbs[0]?.note, heard]).toEqual([expect.stringContaining('passes over'), ['Next']])
  })
})
