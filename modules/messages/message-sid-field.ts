import { sid } from '../../src/core/fields.js'
import { path } from '../../src/core/wire.js'
import { recentMessages } from '../sources/sources.js'

/** The message that a module reads, clears or deletes. */
export const messageSidField = <const H extends string>(help: H) =>
  sid({ label: 'Message SID', help, required: true, source: recentMessages, wire: path('Sid') })
