// What the server alone allows: the same requests with nothing but node:http, replies read and thrown away.
import { Agent, request } from 'node:http'

const { task, server } = JSON.parse(process.env.BENCH_TASK)
const { projectId, authToken } = server.credentials
const authorization = `Basic ${Buffer.from(`${projectId}:${authToken}`).toString('base64')}`
const account = `/api/laml/2010-04-01/Accounts/${projectId}`
const agent = new Agent({ keepAlive: true })

const send = (method, path, body = '') =>
  new Promise((resolve, reject) => {
    const headers = { authorization, 'content-length': Buffer.byteLength(body) }
    if (body) headers['content-type'] = 'application/x-www-form-urlencoded'
    const outgoing = request(`${server.url}${path}`, { agent, method, headers }, (incoming) => {
      const chunks = []
      incoming.on('data', (chunk) => chunks.push(chunk))
      incoming.on('error', reject)
      incoming.on('end', () => {
        if (incoming.statusCode >= 300) reject(new Error(`Status ${incoming.statusCode}`))
        else resolve(Buffer.concat(chunks))
      })
    })
    outgoing.on('error', reject)
    outgoing.end(body)
  })

const tasks = {
  async list({ calls, pageSize }) {
    const start = performance.now()
    let path = `${account}/Calls?PageSize=${pageSize}`
    let count = 0
    while (path && count < calls) {
      // The links stand at the start of a page; reading the rows is the clients' work, not the server's.
      const text = (await send('GET', path)).toString('latin1', 0, 2000)
      path = JSON.parse(/"next_page_uri":(null|"[^"]+")/.exec(text)[1])
      count += pageSize
    }
    return { ms: performance.now() - start, count }
  },

  async create({ warmUp, messages, inFlight, to, from }) {
    const { createMany } = await import('./create-many.mjs')
    const create = (index) =>
      send(
        'POST',
        `${account}/Messages`,
        new URLSearchParams({ To: to, From: from, Body: `Message ${index}` }).toString(),
      )
    return createMany(create, { warmUp, messages, inFlight })
  },
}

const measured = await tasks[task.name](task)
const { report } = await import('./report.mjs')
report(measured)
process.exit()
