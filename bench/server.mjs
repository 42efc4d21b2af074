import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const program = fileURLToPath(new URL('./servers/simulator.mjs', import.meta.url))

/** Starts the simulator in its own process. `calls` rows; every page of calls takes `latencyMs` longer. */
export async function startServer({ entry, calls, latencyMs }) {
  const child = fork(program, { env: { ...process.env, BENCH_SERVER: JSON.stringify({ entry, calls, latencyMs }) } })
  const ended = once(child, 'exit')
  const started = await Promise.race([once(child, 'message'), ended.then(() => undefined)])
  if (!started) throw new Error('The simulator did not start.')
  return {
    ...started[0],
    async stop() {
      child.kill()
      await ended
    },
  }
}
