import { afterEach, beforeEach, describe } from 'vitest'
import { createManualClock, type ManualClock } from '../../src/core/manual-clock.js'
import type { Ledger } from '../../src/ledger/port.js'
import { testAppend } from './contract-append.js'
import { testDelivery } from './contract-delivery.js'
import { testEvents } from './contract-events.js'
import { testInterleavings } from './contract-interleavings.js'
import { testLeases } from './contract-leases.js'
import { testRecords } from './contract-records.js'
import { testReplay } from './contract-replay.js'
import { testRetention } from './contract-retention.js'
import type { OpenOptions, Store } from './engine.js'

/** What each test of the contract works with: a store of its own and a clock that it moves. */
export interface Contract {
  readonly clock: ManualClock
  readonly ledger: Ledger
  /** Closes the ledger and opens it again, perhaps with other settings. */
  reopen(options?: Partial<OpenOptions>): Promise<Ledger>
  /** Kills the engine and opens what it left. */
  crash(): Promise<Ledger>
}

/** Everything that an engine of the ledger has to do. */
export function testLedger(name: string, make: () => Store): void {
  describe(name, () => {
    let store: Store
    let clock: ManualClock
    let ledger: Ledger

    beforeEach(async () => {
      store = make()
      clock = createManualClock()
      ledger = await store.open({ clock })
    })
    afterEach(async () => {
      await ledger.close()
      await store.remove()
    })

    const contract: Contract = {
      get clock() {
        return clock
      },
      get ledger() {
        return ledger
      },
      async reopen(options = {}) {
        await ledger.close()
        ledger = await store.open({ clock, ...options })
        return ledger
      },
      async crash() {
        await store.crash(ledger)
        ledger = await store.open({ clock })
        return ledger
      },
    }

    describe('append', () => testAppend(contract))
    describe('leases', () => testLeases(contract))
    describe('delivery', () => testDelivery(contract))
    describe('replay', () => testReplay(contract))
    describe('hooks and states', () => testRecords(contract))
    describe('events and stats', () => testEvents(contract))
    describe('retention', () => testRetention(contract))
    describe('whatever happens in whatever order', () => testInterleavings(make))
  })
}
