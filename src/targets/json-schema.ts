import { allFields } from '../core/active-fields.js'
import type { ChoiceField, Field, Fields } from '../core/fields.js'
import type { Module } from '../core/module.js'
import type { Rule } from '../core/rules.js'
import { fieldSchema, kindHints } from './json-schema-field.js'
import { shapeSchema } from './json-schema-output.js'
import type { JsonSchema } from './json-schema-type.js'

export type { JsonSchema }

const draft = 'https://json-schema.org/draft/2020-12/schema'

/**
 * What a module takes. A day that is on no calendar, a whole number beyond 2^53 and LaML that is not well formed pass
 * here and are refused when the module runs; in everything else both agree.
 */
export const inputJsonSchema = (module: Module): JsonSchema => ({
  $schema: draft,
  title: module.label,
  description: module.description,
  ...fieldsJsonSchema(module.fields, module.rules),
})

/** What a set of fields takes, a connection's for example. All keys stand on one level, those of a choice's options too. */
export function fieldsJsonSchema(fields: Fields, rules: readonly Rule[] = []): JsonSchema {
  const { all, shared } = knownFields(fields)
  const { required, allOf, dependentRequired } = conditions(fields, shared)
  const conditional = [...allOf, ...rules.flatMap((rule) => ruleSchemas(rule, all))]
  return {
    type: 'object',
    properties: Object.fromEntries(
      [...all].map(([key, one]) => [
        key,
        // Its options differ in what they take; which limits hold stands with the option.
        shared.has(key) ? whatOptionsShare(one) : fieldSchema(one),
      ]),
    ),
    required,
    additionalProperties: false,
    ...(Object.keys(dependentRequired).length > 0 && { dependentRequired }),
    ...(conditional.length > 0 && { allOf: conditional }),
  }
}

/** A field whose limits depend on the option: what it is, without how much of it is accepted. */
function whatOptionsShare(one: Field): JsonSchema {
  const { description, type } = fieldSchema(one)
  return {
    title: one.label,
    ...(description !== undefined && { description }),
    ...(type !== undefined && { type }),
    ...kindHints(one),
  }
}

/** What a module returns, as JSON: dates are ISO 8601. Keys that SignalWire adds later are let through. */
export const outputJsonSchema = (module: Module): JsonSchema => ({
  $schema: draft,
  title: `Output of ${module.label}`,
  ...shapeSchema(module.output),
})

/** Every field by key, and the keys that several options have with different schemas. */
function knownFields(fields: Fields): { all: ReadonlyMap<string, Field>; shared: ReadonlySet<string> } {
  const seen = new Map<string, string>()
  const shared = new Set<string>()
  const visit = (level: Fields): void => {
    for (const [key, one] of Object.entries(level)) {
      const written = JSON.stringify(fieldSchema(one))
      if ((seen.get(key) ?? written) !== written) shared.add(key)
      seen.set(key, written)
      if (one.kind === 'choice') for (const option of Object.values(one.options)) visit(option.fields)
    }
  }
  visit(fields)
  return { all: allFields(fields), shared }
}

interface Conditions {
  readonly required: readonly string[]
  readonly allOf: readonly JsonSchema[]
  readonly dependentRequired: Readonly<Record<string, readonly string[]>>
}

function conditions(fields: Fields, shared: ReadonlySet<string>): Conditions {
  const choices = Object.entries(fields).filter((entry): entry is [string, ChoiceField] => entry[1].kind === 'choice')
  return {
    required: Object.entries(fields)
      .filter(([, one]) => one.required && !('initial' in one && one.initial !== undefined))
      .map(([key]) => key),
    allOf: choices.flatMap(([key, one]) => optionSchemas(key, one, shared)),
    // Without a chosen option none of its fields exists.
    dependentRequired: Object.fromEntries(
      choices.flatMap(([key, one]) => [...ownedKeys(one)].map((owned) => [owned, [key]])),
    ),
  }
}

/** For each option of a choice: which fields it has and demands, and that those of the others are absent. */
function optionSchemas(key: string, one: ChoiceField, shared: ReadonlySet<string>): readonly JsonSchema[] {
  const owned = [...ownedKeys(one)]
  return Object.entries(one.options).flatMap(([value, option]): JsonSchema[] => {
    const own = allFields(option.fields)
    const { required, allOf, dependentRequired } = conditions(option.fields, shared)
    const limited = Object.entries(option.fields)
      .filter(([name]) => shared.has(name))
      .map(([name, field]): [string, JsonSchema] => [name, fieldSchema(field)])
    const absent = owned.filter((name) => !own.has(name)).map((name): [string, false] => [name, false])
    const properties = Object.fromEntries<JsonSchema | false>([...limited, ...absent])
    const then: JsonSchema = {
      ...(required.length > 0 && { required }),
      ...(Object.keys(properties).length > 0 && { properties }),
      ...(Object.keys(dependentRequired).length > 0 && { dependentRequired }),
      ...(allOf.length > 0 && { allOf }),
    }
    if (Object.keys(then).length === 0) return []
    return [{ if: { properties: { [key]: { const: value } }, required: [key] }, then }]
  })
}

const ownedKeys = (one: ChoiceField): ReadonlySet<string> =>
  new Set(Object.values(one.options).flatMap((option) => [...allFields(option.fields).keys()]))

function ruleSchemas(rule: Rule, all: ReadonlyMap<string, Field>): readonly JsonSchema[] {
  // An empty list is as good as none.
  const isList = (key: string): boolean => ['list', 'multiSelect', 'keyValues'].includes(all.get(key)?.kind ?? '')
  const filled = (...keys: readonly string[]): JsonSchema => {
    const lists = keys.filter(isList)
    const properties = Object.fromEntries(lists.map((key) => [key, { minItems: 1 }]))
    return { required: keys, ...(lists.length > 0 && { properties }) }
  }
  switch (rule.rule) {
    case 'atLeastOneOf':
      return [{ description: rule.message, anyOf: rule.keys.map((key) => filled(key)) }]
    case 'notTogether':
      return rule.keys.flatMap((key, index) =>
        rule.keys.slice(index + 1).map((other) => ({ description: rule.message, not: filled(key, other) })),
      )
  }
}
