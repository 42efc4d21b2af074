/**
 * A SignalWire Space on this machine, over real HTTP: to develop and test against without an account. It is a simulator
 * and says so; where the public documentation leaves something open, the docstrings say what was chosen.
 */
export { type ErrorCode, errorCodes } from './error-codes.js'
export type { FaultRule } from './faults.js'
export type { FaxReport, InboundReport, RingReport, TextReport } from './inbound.js'
export type { FaxOptions, RingOptions, TextOptions } from './inbound-options.js'
export type { VerbRecord } from './laml/voice-call.js'
export { type Scope, scopes } from './operation.js'
export { type ErrorShape, errorShapes } from './replies.js'
export type { RequestLogEntry } from './request-log.js'
export type { CallOverrides, Instant, MessageOverrides, NumberOverrides } from './rows.js'
export type { Seed } from './seed.js'
export {
  type ReplyObject,
  type Simulator,
  type SimulatorCredentials,
  type SimulatorOptions,
  startSimulator,
} from './simulator.js'
export type { ProjectDefinition, SpaceDefinition, TokenDefinition } from './spaces.js'
export type { PostKind, WebhookAttempt } from './webhooks/post-log.js'
export type { SignatureChoice } from './webhooks/poster.js'
export { magicNumbers, simulatorCredentials, simulatorIds, simulatorNumbers } from './well-known.js'
