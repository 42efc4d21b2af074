import { sid } from '../../src/core/fields.js'
import { path } from '../../src/core/wire.js'
import { recentCalls } from '../sources/sources.js'

/** The call that a module reads, changes or deletes. */
export const callSidField = <const H extends string>(help: H) =>
  sid({ label: 'Call SID', help, required: true, source: recentCalls, wire: path('Sid') })
