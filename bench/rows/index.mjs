import { creating } from './creating.mjs'
import { firstReply } from './first-reply.mjs'
import { importing } from './import.mjs'
import { listing } from './listing.mjs'
import { prefetch } from './prefetch.mjs'
import { receiver } from './receiver.mjs'

/** What is measured, in the order in which it is printed. */
export const rows = [importing, firstReply, listing, prefetch, creating, receiver]
