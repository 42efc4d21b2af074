/** A deterministic source of numbers and ids: the same seed gives the same sequence on every machine. */
export interface Random {
  /** The next whole number, 0 to 2^32 - 1. */
  next(): number
  /** A whole number from 0 to `limit - 1`. */
  below(limit: number): number
  /** The next UUID (version 4 in form; predictable, so never a secret). */
  uuid(): string
}

const hex = (value: number) => (value >>> 0).toString(16).padStart(8, '0')

/** Creates the source; `seed` is any whole number. The generator is mulberry32. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let value = Math.imul(state ^ (state >>> 15), state | 1)
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61)
    return (value ^ (value >>> 14)) >>> 0
  }
  return {
    next,
    below: (limit) => next() % limit,
    uuid: () => {
      const a = hex(next())
      const b = hex((next() & 0xffff0fff) | 0x4000)
      const c = hex((next() & 0x3fffffff) | 0x80000000)
      const d = hex(next())
      return `${a}-${b.slice(0, 4)}-${b.slice(4)}-${c.slice(0, 4)}-${c.slice(4)}${d}`
    },
  }
}
