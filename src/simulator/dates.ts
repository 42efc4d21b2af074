const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const RFC_2822 =
  /^(?:(?:Sun|Mon|Tue|Wed|Thu|Fri|Sat), )?(\d{1,2}) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) (\d{4}) (\d{2}):(\d{2}):(\d{2}) (?:GMT|UTC|\+0000|-0000)$/
const ISO_8601 = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.\d{3})?Z$/
const UTC_DAY = /^(\d{4})-(\d{2})-(\d{2})$/

const two = (value: number) => String(value).padStart(2, '0')

/** `Mon, 05 Jan 2026 12:00:00 +0000`: how LaML replies write an instant (1 s resolution). */
export function formatRfc2822(time: number): string {
  const date = new Date(time)
  const day = `${DAYS[date.getUTCDay()]}, ${two(date.getUTCDate())} ${MONTHS[date.getUTCMonth()]}`
  return `${day} ${date.getUTCFullYear()} ${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())} +0000`
}

/** Reads an RFC 2822 date in GMT; undefined for anything else, impossible dates included. */
export function parseRfc2822(text: string): number | undefined {
  const match = RFC_2822.exec(text)
  if (!match) return undefined
  const [, day, month = '', year, hour, minute, second] = match
  return exactTime(Number(year), MONTHS.indexOf(month), Number(day), Number(hour), Number(minute), Number(second))
}

/**
 * Reads `2026-01-05T12:00:00Z`, with or without milliseconds; undefined for anything else. SignalWire documents RFC 2822 and
 * days for its filters, but its own client library writes them this way, so both have to work.
 */
export function parseIso8601(text: string): number | undefined {
  const match = ISO_8601.exec(text)
  if (!match) return undefined
  const [, year, month, day, hour, minute, second] = match.map(Number)
  return exactTime(year ?? 0, (month ?? 0) - 1, day ?? 0, hour ?? 0, minute ?? 0, second ?? 0)
}

/** `2026-01-05T12:00:00Z`: how relay replies and LaML bins write an instant. */
export function formatIso8601(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`
}

/** `2026-01-05`, the UTC day of an instant. Two of these compare as text. */
export function utcDay(time: number): string {
  return new Date(time).toISOString().slice(0, 10)
}

/** Whether the text is a real `YYYY-MM-DD` day. */
export function isUtcDay(text: string): boolean {
  const match = UTC_DAY.exec(text)
  if (!match) return false
  return exactTime(Number(match[1]), Number(match[2]) - 1, Number(match[3]), 0, 0, 0) !== undefined
}

function exactTime(year: number, month: number, day: number, hour: number, minute: number, second: number) {
  const time = Date.UTC(year, month, day, hour, minute, second)
  const date = new Date(time)
  const exact = date.getUTCMonth() === month && date.getUTCDate() === day && hour < 24 && minute < 60 && second < 60
  return exact ? time : undefined
}
