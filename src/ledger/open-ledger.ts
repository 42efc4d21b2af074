import { type Clock, systemClock } from '../core/clock.js'
import { isConnectorError } from '../core/errors.js'
import { explainedError } from './database.js'
import { EmbeddedLedger, type LedgerOptions } from './embedded-ledger.js'
import { Guest } from './guest.js'
import { mustReopen, ownedByAnother } from './ledger-error.js'
import { OwnerGone } from './owner-connection.js'
import { longestSocketPath, offerSocket, socketPath } from './owner-socket.js'
import type * as Port from './port.js'
import { runWrite, type WriteArgs, type WriteName, type WriteResult } from './writes.js'

export type { LedgerOptions } from './embedded-ledger.js'

/** How often, and how many times, the owner or its place is tried: about ten seconds, for an owner that starts up or ends. */
const retryMs = 50
const tries = 200
/** A request that so many owners did not survive is not asked again. */
const mostOwners = 5

interface Seat {
  readonly role: 'owner' | 'guest'
  write(name: string, args: readonly unknown[]): Promise<unknown>
  readonly reads: Pick<Port.Ledger, 'read' | 'events'> & {
    readonly hooks: Pick<Port.Ledger['hooks'], 'get' | 'list'>
    readonly states: Pick<Port.Ledger['states'], 'get'>
  }
  close(): Promise<void>
}

/**
 * Opens the ledger. The first process that does owns it; others read the same file and ask the owner to write. When the owner
 * ends, one of them takes its place, and what was being asked is asked again.
 *
 * @throws ConnectorError with code `ledger_owned` where the owner cannot be reached, or a code that says what is wrong with
 * the file.
 */
export async function openLedger(options: LedgerOptions): Promise<SharedLedger> {
  const ledger = new SharedLedger(options)
  await ledger.role()
  return ledger
}

/** A ledger that several processes of one computer use. */
export class SharedLedger implements Port.Ledger {
  readonly #options: LedgerOptions
  readonly #clock: Clock
  readonly #listeners = new Set<(hooks: readonly string[]) => void>()
  #seat: Promise<Seat> | undefined
  #closed = false

  constructor(options: LedgerOptions) {
    this.#options = options
    this.#clock = options.clock ?? systemClock
  }

  /** Whether this process owns the file now. */
  async role(): Promise<'owner' | 'guest'> {
    return (await this.#sit()).role
  }

  append = this.#write('append')
  answer = this.#write('answer')
  subscribe = this.#write('subscribe')
  unsubscribe = this.#write('unsubscribe')
  lease = this.#write('lease')
  renew = this.#write('renew')
  release = this.#write('release')
  advance = this.#write('advance')
  defer = this.#write('defer')
  bury = this.#write('bury')
  replay = this.#write('replay')
  stats = this.#write('stats')
  retain = this.#write('retain')

  read(lease: Port.Lease, options?: Port.ReadOptions): Promise<Port.Reading> {
    return this.#look(({ reads }) => reads.read(lease, options))
  }

  readonly hooks: Port.Ledger['hooks'] = {
    put: this.#write('hooks.put'),
    remove: this.#write('hooks.remove'),
    get: (id) => this.#look(({ reads }) => reads.hooks.get(id)),
    list: () => this.#look(({ reads }) => reads.hooks.list()),
  }

  readonly states: Port.Ledger['states'] = {
    put: this.#write('states.put'),
    remove: this.#write('states.remove'),
    get: (key) => this.#look(({ reads }) => reads.states.get(key)),
  }

  readonly events: Port.Ledger['events'] = {
    list: (filter) => this.#look(({ reads }) => reads.events.list(filter)),
    show: (row) => this.#look(({ reads }) => reads.events.show(row)),
  }

  onAppended(listener: (hooks: readonly string[]) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  async close(): Promise<void> {
    this.#closed = true
    const seat = await this.#seat?.catch(() => undefined)
    await seat?.close()
  }

  /** Every write can be asked for twice: events have identities, attempts have numbers, and the rest sets what it says. */
  #write<Name extends WriteName>(name: Name): (...args: WriteArgs<Name>) => Promise<WriteResult<Name>> {
    return (...args) => this.#look((seat) => seat.write(name, args)) as Promise<WriteResult<Name>>
  }

  async #look<Result>(work: (seat: Seat) => Promise<Result>): Promise<Result> {
    for (let owners = 1; ; owners++) {
      const sitting = this.#sit()
      const seat = await sitting
      try {
        return await work(seat)
      } catch (thrown) {
        if (!(thrown instanceof OwnerGone)) throw thrown
        if (owners === mostOwners) throw ownedByAnother(this.#options.path, 'which keeps ending')
        if (this.#seat === sitting) {
          this.#seat = undefined
          await seat.close()
        }
      }
    }
  }

  #sit(): Promise<Seat> {
    if (this.#closed) return Promise.reject(mustReopen(this.#options.path, 'ledger_closed'))
    this.#seat ??= this.#findSeat().catch((thrown: unknown) => {
      this.#seat = undefined
      throw thrown
    })
    return this.#seat
  }

  async #findSeat(): Promise<Seat> {
    for (let tried = 0; tried < tries; tried++) {
      const seat = (await this.#own()) ?? (await this.#visit())
      if (seat) return seat
      await this.#clock.sleep(retryMs)
    }
    const { path } = this.#options
    const tooLong = Buffer.byteLength(socketPath(path)) > longestSocketPath
    throw ownedByAnother(path, tooLong ? 'and its path is too long for a socket to ask it' : 'which does not answer')
  }

  async #own(): Promise<Seat | undefined> {
    let ledger: EmbeddedLedger
    try {
      ledger = EmbeddedLedger.open(this.#options)
    } catch (thrown) {
      if (isConnectorError(thrown) && thrown.code === 'ledger_owned') return undefined
      throw thrown
    }
    ledger.onAppended(this.#announce)
    const socket = await offerSocket(ledger.path, ledger).catch(async (thrown: unknown) => {
      await ledger.close()
      throw explainedError(ledger.path, thrown)
    })
    return {
      role: 'owner',
      write: (name, args) => runWrite(ledger, name, args),
      reads: ledger,
      close: async () => {
        await socket?.close()
        await ledger.close()
      },
    }
  }

  async #visit(): Promise<Seat | undefined> {
    try {
      const guest = await Guest.visit(this.#options.path, this.#clock, this.#announce)
      return { role: 'guest', write: (name, args) => guest.write(name, args), reads: guest, close: () => guest.close() }
    } catch (thrown) {
      if (thrown instanceof OwnerGone) return undefined
      throw thrown
    }
  }

  readonly #announce = (hooks: readonly string[]): void => {
    // Later, so that a listener that throws cannot break the line to the owner.
    for (const listener of this.#listeners) queueMicrotask(() => listener(hooks))
  }
}
