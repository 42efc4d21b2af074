/** A whole receiver in a process of its own, to be killed: ledger, listener and delivery to a consumer that says what it gets. */
import { writeSync } from 'node:fs'
import { modules } from '../../../modules/index.js'
import { deliver, eventBundles } from '../../../src/delivery/index.js'
import { openLedger } from '../../../src/ledger/open-ledger.js'
import { createReceiver } from '../../../webhooks/receiver.js'

const [path = '', publicUrl = '', key = '', hook = ''] = process.argv.slice(2)

// Written at once, so that nothing that was said is lost with the process.
const say = (...words: readonly unknown[]): void => void writeSync(1, `${words.join(' ')}\n`)

const ledger = await openLedger({ path })
const receiver = createReceiver({
  ledger,
  modules,
  publicUrl,
  connections: { main: { signingKeys: [key] } },
  log: (entry) => say('log', JSON.stringify(entry)),
})
deliver({
  ledger,
  subscriptions: [{ hook, consumer: 'scenario' }],
  bundlesOf: eventBundles(modules),
  // The process before this one was killed: its lease goes on under the same name.
  holder: 'scenario-1',
  consumer: ({ event: { row } }) => say('given', row),
  report: (report) => report.kind === 'delivered' && say('done', report.row),
})
const { url } = await receiver.listen({ port: 0 })
say('listening', new URL(url).port)
