import type { Shape } from '../../core/shape.js'
import { call, type Expression, literal, member, template } from './iml.js'

/** A date of SignalWire's replies as an expression. */
export const parsedDate = (value: Expression, codec: 'rfc2822' | 'iso8601'): Expression =>
  codec === 'rfc2822'
    ? call('parseDate', value, literal('ddd, DD MMM YYYY HH:mm:ss ZZ'), literal('UTC'))
    : call('parseDate', value)

/** A module's output: the reply as it is, with its dates read. */
export function outputOf(shape: Shape, from: Expression): string | Readonly<Record<string, string>> {
  const dates: Record<string, string> = {}
  for (const [name, one] of Object.entries(shape)) {
    if (one.type !== 'date') continue
    const raw = member(from, name)
    dates[name] = template(call('if', raw, parsedDate(raw, one.codec), raw))
  }
  return Object.keys(dates).length === 0 ? template(from) : { '{{...}}': template(from), ...dates }
}
