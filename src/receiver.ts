/**
 * The receiver of SignalWire's webhooks, and what it works with: the ledger that stores every event, the hooks that point
 * phone numbers at it, and the delivery of events to a scenario.
 *
 * @example
 * import express from 'express'
 * import { app } from 'signalwire-connector'
 * import { createReceiver, deliver, eventBundles, openLedger } from 'signalwire-connector/receiver'
 *
 * const ledger = await openLedger({ path: 'ledger.db' })
 * const receiver = createReceiver({
 *   ledger, modules: app.modules, publicUrl: 'https://hooks.example.com', connections: { main: { signingKeys } },
 * })
 * express().use('/hooks', receiver.router()).listen(4020, '127.0.0.1')
 */
export * from '../webhooks/receiver.js'
export * from './delivery/index.js'
export * from './hooks/index.js'
export { type LedgerOptions, openLedger } from './ledger/open-ledger.js'
export type * from './ledger/port.js'
