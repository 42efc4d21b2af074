/**
 * What SignalWire posts to webhooks, read and classified. `parsePost` turns a body into the `post` that an instant
 * trigger's `execute` takes.
 */
export type { EventType, Post } from '../src/core/post.js'
export { classify, type Purpose } from './classify.js'
export { parsePost } from './parse-post.js'
