import { allFields } from './active-fields.js'
import { DefinitionError } from './errors.js'
import type { Field, Fields } from './fields.js'
import { apiRequestOf, type Module } from './module.js'
import { keyPattern } from './patterns.js'

/** A help that is shorter says nothing that the label does not. */
const shortestHelp = 20

/** Where a hand-written file of a module stands in the checks: what it already knows of the definition. */
interface Known {
  readonly idempotentSaid?: boolean
}

/** Refuses a descriptor that contradicts itself. Every message names the module and the field. */
export function checkModule(module: Module, known: Known = {}): void {
  const fail = (problem: string): never => {
    throw new DefinitionError(`Module ${module.id}: ${problem}`)
  }
  if (!keyPattern.test(module.id)) fail('its id must be camelCase.')
  if (!/^[A-Z].*\.$/.test(module.description)) fail('its description must be a sentence that ends with a full stop.')
  checkFields(module.fields, new Map(), fail)
  const all = allFields(module.fields)
  const fieldNamed = (key: string, role: string): Field =>
    all.get(key) ?? fail(`${role} names the field ${key}, which it does not have.`)

  for (const rule of module.rules) {
    if (rule.keys.length < 2) fail(`its rule ${rule.rule} needs at least two fields.`)
    for (const key of rule.keys) fieldNamed(key, `its rule ${rule.rule}`)
  }
  for (const [key, one] of all) {
    if (!('sourceBy' in one) || !one.sourceBy) continue
    const decider = all.get(one.sourceBy.field)
    for (const value of Object.keys(one.sourceBy.sources))
      if (decider?.kind !== 'select' || !Object.hasOwn(decider.options, value))
        fail(`the sources of field ${key} need a select ${one.sourceBy.field} with the option ${value}.`)
  }
  checkWires(module, all, fail)

  switch (module.kind) {
    case 'action':
      if (module.effect === 'update' && !known.idempotentSaid) fail('an update must say whether it is idempotent.')
      if (module.effect === 'create' && module.idempotent)
        fail('a create is not idempotent: SignalWire has no idempotency key.')
      for (const key of Object.values(module.echo ?? {})) fieldNamed(key, 'its echo')
      for (const { field } of module.findAgain?.match ?? []) fieldNamed(field, 'its findAgain')
      if (module.request.kind === 'arbitrary') {
        const { url, method, headers, query, body } = module.request
        for (const key of [url, method, headers, query, body]) fieldNamed(key, 'its request')
      }
      break
    case 'trigger':
      if (!Object.hasOwn(module.output, module.identity)) fail(`its identity ${module.identity} is not in its output.`)
      if (module.output[module.cursor]?.type !== 'date')
        fail(`its cursor ${module.cursor} is not a date of its output.`)
      if (module.keep) fieldNamed(module.keep.field, 'its keep')
      requireLimit(module.fields, fail)
      break
    case 'search':
      requireLimit(module.fields, fail)
      break
    case 'instantTrigger': {
      fieldNamed(module.hook.also.field, 'its hook')
      for (const key of Object.values(module.hook.setup)) fieldNamed(key, 'its hook')
      const reply = fieldNamed(module.hook.setup.reply, 'its hook')
      if (reply.kind !== 'choice' || Object.values(reply.options).some((option) => !option.laml))
        fail(`field ${module.hook.setup.reply} must be a choice whose every option has its LaML.`)
      for (const event of module.hook.starts)
        if (!module.identity[event]) fail(`it has no identity for the event ${event}.`)
      break
    }
  }
}

type Fail = (problem: string) => never

function checkFields(
  fields: Fields,
  kinds: Map<string, { kind: string; within: string }>,
  fail: Fail,
  within = '',
): void {
  for (const [key, one] of Object.entries(fields)) {
    if (!keyPattern.test(key)) fail(`the key of field ${key} must be camelCase.`)
    const before = kinds.get(key)
    // A key may recur in the options of one choice; anywhere else two fields would fight for it.
    if (before && before.within !== within) fail(`field ${key} is defined twice.`)
    if (before && before.kind !== one.kind)
      fail(`field ${key} is ${before.kind} in one option and ${one.kind} in another.`)
    kinds.set(key, { kind: one.kind, within })
    checkField(key, one, fail)
    if (one.kind === 'choice')
      for (const option of Object.values(one.options)) checkFields(option.fields, kinds, fail, key)
  }
}

function checkField(key: string, one: Field, fail: Fail): void {
  if (!one.label) fail(`field ${key} has no label.`)
  if (one.help.length < shortestHelp) fail(`the help of field ${key} is shorter than ${shortestHelp} characters.`)
  if (one.required && one.advanced) fail(`field ${key} cannot be required and advanced.`)
  const initial = 'initial' in one ? one.initial : undefined
  if (initial !== undefined && 'apiDefault' in one && one.apiDefault !== undefined)
    fail(`field ${key} has both an initial value and an API default.`)
  switch (one.kind) {
    case 'select':
      if (Object.keys(one.options).length === 0) fail(`field ${key} has no options.`)
      for (const preset of [one.initial, one.apiDefault])
        if (preset !== undefined && !Object.hasOwn(one.options, preset)) fail(`field ${key} has no option ${preset}.`)
      break
    case 'multiSelect':
      if (!one.options && !one.source) fail(`field ${key} has neither options nor a source.`)
      break
    case 'integer':
      if (one.min !== undefined && one.max !== undefined && one.min > one.max)
        fail(`field ${key} has no value between its limits.`)
      break
    case 'choice':
      if (Object.keys(one.options).length < 2) fail(`field ${key} needs at least two options.`)
      if (one.wire) fail(`field ${key} is a choice: its options' fields travel, not itself.`)
      break
    case 'text':
    case 'longText':
    case 'secret':
      if (one.pattern !== undefined && !/^\^.*\$$/.test(one.pattern))
        fail(`the pattern of field ${key} is not anchored.`)
      break
    case 'phone':
    case 'address':
    case 'sid':
    case 'url':
    case 'decimal':
    case 'boolean':
    case 'list':
    case 'date':
    case 'keyValues':
    case 'any':
      break
  }
}

function checkWires(module: Module, all: ReadonlyMap<string, Field>, fail: Fail): void {
  const request = apiRequestOf(module)
  if (!request) {
    for (const [key, one] of all)
      if (one.wire) fail(`field ${key} has a wire, but the module makes no request of its own.`)
    return
  }
  const places = new Set(
    [...request.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).filter((name) => name !== 'AccountSid'),
  )
  for (const [key, one] of all) {
    if (!one.wire) continue
    if (one.wire.in === 'path' && !places.delete(one.wire.name))
      fail(`field ${key} has no place {${one.wire.name}} in ${request.path}.`)
    if (one.wire.in === 'form' && request.method === 'GET')
      fail(`field ${key} is sent as a form, but the request is a GET.`)
    const operator = one.wire.operator
    if (!operator) continue
    const decider = all.get(operator.field)
    if (decider?.kind !== 'select') fail(`the operator of field ${key} needs the select ${operator.field}.`)
    else
      for (const value of Object.keys(decider.options))
        if (!Object.hasOwn(operator.suffix, value)) fail(`the operator of field ${key} has no suffix for ${value}.`)
  }
  for (const place of places) fail(`no field fills {${place}} of ${request.path}.`)
}

function requireLimit(fields: Fields, fail: Fail): void {
  if (fields.limit?.kind !== 'integer') fail('it returns many bundles and needs an integer field limit.')
}
