// What both SDKs are asked to do; their calls are the same.
async function runTask(client, task, finish) {
  switch (task.name) {
    case 'getCall': {
      const call = await client.calls(task.callSid).fetch()
      return finish({ ms: performance.now(), count: call.sid === task.callSid ? 1 : 0 })
    }
    case 'list': {
      const calls = await client.calls.list({ pageSize: task.pageSize, limit: task.calls })
      return finish({ ms: performance.now(), count: calls.length })
    }
    case 'create': {
      const { to, from } = task
      const create = async (index) => {
        const message = await client.messages.create({ to, from, body: `Message ${index}` })
        if (!message.sid) throw new Error('A message without a SID')
      }
      const { createMany } = await import('./create-many.mjs')
      return finish(await createMany(create, task))
    }
    default:
      throw new Error(`The SDKs have no task ${task.name}`)
  }
}

/** SDKs only speak https to their own hosts: the same request, to the simulator. */
function toServer(uri, server) {
  const { pathname, search } = new URL(uri)
  const path = pathname.startsWith('/api/') ? pathname : `/api/laml${pathname}`
  return `${server.url}${path}${search}`
}

async function finish(measured) {
  const { report } = await import('./report.mjs')
  report(measured)
  process.exit()
}

module.exports = { runTask, toServer, finish }
