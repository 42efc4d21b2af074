import { isUtcDay, parseIso8601, parseRfc2822, utcDay } from './dates.js'
import { paramOf } from './paging.js'
import { Refusal } from './replies.js'
import type { Pairs } from './request.js'

/** Whether a row's value passes a filter. */
export type Test<T> = (value: T) => boolean

/** Equality with the text of the parameter; undefined where the parameter is absent or blank. */
export function equalTo(query: Pairs, key: string): Test<string | null> | undefined {
  const wanted = paramOf(query, key)
  return wanted === undefined ? undefined : (value) => value === wanted
}

/** Equality with one of the documented values. */
export function oneOf(query: Pairs, key: string, allowed: readonly string[]): Test<string> | undefined {
  const wanted = paramOf(query, key)
  if (wanted === undefined) return undefined
  if (!allowed.includes(wanted)) throw new Refusal(10000, `${key} must be one of ${allowed.join(', ')}.`)
  return (value) => value === wanted
}

/** `Key`, `Key<` and `Key>` as RFC 2822 (or ISO 8601) instants in GMT, compared by the second; an empty time never passes. */
export function instants(query: Pairs, key: string): Test<number | null> | undefined {
  return comparisons(query, key, (text) => {
    const time = parseRfc2822(text) ?? parseIso8601(text)
    if (time === undefined) {
      throw new Refusal(90000, `${key} must be an RFC 2822 date in GMT, such as Mon, 05 Jan 2026 12:00:00 GMT.`)
    }
    return (value) => Math.floor(value / 1000) * 1000 - time
  })
}

/** `Key`, `Key<` and `Key>` as UTC days (YYYY-MM-DD, or the day of an ISO 8601 instant), compared by the day; an empty time never passes. */
export function days(query: Pairs, key: string): Test<number | null> | undefined {
  return comparisons(query, key, (text) => {
    const time = parseIso8601(text)
    const wanted = time === undefined ? text : utcDay(time)
    if (!isUtcDay(wanted)) throw new Refusal(90000, `${key} must be a day in UTC written YYYY-MM-DD.`)
    return (value) => {
      const day = utcDay(value)
      return day < wanted ? -1 : day > wanted ? 1 : 0
    }
  })
}

function comparisons(
  query: Pairs,
  key: string,
  read: (text: string) => (value: number) => number,
): Test<number | null> | undefined {
  const tests: Test<number>[] = []
  const add = (suffix: string, passes: (difference: number) => boolean) => {
    const text = paramOf(query, key + suffix)
    if (text === undefined) return
    const compare = read(text)
    tests.push((value) => passes(compare(value)))
  }
  add('', (difference) => difference === 0)
  add('<', (difference) => difference < 0)
  add('>', (difference) => difference > 0)
  return tests.length === 0 ? undefined : (value) => value !== null && tests.every((test) => test(value))
}
