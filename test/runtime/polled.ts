import { watchCalls } from '../../modules/index.js'
import type { TriggerStart, TriggerState } from '../../src/core/context.js'
import type { Simulator } from '../../src/simulator/index.js'
import { account, type Connected, connect, connectToSimulator } from './connect.js'
import { sendJson, startServer } from './local-server.js'

/** What a test has opened; `closeAll` closes it. */
export const open: { close(): unknown }[] = []
export const closeAll = async (): Promise<void> => {
  for (const one of open.splice(0)) await one.close()
}

export const noon = Date.UTC(2026, 0, 5, 12)
/** Seconds after noon. */
export const at = (seconds: number): Date => new Date(noon + seconds * 1000)

/** A trigger as a host runs it: its state is stored as JSON between runs. */
export function hostOf(space: Connected, start?: TriggerStart) {
  let stored: string | undefined
  return {
    async run(limit = 100): Promise<string[]> {
      const state = stored === undefined ? undefined : (JSON.parse(stored) as TriggerState)
      const run = await watchCalls.execute({ limit }, { ...space, state, start })
      stored = JSON.stringify(run.state)
      return run.bundles.map(({ sid }) => sid)
    },
    get state() {
      return JSON.parse(stored ?? 'null') as TriggerState
    },
  }
}

export async function simulated(): Promise<{ readonly simulator: Simulator; readonly space: Connected }> {
  const connected = await connectToSimulator()
  open.push(connected.space, connected.simulator)
  return connected
}

export interface HistoryRow {
  readonly id: string
  /** Seconds. */
  readonly time: number
}

/** A Space whose calls are what `current` gives, newest first. */
export async function spaceWithRows(current: () => readonly HistoryRow[], pageSize = 100_000): Promise<Connected> {
  const server = await startServer(({ target }, response) => {
    const page = Number(new URL(target, 'http://a').searchParams.get('Page') ?? 0)
    const all = [...current()].sort((a, b) => b.time - a.time)
    sendJson(response, {
      calls: all
        .slice(page * pageSize, (page + 1) * pageSize)
        .map(({ id, time }) => ({ sid: id, date_created: at(time).toUTCString() })),
      next_page_uri: (page + 1) * pageSize < all.length ? `${account}/Calls?Page=${page + 1}` : null,
    })
  })
  const space = await connect(server.url)
  open.push(space, server)
  return space
}
