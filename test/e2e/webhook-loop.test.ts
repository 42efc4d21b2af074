import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'
import { expect, it } from 'vitest'
import { simulatorNumbers } from '../../src/simulator/index.js'
import { freePorts, runListen } from '../harness/running-listen.js'
import { useDesk } from '../harness/shell.js'

const desk = useDesk()
const environment = () => ({ ...desk.env, SIGNALWIRE_SIGNING_KEY: desk.simulator.credentials.signingKeys[0] })

/** Adds a hook and points the main number at it, with the commands that an operator types. */
async function attached(port: number, words: readonly string[]): Promise<string> {
  const env = environment()
  const publicUrl = `http://127.0.0.1:${port}`
  const added = await desk.run(['hooks', 'add', ...words, '--public-url', publicUrl, '--json'], { env })
  expect(added.code, added.stderr + added.stdout).toBe(0)
  const { id } = added.json() as { id: string }
  const { code, stderr, stdout } = await desk.run(['hooks', 'attach', id, '--number', simulatorNumbers.main, '--yes'], {
    env,
  })
  expect(code, stderr + stdout).toBe(0)
  return id
}

const to = simulatorNumbers.main

it('a text and a call come in twice each, are answered, and start their scenarios once', async () => {
  const port = await freePorts()
  await attached(port, ['watchNewMessages', '--webhook-name', 'Orders', '--reply', 'text', '--text', 'Thank you.'])
  await attached(port, [
    'watchNewCalls',
    '--webhook-name',
    'Voicemail',
    '--reply',
    'voicemail',
    '--greeting',
    'Leave a message.',
    '--also',
    'recording',
  ])
  const listening = await runListen(['--port', String(port)], environment())
  expect(listening.notes).toContain(`http://127.0.0.1:${port}`)

  const text = await desk.simulator.text({ to, body: "Where's my order?", repeat: true })
  expect(text.problem).toBeUndefined()
  expect(text.replies).toMatchObject([{ body: 'Thank you.' }])
  await listening.linesAre(1)

  const call = await desk.simulator.ring({ to, voicemailSeconds: 7, repeat: true })
  expect(call.problem).toBeUndefined()
  expect(call.heard.filter((one) => one === 'Leave a message.')).toHaveLength(1)
  expect(call.verbs.map(({ verb }) => verb)).toEqual(['Say', 'Record', 'Hangup'])
  await listening.linesAre(3)

  // One that was not signed by SignalWire starts nothing; the honest one after it shows that it would have.
  const forged = await desk.simulator.text({ to, body: 'Forged', signature: 'wrongKey' })
  expect(forged.replies).toEqual([])
  await desk.simulator.text({ to, body: 'Honest' })
  await listening.linesAre(4)

  expect(listening.lines).toMatchObject([
    { MessageSid: text.message.sid, Body: "Where's my order?" },
    { CallSid: call.call.sid, CallStatus: 'ringing' },
    { CallSid: call.call.sid, RecordingStatus: 'completed' },
    { Body: 'Honest' },
  ])
  expect(listening.notes).toContain('"reason":"mismatch"')
  const ended = await listening.end()
  expect(ended.code).toBe(0)
  expect(ended.stdout.trim().split('\n')).toHaveLength(4)
  expect(ended.stdout + ended.stderr).not.toContain(desk.simulator.credentials.signingKeys[0])
})

it('what comes while nobody delivers is delivered by the next one, to a URL, signed', async () => {
  const port = await freePorts()
  await attached(port, ['watchNewMessages', '--webhook-name', 'Orders', '--reply', 'nothing'])
  const posts: { readonly headers: IncomingMessage['headers']; readonly body: string }[] = []
  let arrived = (): void => undefined
  const scenario = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    posts.push({ headers: request.headers, body: Buffer.concat(chunks).toString('utf8') })
    response.writeHead(posts.length === 1 ? 200 : 202).end()
    arrived()
  }).listen(0, '127.0.0.1')
  await once(scenario, 'listening')
  const url = `http://127.0.0.1:${(scenario.address() as AddressInfo).port}/scenario`
  const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
  const env = { ...environment(), SIGNALWIRE_CONNECTOR_FORWARD_SECRET: secret }
  const words = ['--port', String(port), '--forward-to', url]

  const first = await runListen(words, env)
  const { message } = await desk.simulator.text({ to, body: 'One' })
  while (posts.length < 1)
    await new Promise<void>((resolve) => {
      arrived = resolve
    })
  expect((await first.end()).code).toBe(0)
  expect(JSON.parse(posts[0]?.body ?? '')).toMatchObject({ MessageSid: message.sid, Body: 'One' })
  expect(() =>
    new Webhook(secret).verify(posts[0]?.body ?? '', posts[0]?.headers as Record<string, string>),
  ).not.toThrow()

  const second = await runListen(words, env)
  await desk.simulator.text({ to, body: 'Two' })
  while (posts.length < 2)
    await new Promise<void>((resolve) => {
      arrived = resolve
    })
  await second.end()
  // The first one was acknowledged and does not come again.
  expect(posts.map(({ body }) => (JSON.parse(body) as { Body: string }).Body)).toEqual(['One', 'Two'])
  const closed = once(scenario, 'close')
  scenario.close()
  scenario.closeAllConnections()
  await closed
})
