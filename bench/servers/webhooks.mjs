// One server that takes webhook posts, in a process of its own. `kind` says which.
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { part } from '../built-package.mjs'
import { connection, laml, publicUrl, signingKey } from '../webhook-posts.mjs'

const { entry, kind, path, url } = JSON.parse(process.env.BENCH_SERVER)
const hookPath = new URL(url).pathname

const listen = (server) =>
  new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve({ port: server.address().port })))

/** Express as it is used: a parser of bodies for the whole app, and the receiver's router, which has to come before it. */
async function expressApp(router) {
  const { default: express } = await import('express')
  const app = express()
  if (router) app.use('/hooks', router)
  app.use(express.urlencoded())
  return app
}

async function answering(...handlers) {
  const app = await expressApp()
  for (const handler of handlers) app.use(handler)
  app.post(hookPath, (_request, response) => response.type('text/xml').send(laml))
  return listen(createServer(app))
}

/** The receiver with a store on disk, and what reading its index took. */
async function receiver() {
  const { app } = await import(entry)
  const { createReceiver, openLedger } = await part(entry, 'src/receiver.js')
  const start = performance.now()
  const ledger = await openLedger({ path })
  const rebuildMs = performance.now() - start
  const made = createReceiver({
    ledger,
    modules: app.modules,
    publicUrl,
    connections: { [connection]: { signingKeys: [signingKey] } },
  })
  const numbers = async () => {
    const { events, appended, commits } = await ledger.stats()
    return { rebuildMs, events, appended, commits }
  }
  return { receiver: made, numbers, stop: () => ledger.close() }
}

const kinds = {
  async standalone() {
    const { receiver: made, ...rest } = await receiver()
    const listening = await made.listen({ port: 0 })
    return { port: Number(new URL(listening.url).port), ...rest }
  },
  async router() {
    const { receiver: made, ...rest } = await receiver()
    return { ...(await listen(createServer(await expressApp(made.router())))), ...rest }
  },
  express: () => answering(),
  async expressTwilio() {
    const { default: twilio } = await import('twilio')
    return answering(twilio.webhook({ url }, signingKey))
  },
  async verifying() {
    const { publicUrlCandidates, readPairs, verifySignature } = await part(entry, 'webhooks/index.js')
    const server = createServer((request, response) => {
      const chunks = []
      request.on('data', (chunk) => chunks.push(chunk))
      request.on('end', () => {
        const { method, headers, url: target } = request
        const rawBody = Buffer.concat(chunks)
        const read = readPairs({ method, target, contentType: headers['content-type'], rawBody })
        const urls = publicUrlCandidates({ publicUrl, target, headers, remoteAddress: request.socket.remoteAddress })
        const check = { keys: [signingKey], urls, method, headers, rawBody, pairs: read.pairs }
        const status = read.ok && verifySignature(check).ok ? 200 : 403
        response
          .writeHead(status, { 'content-type': 'text/xml; charset=utf-8', 'content-length': Buffer.byteLength(laml) })
          .end(laml)
      })
    })
    return listen(server)
  },
}

/** Linux counts the peak of a process afresh in VmHWM. */
function peakKb() {
  try {
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))[1])
  } catch {
    return process.resourceUsage().maxRSS
  }
}

const { port, numbers, stop } = await kinds[kind]()
process.on('message', async (asked) => {
  if (asked === 'numbers') {
    const { user, system } = process.cpuUsage()
    process.send({ peakKb: peakKb(), cpuMs: (user + system) / 1000, ...(await numbers?.()) })
  } else {
    await stop?.()
    process.exit()
  }
})
process.on('disconnect', () => process.exit())
process.send({ port })
