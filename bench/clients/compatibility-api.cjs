// One measured run of `@signalwire/compatibility-api`, in a process of its own, with the task in BENCH_TASK.
const { task, server } = JSON.parse(process.env.BENCH_TASK)
const { RestClient } = require('@signalwire/compatibility-api')

if (task.name === 'import') {
  const ms = performance.now()
  import('./report.mjs').then(({ report }) => report({ ms }))
} else {
  const { runTask, toServer, finish } = require('./sdk-tasks.cjs')
  const { projectId, authToken, spaceName } = server.credentials
  const httpClient = new RestClient.RequestClient()
  const request = httpClient.request
  httpClient.request = (options) => request.call(httpClient, { ...options, uri: toServer(options.uri, server) })
  const client = RestClient(projectId, authToken, {
    signalwireSpaceUrl: `${spaceName}.signalwire.com`,
    httpClient,
  })
  runTask(client, task, finish)
}
