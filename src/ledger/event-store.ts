import type { Database, Statement } from 'better-sqlite3'
import { hashIdentity, type Identity, IdentityIndex } from './identity-index.js'
import type { Names } from './names.js'
import type { Appended, NewEvent } from './port.js'

interface IdentityRow {
  readonly connection_no: number
  readonly hook_no: number
  readonly type_no: number
  readonly key: string
}

type EventRow = [number, number, number, number, number, number, number, string]

/** SQLite stores UTF-8, which has no lone surrogates: without this, a key that has one would never equal itself. */
const wellFormed = (text: string): string => (/\p{Surrogate}/u.test(text) ? Buffer.from(text).toString() : text)

const texts = ['connection', 'hook', 'type', 'key', 'body'] as const

/** Refuses what is no event before it can spoil the transaction that it would share with others. */
export function checkEvent(event: NewEvent): void {
  const wrong = texts.find((name) => typeof event[name] !== 'string')
  if (wrong || !['string', 'undefined'].includes(typeof event.reply))
    throw new TypeError(`An event's ${wrong ?? 'reply'} is text.`)
}

/** Stores events once each. Its methods run inside a transaction, whose outcome it is told. */
export class EventStore {
  readonly #names: Names
  readonly #hash: typeof hashIdentity
  readonly #insertEvent: Statement<EventRow>
  readonly #insertBody: Statement<[number, string, string | null]>
  readonly #identity: Statement<[number], IdentityRow>
  readonly #reply: Statement<[number], string | null>
  readonly #setReply: Statement<[string, number]>
  readonly #staged: { high: number; low: number; row: number; hook: string }[] = []
  readonly #removed: { high: number; low: number; row: number }[] = []
  readonly #index: IdentityIndex
  #lastRow: number

  /** Reads every identity in the file; from then on no event is looked up on disk unless it is there. */
  constructor(db: Database, names: Names, hash = hashIdentity) {
    this.#names = names
    this.#hash = hash
    this.#insertEvent = db.prepare<EventRow>('INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
    this.#insertBody = db.prepare<[number, string, string | null]>('INSERT INTO bodies VALUES (?, ?, ?)')
    this.#identity = db.prepare<[number], IdentityRow>(
      'SELECT connection_no, hook_no, type_no, key FROM events WHERE row = ?',
    )
    this.#reply = db.prepare<[number], string | null>('SELECT reply FROM bodies WHERE row = ?').pluck()
    this.#setReply = db.prepare<[string, number]>('UPDATE bodies SET reply = ? WHERE row = ? AND reply IS NULL')
    const count = db.prepare<[], number>('SELECT count(*) FROM events NOT INDEXED').pluck().get() ?? 0
    this.#index = new IdentityIndex(count)
    this.#lastRow = 0
    const rows = db.prepare('SELECT row, hash_high, hash_low FROM events NOT INDEXED ORDER BY row').raw().iterate()
    for (const [row, high, low] of rows as IterableIterator<[number, number, number]>) {
      this.#index.add(high, low, row)
      this.#lastRow = row
    }
  }

  get size(): number {
    return this.#index.size
  }

  /** The memory that the index takes. */
  get indexBytes(): number {
    return this.#index.bytes
  }

  append(event: NewEvent, now: number): Appended {
    const key = wellFormed(event.key)
    const connection = wellFormed(event.connection)
    const hook = wellFormed(event.hook)
    const type = wellFormed(event.type)
    const identity: Identity = { connection, hook, type, key }
    const { high, low } = this.#hash(identity)
    const known = this.#index.find(high, low, (row) => this.#is(row, identity))
    if (known !== undefined) return { outcome: 'repeated', row: known, reply: this.#reply.get(known) ?? undefined }

    const row = this.#lastRow + 1
    const numbers = [connection, hook, type].map((name) => this.#names.numberOf(name))
    const [connectionNo = 0, hookNo = 0, typeNo = 0] = numbers
    this.#insertEvent.run(row, high, low, now, connectionNo, hookNo, typeNo, key)
    this.#insertBody.run(row, event.body, event.reply ?? null)
    this.#lastRow = row
    this.#index.add(high, low, row)
    this.#staged.push({ high, low, row, hook })
    return { outcome: 'appended', row, reply: event.reply }
  }

  answer(row: number, reply: string): string | undefined {
    this.#setReply.run(reply, row)
    return this.#reply.get(row) ?? undefined
  }

  /** Forgets identities whose rows the transaction deletes. */
  forget(identities: readonly { readonly high: number; readonly low: number; readonly row: number }[]): void {
    this.#removed.push(...identities)
  }

  /** What was staged is on disk. @returns the hooks of the new events. */
  committed(): readonly string[] {
    const hooks = [...new Set(this.#staged.map(({ hook }) => hook))]
    for (const { high, low, row } of this.#removed) this.#index.remove(high, low, row)
    this.#staged.length = 0
    this.#removed.length = 0
    return hooks
  }

  /** What was staged never happened: an identity that is not on disk must not be taken for a known one. */
  rolledBack(): void {
    for (const { high, low, row } of this.#staged) this.#index.remove(high, low, row)
    this.#lastRow -= this.#staged.length
    this.#staged.length = 0
    this.#removed.length = 0
    this.#names.forget()
  }

  #is(row: number, { connection, hook, type, key }: Identity): boolean {
    const found = this.#identity.get(row)
    return (
      found?.key === key &&
      found.hook_no === this.#names.find(hook) &&
      found.type_no === this.#names.find(type) &&
      found.connection_no === this.#names.find(connection)
    )
  }
}
