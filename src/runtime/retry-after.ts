/** No wait that a server asks for is longer: one day, after which even daily limits are over. */
export const maxRetryAfterMs = 86_400_000

const httpDate = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/

/**
 * Reads a `Retry-After` header: whole seconds or an HTTP date.
 *
 * @param now milliseconds since 1970.
 * @returns milliseconds from 1 to `maxRetryAfterMs`; undefined for anything else, for zero and for a date that is past,
 *   because a wait of nothing would be no wait at all.
 */
export function readRetryAfter(header: string | undefined, now: number): number | undefined {
  const found = (header ?? '').slice(0, 64).trim()
  const wait = /^\d{1,12}$/.test(found) ? Number(found) * 1000 : httpDate.test(found) ? Date.parse(found) - now : 0
  return wait > 0 ? Math.min(wait, maxRetryAfterMs) : undefined
}
