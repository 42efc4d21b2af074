import { join } from 'node:path'
import envPaths from 'env-paths'
import type { Io } from './io.js'

export interface Folders {
  readonly config: string
  readonly states: string
  /** The file of the ledger: hooks, and the events that the receiver stores. */
  readonly ledger: string
}

/** Where the command line keeps its files: `SIGNALWIRE_CONNECTOR_HOME`, or where the system keeps such things. */
export function folders(env: Io['env']): Folders {
  const home = env.SIGNALWIRE_CONNECTOR_HOME
  if (home) return { config: home, states: join(home, 'states'), ledger: join(home, 'ledger.db') }
  const paths = envPaths('signalwire-connector', { suffix: '' })
  return { config: paths.config, states: join(paths.data, 'states'), ledger: join(paths.data, 'ledger.db') }
}
