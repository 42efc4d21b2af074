import { Refusal } from './replies.js'
import type { Pairs } from './request.js'

/**
 * Reads form parameters and refuses what the API documents as invalid, with the code the caller names. A blank value
 * counts as not sent, except in `raw` and `all`.
 */
export class Form {
  readonly #pairs: Pairs

  constructor(pairs: Pairs) {
    this.#pairs = pairs
  }

  /** The value as sent, the last one where the key recurs; undefined where the key is absent. */
  raw(key: string): string | undefined {
    return this.#pairs.findLast(([name]) => name === key)?.[1]
  }

  /** The value, or undefined where it is absent or blank. */
  text(key: string): string | undefined {
    return this.raw(key)?.trim() === '' ? undefined : this.raw(key)
  }

  /** Every value of a repeated key, `Key` and `Key[]` alike. */
  all(key: string): readonly string[] {
    return this.#pairs.filter(([name]) => name === key || name === `${key}[]`).map(([, value]) => value)
  }

  has(key: string): boolean {
    return this.raw(key) !== undefined
  }

  keys(): readonly string[] {
    return [...new Set(this.#pairs.map(([name]) => name))]
  }

  pairs(): Pairs {
    return this.#pairs
  }

  oneOf<const V extends string>(key: string, values: readonly V[], code: number): V | undefined {
    const text = this.text(key)
    if (text === undefined) return undefined
    const value = values.find((candidate) => candidate === text)
    if (value === undefined) throw new Refusal(code, `${key} must be one of ${values.join(', ')}.`)
    return value
  }

  method(key: string): 'GET' | 'POST' | undefined {
    return this.oneOf(key, ['GET', 'POST'], 21209)
  }

  whole(key: string, minimum: number, maximum: number, code: number): number | undefined {
    const text = this.text(key)
    if (text === undefined) return undefined
    const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN
    if (!(value >= minimum && value <= maximum)) {
      throw new Refusal(code, `${key} must be a whole number from ${minimum} to ${maximum}.`)
    }
    return value
  }

  flag(key: string): boolean | undefined {
    const value = this.oneOf(key, ['true', 'false'], 10000)
    return value === undefined ? undefined : value === 'true'
  }

  url(key: string, code: number): string | undefined {
    const text = this.text(key)
    if (text !== undefined && !isHttpUrl(text)) throw new Refusal(code, `${key} is not an absolute http or https URL.`)
    return text
  }

  /** A plain decimal with up to four places. */
  price(key: string): number | undefined {
    const text = this.text(key)
    if (text === undefined) return undefined
    if (!/^\d+\.?\d{0,4}$/.test(text)) throw new Refusal(10000, `${key} must be a decimal with up to 4 places.`)
    return Number(text)
  }
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

export function isUuid(text: string): boolean {
  return UUID.test(text)
}

export function isHttpUrl(text: string): boolean {
  if (/\s/.test(text) || !/^https?:\/\//i.test(text)) return false
  return URL.canParse(text)
}
