/**
 * Stores events and delivers them as fast as it can until it is killed, and says on its output what it has done.
 * Usage: worker.mjs <folder of the compiled sources> <ledger's file> <prefix of keys> <events to store, or 0>
 */
import { writeSync } from 'node:fs'

const [sources, path, prefix, most] = process.argv.slice(2)
const { openLedger } = await import(`${sources}/ledger/open-ledger.js`)
const { deliver } = await import(`${sources}/delivery/index.js`)
const ledger = await openLedger({ path })
const say = (...words) => writeSync(1, `${words.join(' ')}\n`)

deliver({
  ledger,
  subscriptions: [{ hook: 'hook', consumer: 'scenario' }],
  holder: 'worker',
  bundlesOf: ({ body }) => [{ body }],
  consumer: async ({ event }) => say('delivered', event.row),
  report: ({ kind, row, reason }) => {
    if (kind === 'delivered') say('acknowledged', row)
    if (kind === 'stopped' || kind === 'ledgerFailed') say(kind, reason)
  },
})

for (let count = 0; count < Number(most); ) {
  const burst = Array.from(
    { length: Math.min(most - count, 1 + Math.floor(Math.random() * 20)) },
    () => `${prefix}-${++count}`,
  )
  const stored = await ledger.append(
    burst.map((key) => ({ connection: 'main', hook: 'hook', type: 'incomingCall', key, body: key.padEnd(600, 'x') })),
  )
  for (const { row } of stored) say('stored', row)
}
say('idle')
