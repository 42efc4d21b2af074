import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const program = fileURLToPath(new URL('./servers/store.mjs', import.meta.url))

/** Makes a ledger with so many events, in a folder that `stop` removes. @returns its file and the URL of its hook. */
export async function fillStore(entry, events) {
  const folder = await mkdtemp(join(tmpdir(), 'signalwire-connector-bench-'))
  const stop = () => rm(folder, { recursive: true, force: true })
  try {
    const path = join(folder, 'ledger.db')
    const child = fork(program, { env: { ...process.env, BENCH_SERVER: JSON.stringify({ entry, path, events }) } })
    const ended = once(child, 'exit')
    const filled = await Promise.race([once(child, 'message'), ended.then(() => undefined)])
    await ended
    if (!filled) throw new Error('The store could not be filled.')
    return { path, url: filled[0].url, stop }
  } catch (error) {
    await stop()
    throw error
  }
}
