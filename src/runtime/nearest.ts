import { closest, distance } from 'fastest-levenshtein'

/** Longer words are not compared: nobody mistypes that much. */
const longest = 64

/** The name that was probably meant, or undefined where none is near. Case does not count. */
export function nearest(typed: string, known: readonly string[]): string | undefined {
  if (typed.length > longest || known.length === 0) return undefined
  const names = known.map((name) => name.toLowerCase())
  const near = closest(typed.toLowerCase(), names)
  return distance(typed.toLowerCase(), near) <= Math.max(2, typed.length / 3) ? known[names.indexOf(near)] : undefined
}
