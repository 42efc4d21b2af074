import type * as Zones from '@date-fns/tz'
import type * as Parse from 'date-fns/parse'
import { ConnectorError } from '../core/errors.js'
import { dateForms } from '../core/patterns.js'
import type { DateValue } from '../core/wire.js'
import { loadPackage } from './load-package.js'

interface Parts {
  /** `YYYY-MM-DD`. */
  readonly day: string
  /** `HH:mm:ss`, absent where only a day was given. */
  readonly time?: string | undefined
  readonly milliseconds?: number
  /** Minutes east of UTC, absent where the text names no offset. */
  readonly offset?: number | undefined
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const iso = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?([zZ]|[+-]\d{2}:?\d{2})?)?$/
const american = /^(\d{2})\/(\d{2})\/(\d{4})(?: (\d{2}:\d{2})(?::(\d{2}))?)?$/
const rfc2822 =
  /^(?:[A-Z][a-z]{2}, )?(\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) (\d{2}:\d{2})(?::(\d{2}))? ([+-]\d{4}|GMT|UTC|UT)$/

const offsetMinutes = (text: string | undefined): number | undefined => {
  if (text === undefined) return undefined
  const match = /^([+-])(\d{2}):?(\d{2})$/.exec(text)
  if (!match) return 0
  // An hour has no 60th minute; the sum would hide it.
  const minutes = Number(match[3]) < 60 ? Number(match[2]) * 60 + Number(match[3]) : Number.NaN
  return Number(`${match[1]}1`) * minutes
}

const withSeconds = (time: string | undefined, seconds: string | undefined): string | undefined =>
  time === undefined ? undefined : `${time}:${seconds ?? '00'}`

function partsOf(text: string): Parts | undefined {
  const one = iso.exec(text)
  if (one) {
    const milliseconds = Number((one[4] ?? '').slice(0, 3).padEnd(3, '0'))
    return { day: one[1] ?? '', time: withSeconds(one[2], one[3]), milliseconds, offset: offsetMinutes(one[5]) }
  }
  const two = american.exec(text)
  if (two) return { day: `${two[3]}-${two[1]}-${two[2]}`, time: withSeconds(two[4], two[5]) }
  const three = rfc2822.exec(text)
  if (!three) return undefined
  const month = String(months.indexOf(three[2] ?? '') + 1).padStart(2, '0')
  const day = `${three[3]}-${month}-${(three[1] ?? '').padStart(2, '0')}`
  return { day, time: withSeconds(three[4], three[5]), offset: offsetMinutes(three[6]) }
}

/** The first of two instants with the same local time, where the clocks were set back; date-fns gives the one or the other. */
function firstOf(local: Date, timeZone: string): number {
  const { tzOffset } = loadPackage('@date-fns/tz') as typeof Zones
  const time = local.getTime()
  const offset = tzOffset(timeZone, local)
  const dayBefore = tzOffset(timeZone, new Date(time - 86_400_000))
  const earlier = time - (dayBefore - offset) * 60_000
  return dayBefore > offset && tzOffset(timeZone, new Date(earlier)) === dayBefore ? earlier : time
}

/** @throws ConnectorError where the runtime does not know the IANA zone. */
export function checkTimeZone(timeZone: string): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone })
  } catch {
    throw new ConnectorError(`The time zone ${JSON.stringify(timeZone.slice(0, 64))} is not known.`, {
      type: 'InvalidConfigurationError',
      code: 'invalid_time_zone',
      retry: 'never',
      advice: 'Use a name of the IANA list, such as Europe/Berlin, America/New_York or UTC.',
    })
  }
}

/**
 * Reads a date of an input. A text without an offset is a local time of `timeZone`; a local time that a change of the
 * clocks skips is moved forward by the change, and one that occurs twice means the first.
 *
 * @returns the date, or a text that says what is wrong.
 * @throws ConnectorError where the runtime does not know the zone.
 */
export function readDate(input: Date | string, timeZone: string): DateValue | string {
  if (input instanceof Date)
    return Number.isNaN(input.getTime()) ? 'is a Date without a time (Invalid Date)' : { instant: input }
  const parts = partsOf(input)
  if (!parts) return `must be ${dateForms}`
  const { parse } = loadPackage('date-fns/parse') as typeof Parse
  const { TZDate } = loadPackage('@date-fns/tz') as typeof Zones
  const zone = parts.offset === undefined ? timeZone : 'UTC'
  // date-fns refuses days and times that do not exist; Date itself would roll 30 February over into March.
  const local = parse(`${parts.day} ${parts.time ?? '00:00:00'}`, 'yyyy-MM-dd HH:mm:ss', new TZDate(0, zone))
  // Written so that an offset that is no number is refused as well.
  if (Number.isNaN(local.getTime()) || !(Math.abs(parts.offset ?? 0) <= 14 * 60)) {
    checkTimeZone(zone)
    return 'names a day or a time that does not exist'
  }
  const instant = new Date(firstOf(local, zone) + (parts.milliseconds ?? 0) - (parts.offset ?? 0) * 60_000)
  return parts.time === undefined ? { instant, day: parts.day } : { instant }
}
