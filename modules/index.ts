import { createCall } from './calls/create-call.js'
import { deleteCall } from './calls/delete-call.js'
import { getCall } from './calls/get-call.js'
import { searchCalls } from './calls/search-calls.js'
import { updateCall } from './calls/update-call.js'
import { watchCalls } from './calls/watch-calls.js'
import { watchNewCalls } from './calls/watch-new-calls.js'
import { clearMessage } from './messages/clear-message.js'
import { createMessage } from './messages/create-message.js'
import { deleteMessage } from './messages/delete-message.js'
import { getMessage } from './messages/get-message.js'
import { searchMessages } from './messages/search-messages.js'
import { watchMessages } from './messages/watch-messages.js'
import { watchNewMessages } from './messages/watch-new-messages.js'
import { makeApiCall } from './other/make-api-call.js'

export {
  clearMessage,
  createCall,
  createMessage,
  deleteCall,
  deleteMessage,
  getCall,
  getMessage,
  makeApiCall,
  searchCalls,
  searchMessages,
  updateCall,
  watchCalls,
  watchMessages,
  watchNewCalls,
  watchNewMessages,
}

/** Every module, in the order in which hosts show them. */
export const modules = Object.freeze([
  watchNewCalls,
  watchCalls,
  searchCalls,
  getCall,
  createCall,
  updateCall,
  deleteCall,
  watchNewMessages,
  watchMessages,
  searchMessages,
  getMessage,
  createMessage,
  clearMessage,
  deleteMessage,
  makeApiCall,
] as const)
