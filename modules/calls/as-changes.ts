import type { Field, Fields } from '../../src/core/fields.js'

/**
 * Turns the fields of a create into those of an update, the fields of options included: without the API's defaults, since
 * a field that an update leaves out stays as it is, and with a warning on what the API documents for a create only.
 *
 * @param documented the API's own names of the parameters that it documents for the update.
 * @param warning the sentence that is added to the help of all others.
 */
export function asChanges<const F extends Fields>(fields: F, documented: readonly string[], warning: string): F {
  const changes = Object.entries(fields).map(([key, one]): [string, Field] => {
    if (one.kind === 'choice') {
      const options = Object.entries(one.options).map(([value, option]) => [
        value,
        { ...option, fields: asChanges(option.fields, documented, warning) },
      ])
      return [key, { ...one, options: Object.fromEntries(options) }]
    }
    const { apiDefault: _, ...change } = { apiDefault: undefined, ...one }
    return [key, documented.includes(one.wire?.name ?? '') ? change : { ...change, help: `${one.help} ${warning}` }]
  })
  return Object.fromEntries(changes) as F
}
