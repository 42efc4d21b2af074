import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Clock } from '../../src/core/clock.js'
import { EmbeddedLedger } from '../../src/ledger/embedded-ledger.js'
import type { Ledger, NewEvent, Retention } from '../../src/ledger/port.js'

export interface OpenOptions {
  readonly clock: Clock
  readonly retention?: Partial<Retention>
  readonly backoff?: readonly number[]
}

/** One store of an engine, as the contract opens and loses it. */
export interface Store {
  open(options: OpenOptions): Promise<Ledger>
  /** What a kill leaves behind: from now on `open` sees what is on disk at this moment, and nothing of what the ledger does next. */
  crash(ledger: Ledger): Promise<void>
  remove(): Promise<void>
}

/** A folder of its own for one test. */
export const newFolder = (): string => mkdtempSync(join(tmpdir(), 'ledger-'))

/** The embedded engine on a real file. */
export function embeddedStore(): Store {
  const folders = [newFolder()]
  const path = () => join(folders.at(-1) ?? '', 'ledger.sqlite')
  return {
    open: async (options) => EmbeddedLedger.open({ ...options, path: path() }),
    async crash(ledger) {
      const before = path()
      folders.push(newFolder())
      for (const ending of ['', '-wal']) {
        if (existsSync(before + ending)) cpSync(before + ending, path() + ending)
      }
      await ledger.close()
    },
    async remove() {
      for (const folder of folders) rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** An event of a test; only what matters to it is named. */
export const event = (key: string, rest: Partial<NewEvent> = {}): NewEvent => ({
  connection: 'main',
  hook: 'hook-1',
  type: 'incomingCall',
  key,
  body: `CallSid=${key}&From=%2B12025550100`,
  reply: `<Response><Say>${key}</Say></Response>`,
  ...rest,
})

export const minute = 60_000
export const day = 24 * 60 * minute
