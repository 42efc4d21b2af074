import { cpSync, existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { openLedger } from '../../src/ledger/open-ledger.js'
import type { Ledger } from '../../src/ledger/port.js'
import { newFolder, type Store } from './engine.js'

/** A ledger that another one owns: everything that is written goes through the socket. */
export function guestStore(): Store {
  const folders = [newFolder()]
  const path = () => join(folders.at(-1) ?? '', 'ledger.sqlite')
  const owners = new Map<Ledger, Ledger>()
  return {
    async open(options) {
      const owner = await openLedger({ ...options, path: path() })
      const guest = await openLedger({ ...options, path: path() })
      if ((await owner.role()) !== 'owner' || (await guest.role()) !== 'guest') throw new Error('The roles are wrong.')
      owners.set(guest, owner)
      const close = guest.close.bind(guest)
      guest.close = async () => {
        await close()
        await owner.close()
      }
      return guest
    },
    async crash(ledger) {
      const before = path()
      folders.push(newFolder())
      for (const ending of ['', '-wal']) {
        if (existsSync(before + ending)) cpSync(before + ending, path() + ending)
      }
      // The owner alone ends; what its guest was asking for is then done by the guest itself.
      await owners.get(ledger)?.close()
      await ledger.append([])
      await ledger.close()
    },
    async remove() {
      for (const folder of folders) rmSync(folder, { recursive: true, force: true })
    },
  }
}
