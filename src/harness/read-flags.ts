import type { InputIssue } from '../core/errors.js'
import type { FieldFlag } from './field-flags.js'

/** What the flags of a form say, and what could not be read. */
export interface ReadFlags {
  readonly values: Readonly<Record<string, unknown>>
  readonly issues: readonly InputIssue[]
}

/**
 * Turns the texts of flags into values by the kinds of their fields. A number or boolean that is none stays the text it is:
 * the form's own check then names it along with everything else that is wrong.
 */
export function readFlags(flags: readonly FieldFlag[], given: Readonly<Record<string, unknown>>): ReadFlags {
  const values: Record<string, unknown> = {}
  const issues: InputIssue[] = []
  for (const { key, field } of flags) {
    const raw = given[key]
    if (raw === undefined) continue
    const refuse = (message: string): void => {
      issues.push({ key, label: field.label, message })
    }
    switch (field.kind) {
      case 'integer':
        values[key] = typeof raw === 'string' && /^[+-]?\d+$/.test(raw) ? Number(raw) : raw
        break
      case 'boolean':
        values[key] = booleans.get(raw) ?? raw
        break
      case 'keyValues':
        values[key] = pairs(raw, refuse)
        break
      case 'any':
        values[key] = json(String(raw), refuse)
        break
      case 'text':
      case 'longText':
      case 'secret':
      case 'phone':
      case 'address':
      case 'sid':
      case 'url':
      case 'decimal':
      case 'select':
      case 'multiSelect':
      case 'list':
      case 'date':
      case 'choice':
        values[key] = raw
    }
  }
  return { values, issues }
}

/** Helps speak of yes and no; JSON speaks of true and false. */
const booleans: ReadonlyMap<unknown, boolean> = new Map([
  ['true', true],
  ['yes', true],
  ['false', false],
  ['no', false],
])

// `Authorization: Basic dXNlcjo=` has a = as well, but not after a key.
const looksLikeHeader = /:.*\s/

function pairs(raw: unknown, refuse: (message: string) => void): readonly unknown[] {
  return (Array.isArray(raw) ? raw : [raw]).map((one) => {
    const text = String(one)
    const at = text.indexOf('=')
    // What was typed may be a secret, such as a whole header; it is not repeated.
    if (at < 1 || looksLikeHeader.test(text.slice(0, at))) refuse('must be key=value: write Name=value')
    return { key: text.slice(0, Math.max(at, 0)), value: text.slice(at + 1) }
  })
}

function json(raw: string, refuse: (message: string) => void): unknown {
  try {
    return JSON.parse(raw)
  } catch {
    refuse(`must be JSON; a text needs its quotes: ${JSON.stringify(JSON.stringify('some text'))}`)
    return undefined
  }
}
