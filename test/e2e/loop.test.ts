import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { afterAll, expect, it } from 'vitest'
import { simulatorNumbers } from '../../src/simulator/index.js'
import { freePorts, runListen } from '../harness/running-listen.js'
import { typed } from '../harness/shell.js'

const home = mkdtempSync(join(tmpdir(), 'signalwire-connector-'))
afterAll(() => rmSync(home, { recursive: true }))
const to = simulatorNumbers.main

/** Runs `simulator` until `end`, with what it printed as an environment to type further commands in. */
async function simulatorCommand(): Promise<{ env: Readonly<Record<string, string>>; end(): Promise<unknown> }> {
  const ctrlC = new AbortController()
  let ready = (_printed: string): void => undefined
  const printed = new Promise<string>((resolve) => {
    ready = resolve
  })
  const stdout = new Writable({
    write(chunk, _encoding, done) {
      ready(String(chunk))
      done()
    },
  })
  const running = typed(['simulator', '--port', '0'], { stdout, signal: ctrlC.signal })
  const lines = [...(await printed).matchAll(/export (\w+)=(\S+)/g)]
  return {
    env: Object.fromEntries(lines.map(([, name = '', value = '']) => [name, value])),
    end: () => {
      ctrlC.abort(new Error('Interrupted'))
      return running
    },
  }
}

it('goes round with nothing but the commands that a person types', async () => {
  const simulator = await simulatorCommand()
  const env = { ...simulator.env, SIGNALWIRE_CONNECTOR_HOME: home }
  const type = async (...words: readonly string[]) => {
    const ran = await typed(words, { env })
    expect(ran.code, ran.stdout + ran.stderr).toBe(0)
    return ran
  }
  const port = await freePorts()
  const publicUrl = `http://127.0.0.1:${port}`
  const reply = ['--reply', 'text', '--text', 'Thank you.', '--public-url', publicUrl]
  await type('hooks', 'add', 'watchNewMessages', '--webhook-name', 'Orders', ...reply)
  const say = ['--reply', 'say', '--say', 'Please hold the line.', '--public-url', publicUrl]
  await type('hooks', 'add', 'watchNewCalls', '--webhook-name', 'Reception', ...say)
  for (const name of ['Orders', 'Reception']) await type('hooks', 'attach', name, '--number', to, '--yes')
  const listening = await runListen(['--port', String(port)], env)

  const text = await type('simulator', 'text', '--to', to, '--body', 'One table, please', '--repeat')
  expect(text.stdout).toContain('Sent back:\n  to +12025550150: Thank you.')
  const call = await type('simulator', 'ring', '--to', to, '--repeat')
  expect(call.stdout).toContain('The caller heard:\n  Please hold the line.')
  await listening.linesAre(2)

  const forged = await typed(['simulator', 'text', '--to', to, '--body', 'Forged', '--signature', 'wrongKey'], { env })
  expect(forged.code).toBe(1)
  expect(forged.stdout).toContain('-> 403 after')
  // The control: what is signed as it should be comes through, and after it nothing else is on its way.
  await type('simulator', 'text', '--to', to, '--body', 'Honest')
  await listening.linesAre(3)
  expect(listening.lines).toHaveLength(3)
  expect(listening.printed).not.toContain('Forged')

  const events = (await type('events', 'list', '--json')).json() as readonly { type: string; deliveries: unknown }[]
  expect(events.map((event) => event.type)).toEqual(['incomingMessage', 'incomingCall', 'incomingMessage'])
  expect(JSON.stringify(events).match(/"delivered"/g)).toHaveLength(3)

  for (const name of ['Orders', 'Reception']) await type('hooks', 'detach', name)
  expect((await listening.end()).code).toBe(0)
  const after = await typed(['simulator', 'text', '--to', to], { env })
  expect(after.stdout).toContain('No webhook was called.')
  await simulator.end()
})
