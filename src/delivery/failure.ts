import { ConnectorError, type ErrorType, isConnectorError } from '../core/errors.js'

/** What a consumer's failure means for the event. */
export type ConsumerFailure =
  | { readonly kind: 'defer'; readonly reason: string; readonly afterMs?: number | undefined }
  | { readonly kind: 'bury'; readonly reason: string }
  | { readonly kind: 'gone'; readonly error: ConnectorError }

/** Reasons are stored with the event and listed in one line. */
const longestReason = 300

/** What fails for the data alone fails again; everything else, such as a wrong token, may be mended meanwhile. */
const aboutTheData: readonly ErrorType[] = [
  'DataError',
  'BundleValidationError',
  'IncompleteDataError',
  'DuplicateDataError',
]

const goneCode = 'consumer_gone'

/** To be thrown by a consumer that will never take anything again: delivery stops, and nothing is counted as an attempt. */
export const consumerGone = (problem: string, advice: string): ConnectorError =>
  new ConnectorError(problem, { type: 'ConnectionError', code: goneCode, retry: 'never', advice })

/** Reads what a consumer threw, which may be anything. */
export function readFailure(thrown: unknown): ConsumerFailure {
  try {
    if (!isConnectorError(thrown)) return { kind: 'defer', reason: reasonOf(thrown) }
    if (thrown.code === goneCode) return { kind: 'gone', error: thrown }
    const { retry } = thrown
    const reason = reasonOf(thrown)
    if (retry === 'never' && aboutTheData.includes(thrown.type)) return { kind: 'bury', reason }
    const afterMs =
      typeof retry === 'object' && Number.isFinite(retry?.afterMs) ? Math.max(0, retry.afterMs) : undefined
    return { kind: 'defer', reason, afterMs }
  } catch {
    return { kind: 'defer', reason: 'The consumer failed with an error that cannot be read.' }
  }
}

function reasonOf(thrown: unknown): string {
  const said = thrown instanceof Error ? thrown.message : typeof thrown === 'string' ? thrown : ''
  const line = String(said)
    .slice(0, 10 * longestReason)
    .replace(/[\p{Cc}\p{Cf}\p{Surrogate}\u2028\u2029]+/gu, ' ')
    .trim()
  if (line === '') return 'The consumer failed without saying why.'
  return line.length > longestReason ? `${line.slice(0, longestReason - 1)}…` : line
}
