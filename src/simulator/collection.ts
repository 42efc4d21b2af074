/** What a row needs to be listed: when it was created, and a sequence number that breaks ties. */
export interface Row {
  readonly sid: string
  /** Milliseconds since 1970. */
  readonly created: number
  readonly sequence: number
}

/** A position between rows, independent of which rows still exist. */
export interface Cursor {
  readonly created: number
  readonly sequence: number
}

/** Rows in the order in which lists show them: newest first. */
export class Collection<R extends Row> {
  readonly #rows: R[] = []
  readonly #bySid = new Map<string, R>()

  get size(): number {
    return this.#rows.length
  }

  get(sid: string): R | undefined {
    return this.#bySid.get(sid)
  }

  /** Adds a row at its place; rows usually arrive in order of time, so this is usually an append. */
  add(row: R): void {
    if (this.#bySid.has(row.sid)) throw new TypeError(`The simulator already holds a row with the id ${row.sid}.`)
    this.#bySid.set(row.sid, row)
    const last = this.#rows.at(-1)
    if (!last || compare(last, row) < 0) this.#rows.push(row)
    else this.#rows.splice(this.#indexAfter(row), 0, row)
  }

  /** Puts a changed row in the place of the one with the same sid and time. */
  replace(row: R): void {
    const index = this.#indexAfter(row) - 1
    if (this.#rows[index]?.sid !== row.sid) throw new TypeError(`The simulator holds no row with the id ${row.sid}.`)
    this.#rows[index] = row
    this.#bySid.set(row.sid, row)
  }

  delete(sid: string): void {
    const row = this.#bySid.get(sid)
    if (!row) return
    this.#bySid.delete(sid)
    this.#rows.splice(this.#indexAfter(row) - 1, 1)
  }

  /** All rows, newest first. */
  *[Symbol.iterator](): Iterator<R> {
    for (let index = this.#rows.length - 1; index >= 0; index--) yield this.#rows[index] as R
  }

  /** Up to `count` matching rows that are older than the cursor (all rows without one), newest first. */
  older(cursor: Cursor | undefined, count: number, matches: (row: R) => boolean): R[] {
    const found: R[] = []
    const from = cursor ? this.#indexBefore(cursor) : this.#rows.length - 1
    for (let index = from; index >= 0 && found.length < count; index--) {
      const row = this.#rows[index] as R
      if (matches(row)) found.push(row)
    }
    return found
  }

  /** The `count` matching rows just newer than the cursor, newest first. */
  newer(cursor: Cursor, count: number, matches: (row: R) => boolean): R[] {
    const found: R[] = []
    for (let index = this.#indexAfter(cursor); index < this.#rows.length && found.length < count; index++) {
      const row = this.#rows[index] as R
      if (matches(row)) found.push(row)
    }
    return found.reverse()
  }

  /** Index of the first row that comes after the position in time. */
  #indexAfter(position: Cursor): number {
    return this.#search((row) => compare(row, position) > 0)
  }

  /** Index of the last row that comes before the position in time; -1 without one. */
  #indexBefore(position: Cursor): number {
    return this.#search((row) => compare(row, position) >= 0) - 1
  }

  #search(reached: (row: R) => boolean): number {
    let low = 0
    let high = this.#rows.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (reached(this.#rows[middle] as R)) high = middle
      else low = middle + 1
    }
    return low
  }
}

function compare(a: Cursor, b: Cursor): number {
  return a.created - b.created || a.sequence - b.sequence
}
