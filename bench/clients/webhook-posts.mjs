// Starts one server of webhooks, posts to it over keep-alive connections and tells what it took. The server has one core,
// this process another; `clientBusy` tells whether the client was the limit.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { part } from '../built-package.mjs'
import { postBytes } from '../webhook-posts.mjs'
import { asFastAsPossible, atRate, openConnections } from './connections.mjs'

const { task, entry, server } = JSON.parse(process.env.BENCH_TASK)
const { kind, header, warmUp, posts, halfLoadMs } = task
const { signPost } = await part(entry, 'src/testing.js')
const signed = (count) => Array.from({ length: count }, () => postBytes(signPost, server.url, header))

const child = fork(fileURLToPath(new URL('../servers/webhooks.mjs', import.meta.url)), {
  env: { ...process.env, NODE_ENV: 'production', BENCH_SERVER: JSON.stringify({ entry, kind, ...server }) },
})
child.on('exit', (code) => {
  if (code) process.exit(1)
})
const [warming, measuring] = [signed(warmUp), signed(posts)]
const [{ port }] = await once(child, 'message')
const numbers = async () => {
  child.send('numbers')
  const [told] = await once(child, 'message')
  return told
}

const connections = openConnections(port, 50)
await asFastAsPossible(connections, warming)
const before = await numbers()
const cpu = process.cpuUsage()
const start = performance.now()
const perSecond = await asFastAsPossible(connections, measuring)
const ms = performance.now() - start
const { user, system } = process.cpuUsage(cpu)
const after = await numbers()

let half
if (halfLoadMs) {
  const rate = perSecond / 2
  const latencies = await atRate(connections, signed(Math.round((rate * halfLoadMs) / 1000)), rate)
  const at = (share) => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))]
  half = { perSecond: rate, p50: at(0.5), p99: at(0.99), max: latencies.at(-1) }
}

for (const connection of connections) connection.end()
child.send('stop')
await once(child, 'exit')
const stored = after.appended === undefined ? undefined : after.appended - before.appended
process.stdout.write(
  `${JSON.stringify({
    // Of a receiver a post counts once it is stored.
    count: stored ?? posts,
    perSecond,
    peakKb: after.peakKb,
    cpuUs: ((after.cpuMs - before.cpuMs) * 1000) / posts,
    clientBusy: (user + system) / 1000 / ms,
    ...(half && { half }),
    ...(stored !== undefined && {
      rebuildMs: after.rebuildMs,
      stored: after.events,
      eventsPerCommit: stored / (after.commits - before.commits),
    }),
  })}\n`,
)
process.exit()
