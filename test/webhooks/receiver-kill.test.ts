import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openLedger } from '../../src/ledger/open-ledger.js'
import { type HookDefinition, hookUrl, newHookId, newStepKey, toHookRecord } from '../../webhooks/hook.js'
import { bundleProgram } from './receiver/bundled.js'
import { callParams, exchange, publicUrl, type Reply, sayInput, signed, signingKey } from './receiver/scene.js'

const rounds = Number(process.env.KILL_ROUNDS ?? 5)
const senders = 8

let folder: string
let program: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'receiver-kill-'))
  program = await bundleProgram('kill-program.ts', folder)
}, 60_000)
afterAll(() => rm(folder, { recursive: true, force: true }))

const hook: HookDefinition = {
  id: newHookId(),
  module: 'watchNewCalls',
  name: 'Reception',
  connection: 'main',
  input: sayInput,
  stepKey: newStepKey(),
}
const url = hookUrl(publicUrl, hook.id, 'call')

/** What the world outside knows after all the crashes. */
const posted: string[] = []
const acknowledged = new Map<string, string>()
const given: number[] = []
const done = new Set<number>()
const wrong: string[] = []
let repeated = 0

interface Running {
  readonly port: number
  readonly process: ChildProcess
  readonly ended: Promise<void>
}

async function start(path: string): Promise<Running> {
  const process_ = spawn(process.execPath, [program, path, publicUrl, signingKey, hook.id], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let listening = (_: number) => {}
  const port = new Promise<number>((resolve) => {
    listening = resolve
  })
  const lines = createInterface({ input: process_.stdout })
  lines.on('line', (line) => {
    const [what, value = ''] = line.split(' ', 2)
    const row = Number(value)
    if (what === 'listening') listening(row)
    // The heart of it: a consumer that acknowledged an event never sees it again.
    if (what === 'given') {
      if (done.has(row)) wrong.push(`event ${row} was given again after it was done`)
      given.push(row)
    }
    if (what === 'done') done.add(row)
    if (what === 'log') wrong.push(line)
  })
  const ended = once(lines, 'close').then(() => undefined)
  return { port: await port, process: process_, ended }
}

const params = (sid: string) => ({ ...callParams, CallSid: sid })
const post = (port: number, sid: string): Promise<Reply | undefined> =>
  exchange(port, signed(url, { params: params(sid) })).catch(() => undefined)

/** Posts until the receiver is killed, and kills it in the midst of the load. */
async function postUntilKilled({ port, process: receiver, ended }: Running, round: number): Promise<void> {
  let left = 1 + Math.floor(Math.random() * 400)
  let gone = false
  const sender = async (name: number): Promise<void> => {
    for (let count = 0; !gone; count++) {
      const sid = `round-${round}-${name}-${count}`
      posted.push(sid)
      const reply = await post(port, sid)
      if (reply?.status === 200) acknowledged.set(sid, reply.text)
      left -= 1
      if (left === 0) receiver.kill('SIGKILL')
      if (!reply) gone = true
    }
  }
  await Promise.all([...Array.from({ length: senders }, (_, name) => sender(name)), once(receiver, 'exit'), ended])
}

it(`${rounds} kills under load lose nothing that was acknowledged, and give nothing again that was done`, {
  timeout: 60_000 + rounds * 5000,
}, async () => {
  const path = join(folder, 'ledger.sqlite')
  const before = await openLedger({ path })
  await before.hooks.put(toHookRecord(hook))
  await before.close()

  for (let round = 1; round <= rounds; round++) {
    const running = await start(path)
    // What had no answer is posted again, as SignalWire does at the fallback URL; what had one is answered the same.
    const unanswered = posted.filter((sid) => !acknowledged.has(sid))
    const again = [...[...acknowledged.keys()].slice(-20), ...unanswered.slice(-20)]
    for (const sid of again) {
      const reply = await post(running.port, sid)
      expect(reply?.status).toBe(200)
      if (acknowledged.has(sid)) expect(reply?.text).toBe(acknowledged.get(sid))
      else acknowledged.set(sid, reply?.text ?? '')
      repeated += 1
    }
    await postUntilKilled(running, round)
  }

  // The last one is left alone until everything is delivered.
  const last = await start(path)
  const ledger = await openLedger({ path })
  const backlog = async () => (await ledger.stats()).subscriptions.reduce((sum, one) => sum + one.backlog, 0)
  while ((await backlog()) > 0) await new Promise((resolve) => setImmediate(resolve))
  last.process.kill('SIGKILL')
  await last.ended

  const stored = new Map<string, number>()
  for (let older: number | undefined; ; ) {
    const page = await ledger.events.list({ limit: 1000, ...(older !== undefined && { before: older }) })
    for (const { key, row } of page) {
      expect(stored.has(key), `${key} is stored twice`).toBe(false)
      stored.set(key, row)
    }
    older = page.at(-1)?.row
    if (older === undefined) break
  }
  await ledger.close()
  const totals = {
    rounds,
    posted: posted.length,
    acknowledged: acknowledged.size,
    stored: stored.size,
    repeated,
    delivered: new Set(given).size,
    givenAgain: given.length - new Set(given).size,
  }
  console.log(
    Object.entries(totals)
      .map(([name, count]) => `${name} ${count}`)
      .join(', '),
  )
  expect(wrong).toEqual([])
  expect([...acknowledged.keys()].filter((sid) => !stored.has(sid))).toEqual([])
  expect([...stored.keys()].filter((sid) => !posted.includes(sid))).toEqual([])
  expect(new Set(given)).toEqual(new Set(stored.values()))
  // Only what was at the consumer when the process was killed is given again.
  expect(totals.givenAgain).toBeLessThanOrEqual(rounds)
  expect(totals.acknowledged).toBeGreaterThan(rounds)
})
