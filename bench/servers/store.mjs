// Fills a ledger with events as the receiver stores them: the first comes over HTTP, the others copy it with SIDs of their own.
import { randomUUID } from 'node:crypto'
import { part } from '../built-package.mjs'
import { callParams, connection, hookInput, hookModule, publicUrl, signingKey } from '../webhook-posts.mjs'

const { entry, path, events } = JSON.parse(process.env.BENCH_SERVER)
const { app } = await import(entry)
const { createReceiver, openLedger } = await part(entry, 'src/receiver.js')
const { hookUrl, newHookId, newStepKey, toHookRecord } = await part(entry, 'webhooks/index.js')
const { signPost } = await part(entry, 'src/testing.js')

const ledger = await openLedger({ path })
const id = newHookId()
const hook = { id, module: hookModule, name: 'Reception', connection, input: hookInput, stepKey: newStepKey() }
await ledger.hooks.put(toHookRecord(hook))
const receiver = createReceiver({
  ledger,
  modules: app.modules,
  publicUrl,
  connections: { [connection]: { signingKeys: [signingKey] } },
})
const listening = await receiver.listen({ port: 0 })
const url = hookUrl(publicUrl, id, 'call')
const sid = randomUUID()
const { headers, body } = signPost({ key: signingKey, url, params: callParams(sid) })
const reply = await fetch(`${listening.url}${new URL(url).pathname}`, { method: 'POST', headers, body })
if (reply.status !== 200) throw new Error(`The first event was refused with status ${reply.status}.`)
await listening.close()

const [{ row }] = await ledger.events.list()
const first = await ledger.events.show(row)
const event = { connection: first.connection, hook: first.hook, type: first.type, reply: first.reply }
const group = 10_000
for (let stored = 1; stored < events; stored += group) {
  const copies = Array.from({ length: Math.min(group, events - stored) }, () => {
    const own = randomUUID()
    return { ...event, key: first.key.replace(sid, own), body: first.body.replaceAll(sid, own) }
  })
  await ledger.append(copies)
}
const stats = await ledger.stats()
await ledger.close()
if (stats.events !== events) throw new Error(`${stats.events} events are stored instead of ${events}.`)
process.send({ url, bodyBytes: Buffer.byteLength(first.body) })
process.disconnect()
