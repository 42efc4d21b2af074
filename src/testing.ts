/**
 * What tests of code that uses the connector need: a clock that is moved by hand, and posts signed as SignalWire signs
 * them.
 */
export { type PostToSign, type SignedRequest, signPost } from '../webhooks/sign-post.js'
export { createManualClock, type ManualClock } from './core/manual-clock.js'
