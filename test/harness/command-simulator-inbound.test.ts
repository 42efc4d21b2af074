import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { simulatorIds, simulatorNumbers } from '../../src/simulator/index.js'
import { laml, type Receiver, startReceiver } from '../simulator/webhook-receiver.js'
import { typed, useDesk } from './shell.js'

const desk = useDesk()
const { main, fax } = simulatorNumbers
let receiver: Receiver

beforeEach(async () => {
  receiver = await startReceiver()
  const set = async (id: string, changes: Readonly<Record<string, string>>) => {
    const body = JSON.stringify(changes)
    const asked = ['run', 'makeApiCall', '--url', `/api/relay/rest/phone_numbers/${id}`, '--method', 'PUT']
    expect((await desk.run([...asked, '--body', body])).code).toBe(0)
  }
  await set(simulatorIds.mainNumber, {
    call_handler: 'laml_webhooks',
    call_request_url: `${receiver.origin}/call`,
    message_handler: 'laml_webhooks',
    message_request_url: `${receiver.origin}/message`,
  })
  await set(simulatorIds.faxNumber, { call_handler: 'laml_webhooks', call_request_url: `${receiver.origin}/fax` })
})
afterEach(() => receiver.close())

describe('simulator ring', () => {
  it('shows the posts and what the caller heard', async () => {
    receiver.answer('/call', laml('<Say>Please hold the line.</Say>'))
    const { code, stdout } = await desk.run(['simulator', 'ring', '--to', main, '--from', '+12025550142'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^The call \S+ from \+12025550142 to \+12025550100 is completed, after \d+ seconds\.$/m)
    expect(stdout).toContain(`call: POST ${receiver.origin}/call -> 200 after`)
    expect(stdout).toContain('The caller heard:\n  Please hold the line.')
  })

  it('leaves a voicemail as long as it is told, and presses keys', async () => {
    receiver.answer('/call', laml(`<Gather action="${receiver.origin}/keys"/>`))
    receiver.answer('/keys', laml(`<Record action="${receiver.origin}/recorded"/>`))
    const words = ['simulator', 'ring', '--to', main, '--digits', '42', '--voicemail-seconds', '7']
    expect((await desk.run(words)).code).toBe(0)
    expect(receiver.at('/keys')[0]?.params.Digits).toBe('42')
    expect(receiver.at('/recorded')[0]?.params.RecordingDuration).toBe('7')
  })

  it('ends with 1 and the reason where the webhook fails', async () => {
    receiver.answer('/call', 500)
    const { code, stdout } = await desk.run(['simulator', 'ring', '--to', main])
    expect(code).toBe(1)
    expect(stdout).toContain('-> 500 after')
    expect(stdout).toContain('It did not go as it should have: It was answered with the status 500. (error 11217)')
  })
})

describe('simulator text', () => {
  it('shows what was sent back, and sends every post twice where it is asked to', async () => {
    receiver.answer('/message', laml('<Message>Thank you</Message>'))
    const media = ['--media-url', 'https://example.com/a.jpg', '--media-url', 'https://example.com/b.jpg']
    const words = ['simulator', 'text', '--to', main, '--body', 'Hello', ...media]
    const { code, stdout } = await desk.run([...words, '--repeat'])
    expect(code).toBe(0)
    expect(stdout).toContain('(the same again)')
    expect(stdout).toContain('Sent back:\n  to +12025550150: Thank you')
    expect(receiver.at('/message').map(({ params }) => [params.Body, params.NumMedia])).toEqual([
      ['Hello', '2'],
      ['Hello', '2'],
    ])
    await desk.run(words)
    expect(receiver.at('/message')).toHaveLength(3)
  })

  it.each([
    ['right', true],
    ['wrongKey', true],
    ['none', false],
  ])('signs as it is told: %s', async (signature, signed) => {
    await desk.run(['simulator', 'text', '--to', main, '--signature', signature])
    const [post] = receiver.at('/message')
    expect(typeof post?.headers['x-signalwire-signature'] === 'string').toBe(signed)
  })

  it('signs with the wrong key only where it is told', async () => {
    const signatureOf = async (signature: string): Promise<unknown> => {
      const ran = await desk.run(['simulator', 'text', '--to', main, '--signature', signature, '--json'])
      expect(ran.json()).toMatchObject({ attempts: [{ called: true, status: 200 }], replies: [] })
      return receiver.at('/message').at(-1)?.headers['x-signalwire-signature']
    }
    expect(await signatureOf('right')).not.toBe(await signatureOf('wrongKey'))
  })

  it('never lets a text from elsewhere write to the terminal', async () => {
    receiver.answer('/message', laml('<Message>red &#x202e;alert\u009b31m</Message>'))
    const { stdout } = await desk.run(['simulator', 'text', '--to', main])
    expect(stdout).toContain('alert')
    expect(stdout).not.toMatch(/[\u202e\u009b]/)
  })
})

describe('simulator fax', () => {
  it('says that the fax was received, and with how many pages it is reported', async () => {
    receiver.answer('/fax', laml(`<Receive action="${receiver.origin}/received"/>`))
    const { code, stdout } = await desk.run(['simulator', 'fax', '--to', fax, '--pages', '3'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^The fax \S+ from \+12025550150 to \+12025550102 is received\.$/m)
    expect(receiver.at('/received')[0]?.params.NumPages).toBe('3')
  })
})

describe('each of them', () => {
  it('is found at the URL of the flag, before that of the environment', async () => {
    const words = ['simulator', 'text', '--to', main, '--api-url', desk.simulator.url]
    expect((await typed(words, { env: { SIGNALWIRE_API_URL: receiver.origin } })).code).toBe(0)
  })

  it('says that nothing runs there', async () => {
    await receiver.close()
    const { code, stderr } = await typed(['simulator', 'ring', '--to', main, '--api-url', receiver.origin])
    expect(code).toBe(1)
    expect(stderr).toContain(`There is no simulator at ${receiver.origin}`)
    expect(stderr).toContain('signalwire-connector simulator')
    receiver = await startReceiver()
  })

  it('says that something else runs there', async () => {
    const { code, stderr } = await typed(['simulator', 'ring', '--to', main, '--api-url', receiver.origin])
    expect(code).toBe(1)
    expect(stderr).toContain('There is no simulator')
  })

  it.each([
    [['ring', '--to', '+12025550199'], 1, 'does not own +12025550199'],
    [['ring', '--to', fax], 1, 'receives faxes'],
    [['fax', '--to', main], 1, 'receives voice calls'],
    [['ring'], 2, '--to'],
    [['text', '--to', main, '--signature', 'left'], 2, 'right, none, wrongKey'],
    [['ring', '--to', main, '--voicemail-seconds', 'long'], 2, '--voicemail-seconds'],
    [['ring', '--to', main, '--api-url', 'https://example.com'], 2, 'is not on this computer'],
    [['ring', '--to', main, '--body', 'Hello'], 2, '--body'],
  ])('refuses %j', async (words, exitCode, says) => {
    const { code, stderr } = await desk.run(['simulator', ...words])
    expect(code).toBe(exitCode)
    expect(stderr).toContain(says)
  })
})
