/**
 * Appends, delivers and advances as fast as it can until it is killed, and says on its output what was acknowledged to it.
 * Usage: writer.mjs <the ledger's module> <file> <prefix of keys>
 */
import { writeSync } from 'node:fs'

const [module, path, prefix] = process.argv.slice(2)
const { openLedger } = await import(module)
const ledger = await openLedger({ path })
const say = (...words) => writeSync(1, `${words.join(' ')}\n`)
const body = 'CallSid='.padEnd(600, 'x')

async function append(key) {
  say('posted', key)
  const [{ row }] = await ledger.append([{ connection: 'main', hook: 'hook-1', type: 'incomingCall', key, body }])
  say('acknowledged', key, row)
}

let count = 0
async function post() {
  for (;;) {
    const burst = Array.from({ length: 1 + Math.floor(Math.random() * 20) }, () => append(`${prefix}-${++count}`))
    await Promise.all(burst)
  }
}

async function deliver() {
  const lease = await ledger.lease({ hook: 'hook-1', consumer: 'scenario' }, { holder: 'writer' })
  for (;;) {
    const { deliveries } = await ledger.read(lease, { max: 10 })
    for (const { row } of deliveries) {
      say('delivered', row)
      await ledger.advance(lease, [row])
      say('advanced', row)
    }
    if (deliveries.length === 0) await append(`${prefix}-${++count}`)
  }
}

await Promise.all([post(), deliver()])
