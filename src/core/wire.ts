/**
 * How a value travels: where in the request, under which of the API's names, and in which spelling. Keys of inputs are
 * ours; the API's names stand nowhere but here.
 */

/**
 * The spellings (a closed list; every target has an emitter for each):
 * - `plain`: text as it is, numbers in decimal
 * - `boolean`: `true` or `false`
 * - `decimal`: a decimal text with its leading zero (`.5` becomes `0.5`, `1.` becomes `1`)
 * - `repeated`: one pair an item, all under the same name
 * - `spaceSeparated`: one pair, the items joined by a space
 * - `rfc2822`: an instant as `Mon, 05 Jan 2026 12:00:00 GMT` (Calls list, StartTime and EndTime)
 * - `utcDay`: a day as `2026-01-05` in UTC (Messages list, DateSent)
 */
export type Codec = 'plain' | 'boolean' | 'decimal' | 'repeated' | 'spaceSeparated' | 'rfc2822' | 'utcDay'

/** Chooses the operator that is appended to the parameter's name, by the value of a sibling select. */
export interface Operator {
  /** The key of the select that decides. Where it is not filled, no operator is appended. */
  readonly field: string
  /** The suffix for each of the select's values, such as `{ equal: '', before: '<', after: '>' }`. */
  readonly suffix: Readonly<Record<string, string>>
}

/** Where one field goes in the request. */
export interface Wire {
  readonly in: 'form' | 'query' | 'path'
  /** The API's name of the parameter, or the placeholder's name in a path. */
  readonly name: string
  /** Default: the codec that follows from the field's kind. */
  readonly codec?: Codec
  readonly operator?: Operator
}

/** Sends the field in the form-encoded body. */
export const form = (name: string, codec?: Codec): Wire => ({ in: 'form', name, ...(codec && { codec }) })

/** Sends the field as a query parameter. */
export const query = (name: string, codec?: Codec, operator?: Operator): Wire => ({
  in: 'query',
  name,
  ...(codec && { codec }),
  ...(operator && { operator }),
})

/** Puts the field, percent-encoded, at the placeholder `{name}` of the request's path. */
export const path = (name: string): Wire => ({ in: 'path', name })

/** A date as the runtime has read it: an instant, and the calendar day where only a day was given. */
export interface DateValue {
  readonly instant: Date
  /** `YYYY-MM-DD`, set where the input named a day and no time. */
  readonly day?: string
}

/** One pair of a query string or a form, in the order it is sent. */
export type Pair = readonly [name: string, value: string]

const decimalText = (value: string): string => value.replace(/^\./, '0.').replace(/\.$/, '')

/** A Date in RFC 2822 form, in GMT with a resolution of one second. */
export const toRfc2822 = (date: Date): string => date.toUTCString()

/** The spelling of a parsed value: several texts for `repeated`, one for every other codec. */
export function encodeValue(codec: Codec, value: unknown): readonly string[] {
  switch (codec) {
    case 'plain':
    case 'boolean':
      return [String(value)]
    case 'decimal':
      return [decimalText(String(value))]
    case 'repeated':
      return (value as readonly unknown[]).map(String)
    case 'spaceSeparated':
      return [(value as readonly unknown[]).map(String).join(' ')]
    case 'rfc2822':
      return [toRfc2822((value as DateValue).instant)]
    case 'utcDay': {
      const date = value as DateValue
      return [date.day ?? date.instant.toISOString().slice(0, 10)]
    }
  }
}
