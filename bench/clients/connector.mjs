// One measured run of this package, in a process of its own: `node connector.mjs` with the task in BENCH_TASK.
import { subscribe } from 'node:diagnostics_channel'

const { task, entry, server } = JSON.parse(process.env.BENCH_TASK)
const connector = await import(entry)

const open = () =>
  connector.openConnection({
    spaceName: server.credentials.spaceName,
    projectId: server.credentials.projectId,
    authToken: server.credentials.authToken,
    apiUrl: server.url,
  })

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

/** Counts replies as their headers come in, to see how many pages came before the first bundle. */
const countReplies = () => {
  const counted = { replies: 0 }
  subscribe('http.client.response.finish', () => counted.replies++)
  return counted
}

const tasks = {
  async import() {
    return { ms: performance.now() }
  },

  async getCall({ callSid }) {
    const call = await connector.getCall.execute({ callSid }, await open())
    return { ms: performance.now(), count: call.sid === callSid ? 1 : 0 }
  },

  async list({ calls }) {
    const connection = await open()
    let count = 0
    for await (const _call of connector.searchCalls.execute({ limit: calls }, connection)) count++
    return { ms: performance.now(), count }
  },

  async listSlowly({ calls, pageSize, pauseMs }) {
    const counted = countReplies()
    const connection = await open()
    const start = performance.now()
    let count = 0
    let first
    for await (const _call of connector.searchCalls.execute({ limit: calls }, connection)) {
      first ??= { firstMs: performance.now() - start, firstAfterReplies: counted.replies }
      count++
      if (count % pageSize === 0) await sleep(pauseMs)
    }
    return { ms: performance.now() - start, count, ...first }
  },

  /** The same client, one page after the other: what a loop around Make an API Call does. */
  async listSlowlyWithoutPrefetch({ calls, pageSize, pauseMs }) {
    const counted = countReplies()
    const connection = await open()
    const start = performance.now()
    let count = 0
    let first
    let url = `/api/laml/2010-04-01/Accounts/${server.credentials.projectId}/Calls?PageSize=${pageSize}`
    while (url && count < calls) {
      const { body } = await connector.makeApiCall.execute({ url, method: 'GET' }, connection)
      for (const _call of body.calls) {
        first ??= { firstMs: performance.now() - start, firstAfterReplies: counted.replies }
        count++
      }
      await sleep(pauseMs)
      url = body.next_page_uri
    }
    return { ms: performance.now() - start, count, ...first }
  },

  async create({ warmUp, messages, inFlight, to, from }) {
    const connection = await open()
    const create = async (index) => {
      const body = `Message ${index}`
      const message = await connector.createMessage.execute({ to, from, contentType: 'body', body }, connection)
      if (!message.sid) throw new Error('A message without a SID')
    }
    const { createMany } = await import('./create-many.mjs')
    return createMany(create, { warmUp, messages, inFlight })
  },
}

const measured = await tasks[task.name](task)
const { report } = await import('./report.mjs')
report(measured)
// Kept connections would otherwise hold the process for some seconds.
process.exit()
