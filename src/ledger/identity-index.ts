import { hash } from 'node:crypto'
import type { NewEvent } from './port.js'

/** What makes two posts one event. */
export type Identity = Pick<NewEvent, 'connection' | 'hook' | 'type' | 'key'>

/** 64 bits as two signed 32-bit numbers, which SQLite stores and JavaScript computes without a BigInt. */
export interface IdentityHash {
  readonly high: number
  readonly low: number
}

/** Hashes an identity. Equal hashes do not prove equal identities: whoever finds a row compares it. */
export function hashIdentity({ connection, hook, type, key }: Identity): IdentityHash {
  const digest = hash('sha256', `${connection}\0${hook}\0${type}\0${key}`)
  return { high: Number.parseInt(digest.slice(0, 8), 16) | 0, low: Number.parseInt(digest.slice(8, 16), 16) | 0 }
}

const smallest = 1024
/** Above this share of used slots, looking for a free one takes too many steps. */
const fullest = 0.7

/**
 * Which rows have which hash: open addressing in typed arrays, 16 bytes a slot. A Map would take about a hundred bytes an
 * event, and a unique index in the file costs a random page per event.
 */
export class IdentityIndex {
  #rows: Float64Array
  #highs: Int32Array
  #lows: Int32Array
  #used = 0

  /** @param expected how many entries to make room for. */
  constructor(expected = 0) {
    let slots = smallest
    while (slots * fullest < expected) slots *= 2
    this.#rows = new Float64Array(slots)
    this.#highs = new Int32Array(slots)
    this.#lows = new Int32Array(slots)
  }

  get size(): number {
    return this.#used
  }

  /** The memory it takes. */
  get bytes(): number {
    return this.#rows.byteLength + this.#highs.byteLength + this.#lows.byteLength
  }

  /** Adds a row; rows start at 1. */
  add(high: number, low: number, row: number): void {
    if (this.#used >= this.#rows.length * fullest) this.#grow()
    this.#place(high, low, row)
    this.#used += 1
  }

  /** The first row with this hash that `confirm` accepts. */
  find(high: number, low: number, confirm: (row: number) => boolean): number | undefined {
    const mask = this.#rows.length - 1
    for (let slot = low & mask; ; slot = (slot + 1) & mask) {
      const row = this.#rows[slot] ?? 0
      if (row === 0) return undefined
      if (this.#lows[slot] === low && this.#highs[slot] === high && confirm(row)) return row
    }
  }

  /** Removes a row, and closes the gap so that entries behind it are still found. */
  remove(high: number, low: number, row: number): boolean {
    const mask = this.#rows.length - 1
    let gap = low & mask
    while (this.#rows[gap] !== row) {
      if (this.#rows[gap] === 0) return false
      gap = (gap + 1) & mask
    }
    if (this.#lows[gap] !== low || this.#highs[gap] !== high) return false
    for (let slot = (gap + 1) & mask; this.#rows[slot] !== 0; slot = (slot + 1) & mask) {
      const home = (this.#lows[slot] ?? 0) & mask
      // It may move back only where the gap is not before its home, counted around the end.
      if (((slot - home) & mask) >= ((slot - gap) & mask)) {
        this.#copy(slot, gap)
        gap = slot
      }
    }
    this.#rows[gap] = 0
    this.#used -= 1
    return true
  }

  #place(high: number, low: number, row: number): void {
    const mask = this.#rows.length - 1
    let slot = low & mask
    while (this.#rows[slot] !== 0) slot = (slot + 1) & mask
    this.#rows[slot] = row
    this.#highs[slot] = high
    this.#lows[slot] = low
  }

  #copy(from: number, to: number): void {
    this.#rows[to] = this.#rows[from] ?? 0
    this.#highs[to] = this.#highs[from] ?? 0
    this.#lows[to] = this.#lows[from] ?? 0
  }

  #grow(): void {
    const rows = this.#rows
    const highs = this.#highs
    const lows = this.#lows
    this.#rows = new Float64Array(rows.length * 2)
    this.#highs = new Int32Array(rows.length * 2)
    this.#lows = new Int32Array(rows.length * 2)
    for (let slot = 0; slot < rows.length; slot++) {
      const row = rows[slot] ?? 0
      if (row !== 0) this.#place(highs[slot] ?? 0, lows[slot] ?? 0, row)
    }
  }
}
