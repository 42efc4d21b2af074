import { Agent, request } from 'node:http'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, it } from 'vitest'
import { type RandomPost, RandomPosts, randomFrom } from './receiver/random-posts.js'
import { openRaw } from './receiver/raw-connection.js'
import { startScene } from './receiver/scene.js'

const requests = Number(process.env.FUZZ_REQUESTS ?? 2000)
const seed = Number(process.env.FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 31))
const atOnce = 20
/** What a few thousand events in the index and in SQLite's cache may take. */
const mostGrowth = 24 * 1024 * 1024

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

function heapInUse(): number {
  for (let count = 0; count < 3; count++) collectGarbage()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

/** The status of the answer; undefined where the connection broke, as it may where a body was refused unread. */
function statusOf(port: number, agent: Agent, { sent }: RandomPost): Promise<number | undefined> {
  return new Promise((resolve) => {
    const { method, target, headers, body } = sent
    const length = Buffer.byteLength(body)
    const outgoing = request(
      {
        host: '127.0.0.1',
        port,
        path: target,
        method,
        agent,
        headers: { ...(length > 0 && { 'content-length': String(length) }), ...headers },
      },
      (incoming) => {
        incoming.resume()
        incoming.on('end', () => resolve(incoming.statusCode))
        incoming.on('error', () => resolve(undefined))
      },
    )
    outgoing.on('error', () => resolve(undefined))
    outgoing.end(body)
  })
}

it(`${requests} random requests end without a crash, a 500, a leak or growth of memory (seed ${seed})`, {
  timeout: 60_000 + requests * 20,
}, async () => {
  const scene = await startScene()
  const hooks = [
    await scene.hook(),
    await scene.hook({ input: { webhookName: 'Voicemail', reply: 'voicemail', greeting: 'Hi', also: ['callStatus'] } }),
    await scene.hook({ module: 'watchNewMessages', input: { webhookName: 'Orders', reply: 'text', text: 'Thanks' } }),
  ]
  const posts = new RandomPosts(seed, hooks)
  const random = randomFrom(seed)
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce })
  const counts = new Map<number | undefined, number>()
  const wrong: string[] = []
  let left = requests
  let heapBefore = 0
  const answered = (status: number | undefined) => counts.set(status, (counts.get(status) ?? 0) + 1)

  const one = async (): Promise<void> => {
    if (random() < 0.02) {
      const { socket, said } = openRaw(scene.port)
      socket.end(Buffer.from(Array.from({ length: 200 }, () => Math.floor(random() * 256))))
      const { statuses } = await said
      for (const status of statuses) answered(status)
      if (statuses.some((status) => status !== 400)) wrong.push(`random bytes: ${statuses}`)
      return
    }
    const post = posts.next()
    const status = await statusOf(scene.port, agent, post)
    answered(status)
    const taken = status === 200 || status === 204
    const allowed = [200, 204, 400, 403, 404, 405, 413, 415, undefined]
    if (
      !allowed.includes(status) ||
      (post.expected === 'taken' && !taken) ||
      (post.expected === 'refused' && taken) ||
      (status === undefined && post.how !== 'a long body')
    )
      wrong.push(`${post.how}: ${status} ${JSON.stringify(post.sent).slice(0, 300)}`)
  }
  const worker = async (until: number): Promise<void> => {
    while (left > until) {
      left -= 1
      await one()
    }
  }
  // What the first requests leave behind, such as compiled code and caches, is no growth.
  for (const until of [Math.floor(requests * 0.7), 0]) {
    await Promise.all(Array.from({ length: atOnce }, () => worker(until)))
    if (until > 0) heapBefore = heapInUse()
  }
  const growth = heapInUse() - heapBefore
  agent.destroy()
  const said = [...counts].map(([status, count]) => `${status ?? 'broken'} ${count}`).join(', ')
  console.log(`requests ${requests}, seed ${seed}, ${said}, growth ${Math.round(growth / 1024)} kB`)
  expect(wrong).toEqual([])
  expect(counts.get(200)).toBeGreaterThan(requests / 20)
  expect(counts.get(403)).toBeGreaterThan(requests / 20)
  expect(growth).toBeLessThan(mostGrowth)
  // Whatever was taken is stored, and nothing is under way any more.
  const { events, repeated } = await scene.ledger.stats()
  expect(events + repeated).toBe((counts.get(200) ?? 0) + (counts.get(204) ?? 0))
  await scene.receiver.close()
  expect(scene.log.filter(({ level }) => level === 'error')).toEqual([])
  expect(scene.log.filter(({ reason }) => reason === 'notDrained')).toEqual([])
  await scene.end()
})
