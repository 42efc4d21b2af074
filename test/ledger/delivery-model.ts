import { defaultBackoff } from '../../src/ledger/defaults.js'

interface Entry {
  readonly row: number
  state: 'open' | 'waiting' | 'done' | 'dead'
  attempts: number
  dueAt: number
  replayed: boolean
}

/** What a subscription has to do, in the fewest words: a list that is searched from the front. */
export class DeliveryModel {
  readonly #ordered: boolean
  readonly #entries: Entry[] = []

  constructor(ordered: boolean) {
    this.#ordered = ordered
  }

  append(row: number): void {
    this.#entries.push({ row, state: 'open', attempts: 0, dueAt: 0, replayed: false })
  }

  /** The events to deliver now: row, number of the attempt, whether replayed. */
  due(now: number): readonly (readonly [number, number, boolean])[] {
    const due: Entry[] = []
    let blocked = false
    for (const entry of this.#entries) {
      if (entry.state === 'done' || entry.state === 'dead') continue
      const waits = entry.state === 'waiting' && entry.dueAt > now
      if (entry.replayed ? !waits : !waits && !blocked) due.push(entry)
      if (this.#ordered && waits && !entry.replayed) blocked = true
    }
    return due.map(({ row, attempts, replayed }) => [row, attempts + 1, replayed])
  }

  done(row: number): void {
    this.#entry(row).state = 'done'
  }

  bury(row: number): void {
    const entry = this.#entry(row)
    entry.state = 'dead'
    entry.attempts += 1
  }

  defer(row: number, now: number): void {
    const entry = this.#entry(row)
    const wait = defaultBackoff[entry.attempts]
    entry.attempts += 1
    entry.state = wait === undefined ? 'dead' : 'waiting'
    entry.dueAt = now + (wait ?? 0)
  }

  replay(row: number, now: number): void {
    const entry = this.#entry(row)
    if (entry.state === 'done' || entry.state === 'dead')
      Object.assign(entry, { state: 'waiting', attempts: 0, dueAt: now, replayed: true })
  }

  /** Rows with what became of them. */
  states(): readonly (readonly [number, string])[] {
    const names = { open: 'pending', waiting: 'waiting', done: 'delivered', dead: 'dead' } as const
    return this.#entries.map(({ row, state }) => [row, names[state]])
  }

  get rows(): readonly number[] {
    return this.#entries.map(({ row }) => row)
  }

  #entry(row: number): Entry {
    const entry = this.#entries.find((candidate) => candidate.row === row)
    if (!entry) throw new Error(`The model has no row ${row}.`)
    return entry
  }
}
