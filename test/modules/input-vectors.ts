import { allFields } from '../../src/core/active-fields.js'
import type { ChoiceField, Field, Fields } from '../../src/core/fields.js'
import type { Module } from '../../src/core/module.js'
import { lateRefusals, valueVectors } from './value-vectors.js'

export type Input = Readonly<Record<string, unknown>>

/** An input, and whether it must be taken. `late` inputs pass wherever only the form of a value is looked at. */
export interface Vector {
  readonly what: string
  readonly input: Input
  readonly verdict: 'accepted' | 'rejected' | 'late'
}

/** One place of a field: which options must be chosen for it to exist. */
interface Place {
  readonly key: string
  readonly field: Field
  readonly chosen: Readonly<Record<string, string>>
}

export function placesOf(fields: Fields, chosen: Place['chosen'] = {}): readonly Place[] {
  return Object.entries(fields).flatMap(([key, field]): readonly Place[] => [
    { key, field, chosen },
    ...(field.kind === 'choice'
      ? Object.entries(field.options).flatMap(([value, option]) => placesOf(option.fields, { ...chosen, [key]: value }))
      : []),
  ])
}

const must = (one: Field): boolean => one.required === true && !('initial' in one && one.initial !== undefined)

function minimal(fields: Fields, chosen: Place['chosen']): Input {
  const input: Record<string, unknown> = {}
  for (const [key, one] of Object.entries(fields)) {
    if (one.kind === 'choice') {
      const value = chosen[key] ?? (must(one) ? Object.keys(one.options)[0] : undefined)
      if (value === undefined) continue
      input[key] = value
      Object.assign(input, minimal(one.options[value]?.fields ?? {}, chosen))
    } else if (must(one)) input[key] = valueVectors(one).accepted[0]
  }
  return input
}

/** The smallest right input with these options chosen; what a rule demands is filled by a field other than `spared`. */
export function smallestInput(module: Module, chosen: Place['chosen'] = {}, spared?: string): Input {
  const input: Record<string, unknown> = { ...minimal(module.fields, chosen) }
  const exclusive = module.rules.flatMap((rule) => (rule.rule === 'notTogether' ? rule.keys : []))
  for (const rule of module.rules) {
    if (rule.rule !== 'atLeastOneOf' || rule.keys.some((key) => key !== spared && input[key] !== undefined)) continue
    const key = rule.keys.find(
      (each) => each !== spared && Object.hasOwn(module.fields, each) && !exclusive.includes(each),
    )
    const one = key === undefined ? undefined : module.fields[key]
    if (key !== undefined && one) input[key] = valueVectors(one).accepted[0]
  }
  return input
}

const shown = (value: unknown): string => {
  const text = JSON.stringify(value) ?? 'undefined'
  return text.length > 60 ? `${text.slice(0, 40)}... (${text.length})` : text
}

function ofField(module: Module, { key, field, chosen }: Place): readonly Vector[] {
  const base = smallestInput(module, chosen, key)
  const { [key]: _, ...without } = base
  const where = Object.entries(chosen)
    .map(([choice, value]) => `${choice}=${value} `)
    .join('')
  const vector = (verdict: Vector['verdict'], value: unknown): Vector => ({
    what: `${where}${key} = ${shown(value)}`,
    input: { ...base, [key]: value },
    verdict,
  })
  const { accepted, rejected } = valueVectors(field)
  return [
    ...accepted.map((value) => vector('accepted', value)),
    ...rejected.map((value) => vector('rejected', value)),
    ...lateRefusals(field).map(({ value }) => vector('late', value)),
    ...(field.kind === 'choice'
      ? choiceVectors(module, key, field, chosen)
      : [
          {
            what: `${where}without ${key}`,
            input: without,
            verdict: must(field) ? ('rejected' as const) : ('accepted' as const),
          },
        ]),
  ]
}

/** Each option with its smallest input, with every field of another option, and its fields without the choice. */
function choiceVectors(module: Module, key: string, field: ChoiceField, chosen: Place['chosen']): readonly Vector[] {
  return Object.entries(field.options).flatMap(([value, option]): readonly Vector[] => {
    const base = smallestInput(module, { ...chosen, [key]: value })
    const own = allFields(option.fields)
    const { [key]: _, ...undecided } = base
    const foreign = Object.values(field.options).flatMap((other) =>
      placesOf(other.fields).filter((place) => !own.has(place.key)),
    )
    const filled = [...own].map(([name, one]): [string, unknown] => [name, valueVectors(one).accepted[0]])
    return [
      { what: `${key} = ${value}`, input: base, verdict: 'accepted' },
      ...foreign.map(
        ({ key: name, field: one }): Vector => ({
          what: `${key} = ${value} with ${name}`,
          input: { ...base, [name]: valueVectors(one).accepted[0] },
          verdict: 'rejected',
        }),
      ),
      ...filled.map(
        ([name, one]): Vector => ({
          what: `${name} without ${key}`,
          input: { ...undecided, [name]: one },
          verdict: 'rejected',
        }),
      ),
      {
        what: `neither ${key} nor its fields`,
        input: smallestWithout(module, key, chosen),
        verdict: must(field) ? 'rejected' : 'accepted',
      },
    ]
  })
}

function smallestWithout(module: Module, key: string, chosen: Place['chosen']): Input {
  const base = smallestInput(module, chosen)
  const one = allFields(module.fields).get(key)
  const owned =
    one?.kind === 'choice' ? Object.values(one.options).flatMap((option) => [...allFields(option.fields).keys()]) : []
  return Object.fromEntries(Object.entries(base).filter(([name]) => name !== key && !owned.includes(name)))
}

/** Accept and reject vectors at every limit of a module, generated from its fields and rules. */
export function inputVectors(module: Module): readonly Vector[] {
  const base = smallestInput(module)
  return [
    { what: 'the smallest input', input: base, verdict: 'accepted' },
    { what: 'the example', input: module.example, verdict: 'accepted' },
    ...placesOf(module.fields).flatMap((place) => ofField(module, place)),
    ...['unknown', 'Body', 'constructor', 'toString', ' to', ''].map(
      (key): Vector => ({
        what: `the unknown field ${JSON.stringify(key)}`,
        input: { ...base, [key]: 'x' },
        verdict: 'rejected',
      }),
    ),
  ]
}
