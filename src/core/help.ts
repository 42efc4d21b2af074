import type { Field } from './fields.js'

const range = (min: number | undefined, max: number | undefined, unit: string): string | undefined => {
  const of = unit ? ` ${unit}` : ''
  if (min !== undefined && max !== undefined)
    return min === max ? `Exactly ${min}${of}.` : `From ${min} to ${max}${of}.`
  if (min !== undefined && min > 1) return `At least ${min}${of}.`
  if (max !== undefined) return `At most ${max}${of}.`
  return undefined
}

/** The limits of a field as a sentence, or undefined where it has none worth saying. */
function limitsOf(one: Field): string | undefined {
  switch (one.kind) {
    case 'integer':
      return range(one.min, one.max, one.unit ?? '')
    case 'text':
    case 'longText':
    case 'secret':
      if (one.patternMeaning !== undefined) return `Must be ${one.patternMeaning}.`
      return range(one.minLength, one.maxLength, 'characters')
    case 'list':
      return range(one.minItems, one.maxItems, 'items')
    case 'decimal':
      return 'A plain decimal with up to 4 decimals, such as `0.05`.'
    case 'phone':
    case 'address':
    case 'sid':
    case 'url':
    case 'boolean':
    case 'select':
    case 'multiSelect':
    case 'date':
    case 'keyValues':
    case 'any':
    case 'choice':
      return undefined
  }
}

/** The whole help of a field: its own sentences, its limits, and the API's default where there is one. */
export function fieldHelp(one: Field): string {
  const apiDefault = 'apiDefault' in one ? one.apiDefault : undefined
  const shown = typeof apiDefault === 'boolean' ? (apiDefault ? 'yes' : 'no') : apiDefault
  const unit = one.kind === 'integer' && one.unit ? ` ${one.unit}` : ''
  return [one.help, limitsOf(one), shown === undefined ? undefined : `If empty, SignalWire uses \`${shown}\`${unit}.`]
    .filter((part) => part !== undefined)
    .join(' ')
}
