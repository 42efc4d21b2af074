import { stripVTControlCharacters } from 'node:util'

// Control characters, and the invisible ones that turn the direction of the text around them.
const dangerous = /[\p{Cc}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu
const unescapedInJson = /[\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g

/**
 * A text from elsewhere as one harmless line: without escape sequences, control characters and turned directions, which
 * could rewrite what a terminal shows.
 */
export const printableLine = (text: string): string =>
  stripVTControlCharacters(text)
    .replace(/\r?\n|\t/g, ' ')
    .replace(dangerous, '')

/** What JSON has no spelling for, spelled: dates as ISO 8601, bytes as `{ base64 }`. */
export function plainJson(value: unknown): unknown {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString()
  if (value instanceof Uint8Array) return { base64: Buffer.from(value).toString('base64') }
  if (Array.isArray(value)) return value.map(plainJson)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, plainJson(one)]))
}

/** JSON for programs, indented, with nothing in it that a terminal would obey. */
export const printableJson = (value: unknown): string =>
  JSON.stringify(plainJson(value) ?? null, undefined, 2).replace(
    unescapedInJson,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
