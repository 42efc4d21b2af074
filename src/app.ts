import { signalwire } from '../connection/connection.js'
import { modules } from '../modules/index.js'
import { sources } from '../modules/sources/sources.js'

/** The whole connector as one value: what every target and every host is a function of. */
export const app = Object.freeze({
  id: 'signalwire',
  label: 'SignalWire',
  connection: signalwire,
  modules,
  sources,
})
