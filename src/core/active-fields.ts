import type { Field, Fields } from './fields.js'

/** A key that was filled although its option is not chosen. */
export interface Misplaced {
  readonly key: string
  /** The key of the choice that decides. */
  readonly choice: string
  /** The options that have this key. */
  readonly options: readonly string[]
}

/** The fields that exist for one input. */
export interface ActiveFields {
  /** In the order shown; the fields of a chosen option follow their choice. */
  readonly fields: ReadonlyMap<string, Field>
  readonly misplaced: readonly Misplaced[]
  /** Names the chosen options, so that equal combinations can share a compiled validator. */
  readonly combination: string
}

/** Fields never change, and every run of a module asks for them. */
const known = new WeakMap<Fields, ReadonlyMap<string, Field>>()

/** Every field by key, those of all options included. Of a key that several options have, the first one's field. */
export function allFields(fields: Fields): ReadonlyMap<string, Field> {
  const before = known.get(fields)
  if (before) return before
  const found = new Map<string, Field>()
  const visit = (level: Fields): void => {
    for (const [key, one] of Object.entries(level)) {
      if (!found.has(key)) found.set(key, one)
      if (one.kind === 'choice') for (const option of Object.values(one.options)) visit(option.fields)
    }
  }
  visit(fields)
  known.set(fields, found)
  return found
}

/** Follows the choices of an input: which fields exist, and which filled keys belong to options not chosen. */
export function activeFields(fields: Fields, input: Readonly<Record<string, unknown>>): ActiveFields {
  const active = new Map<string, Field>()
  const misplaced: Misplaced[] = []
  const chosen: string[] = []
  const visit = (level: Fields): void => {
    for (const [key, one] of Object.entries(level)) {
      active.set(key, one)
      if (one.kind !== 'choice') continue
      const picked = input[key]
      const option = typeof picked === 'string' && Object.hasOwn(one.options, picked) ? one.options[picked] : undefined
      chosen.push(option ? `${key}=${picked}` : `${key}?`)
      if (option) visit(option.fields)
      // A value that is no option at all is reported as such; its neighbours are then nobody's fault.
      if (picked !== undefined && !option) continue
      const reported = new Set<string>()
      for (const other of Object.values(one.options)) {
        for (const owned of allFields(other.fields).keys()) {
          if (input[owned] === undefined || reported.has(owned) || (option && allFields(option.fields).has(owned)))
            continue
          reported.add(owned)
          misplaced.push({ key: owned, choice: key, options: optionsWith(one.options, owned) })
        }
      }
    }
  }
  visit(fields)
  return { fields: active, misplaced, combination: chosen.join('&') }
}

const optionsWith = (options: Readonly<Record<string, { readonly fields: Fields }>>, key: string): readonly string[] =>
  Object.entries(options)
    .filter(([, option]) => allFields(option.fields).has(key))
    .map(([value]) => value)
