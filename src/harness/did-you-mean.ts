import { nearest } from '../runtime/nearest.js'

/** ` Did you mean x?`, or nothing. */
export const didYouMean = (typed: string, known: readonly string[]): string => {
  const near = nearest(typed, known)
  return near === undefined ? '' : ` Did you mean ${near}?`
}
