import { searchCalls } from './calls/search-calls.js'
import { watchNewCalls } from './calls/watch-new-calls.js'
import { createMessage } from './messages/create-message.js'

export const modules = Object.freeze([watchNewCalls, searchCalls, createMessage] as const)
