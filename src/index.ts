/**
 * The SignalWire app for scenario-automation hosts: a connection, fifteen modules and their sources as typed descriptors.
 *
 * @example
 * import { createMessage, openConnection } from 'signalwire-connector'
 *
 * const connection = await openConnection({ spaceName: 'example', projectId, authToken })
 * const message = await createMessage.execute(
 *   { to: '+12025550142', from: '+12025550101', contentType: 'body', body: 'Hello' },
 *   connection,
 * )
 */
export type { ProbeVerdict } from '../connection/probe.js'
export * from '../modules/index.js'
export { app } from './app.js'
export { checkInput } from './check-input.js'
export { type Clock, systemClock } from './core/clock.js'
export type { Context, Perform, TriggerRun, TriggerStart, TriggerState } from './core/context.js'
export { ConnectorError, type ErrorType, type InputIssue, isConnectorError, type RetryAdvice } from './core/errors.js'
export type { Field, Fields } from './core/fields.js'
export { glossary } from './core/glossary.js'
export type { InputOf } from './core/input.js'
export type { Module } from './core/module.js'
export type { OutputOf } from './core/shape.js'
export type { Source } from './core/source.js'
export { type Connection, type ConnectionOptions, type Credentials, openConnection } from './open-connection.js'
export { inputJsonSchema, outputJsonSchema } from './targets/json-schema.js'
