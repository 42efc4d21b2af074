import { join } from 'node:path'
import envPaths from 'env-paths'
import type { Io } from './io.js'

/** Where the command line keeps its files: `SIGNALWIRE_CONNECTOR_HOME`, or where the system keeps such things. */
export function folders(env: Io['env']): { readonly config: string; readonly states: string } {
  const home = env.SIGNALWIRE_CONNECTOR_HOME
  if (home) return { config: home, states: join(home, 'states') }
  const paths = envPaths('signalwire-connector', { suffix: '' })
  return { config: paths.config, states: join(paths.data, 'states') }
}
