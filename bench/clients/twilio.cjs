// One measured run of the `twilio` SDK, in a process of its own: `node twilio.cjs` with the task in BENCH_TASK.
const { task, server } = JSON.parse(process.env.BENCH_TASK)
const twilio = require('twilio')

if (task.name === 'import') {
  const ms = performance.now()
  import('./report.mjs').then(({ report }) => report({ ms }))
} else {
  const { Agent } = require('node:http')
  const { runTask, toServer, finish } = require('./sdk-tasks.cjs')

  class LoopbackClient extends twilio.RequestClient {
    constructor() {
      super()
      // The SDK sets its agent up for https alone; this one has the same settings for http.
      this.axios.defaults.httpAgent = new Agent(this.axios.defaults.httpsAgent.options)
    }

    request(options) {
      return super.request({ ...options, uri: toServer(options.uri, server) })
    }
  }

  const { projectId, authToken } = server.credentials
  const client = twilio(`AC${projectId}`, authToken, { httpClient: new LoopbackClient() })
  // Project IDs of SignalWire have no prefix; the SDK demands one of its constructor only.
  client.username = projectId
  client.accountSid = projectId
  runTask(client, task, finish)
}
