import { describe, expect, it } from 'vitest'
import { checkModule } from '../../src/core/check-module.js'
import { DefinitionError } from '../../src/core/errors.js'
import {
  choice,
  date,
  type Field,
  type Fields,
  integer,
  list,
  longText,
  multiSelect,
  select,
  text,
} from '../../src/core/fields.js'
import { element, response } from '../../src/core/laml.js'
import type { ActionModule, InstantTriggerModule, Module, SearchModule, TriggerModule } from '../../src/core/module.js'
import { laml } from '../../src/core/request.js'
import { atLeastOneOf } from '../../src/core/rules.js'
import { value } from '../../src/core/shape.js'
import { defineSource } from '../../src/core/source.js'
import { form, path, query } from '../../src/core/wire.js'

const base = { label: 'Value', help: 'Enter a value that is long enough.' }
const options = { a: 'A', b: 'B' }
const limit = integer({ ...base, min: 1, initial: 10 })
const shared = {
  id: 'doThing',
  label: 'Do a Thing',
  description: 'Does a thing.',
  group: 'Other',
  rules: [],
  output: { sid: value.text('SID'), made: value.date('Made', { codec: 'rfc2822' }) },
  sample: {},
  example: {},
} as const

const action: ActionModule = {
  ...shared,
  kind: 'action',
  effect: 'create',
  idempotent: false,
  request: laml('POST', '/Things/{Sid}'),
  fields: { sid: text({ ...base, wire: path('Sid') }), name: text({ ...base, wire: form('Name') }) },
  execute: async () => undefined,
}

const search: SearchModule = {
  ...shared,
  kind: 'search',
  effect: 'read',
  listing: { request: laml('GET', '/Things'), items: 'things' },
  fields: { limit },
  async *execute() {},
}

const trigger: TriggerModule = {
  ...search,
  kind: 'trigger',
  identity: 'sid',
  cursor: 'made',
  keep: { field: 'way', output: 'direction', unless: 'a' },
  fields: { limit, way: select({ ...base, options }) },
  execute: async () => undefined,
}

const reply = choice({
  ...base,
  options: {
    quiet: { label: 'Quiet', fields: {}, laml: response() },
    loud: { label: 'Loud', fields: {}, laml: response(element('Hangup')) },
  },
})

const instant: InstantTriggerModule = {
  ...shared,
  kind: 'instantTrigger',
  effect: 'read',
  fields: {
    name: text(base),
    numbers: list({ ...base, item: { kind: 'text' } }),
    reply,
    also: multiSelect({ ...base, options }),
  },
  hook: {
    channel: 'voice',
    starts: ['incomingCall'],
    also: { field: 'also', events: { a: ['callStatus'] } },
    setup: { name: 'name', numbers: 'numbers', reply: 'reply' },
  },
  identity: { incomingCall: ['CallSid'] },
  execute: () => [],
}

const problemOf = (module: Module): string => {
  try {
    checkModule(module, { idempotentSaid: true })
    return 'none'
  } catch (thrown) {
    if (!(thrown instanceof DefinitionError)) throw thrown
    return thrown.message
  }
}

/** What is wrong with an action that has this field besides. */
const withField = (field: Field, key = 'extra') => problemOf({ ...action, fields: { ...action.fields, [key]: field } })

describe('a descriptor that is right', () => {
  it.each([action, search, trigger, instant])('passes: %#', (module) => {
    expect(problemOf(module)).toBe('none')
  })
})

describe('a descriptor that contradicts itself is refused', () => {
  it.each<readonly [string, Partial<ActionModule>]>([
    ['Module do_thing: its id must be camelCase.', { id: 'do_thing' }],
    ['Module doThing: its description must be a sentence that ends with a full stop.', { description: 'does a thing' }],
    [
      'Module doThing: its rule atLeastOneOf needs at least two fields.',
      { rules: [atLeastOneOf(['name'], 'Fill it.')] },
    ],
    [
      'Module doThing: its rule atLeastOneOf names the field nobody, which it does not have.',
      { rules: [atLeastOneOf(['name', 'nobody'], 'Fill one.')] },
    ],
    ['Module doThing: its echo names the field nobody, which it does not have.', { echo: { sid: 'nobody' } }],
    [
      'Module doThing: its findAgain names the field nobody, which it does not have.',
      { findAgain: { listing: search.listing, match: [{ field: 'nobody', output: 'sid' }], created: 'made' } },
    ],
    [
      'Module doThing: its request names the field url, which it does not have.',
      {
        fields: {},
        request: { kind: 'arbitrary', url: 'url', method: 'method', headers: 'headers', query: 'query', body: 'body' },
      },
    ],
    ['Module doThing: a create is not idempotent: SignalWire has no idempotency key.', { idempotent: true }],
    ['Module doThing: no field fills {Other} of', { request: laml('POST', '/Things/{Sid}/{Other}') }],
  ])('%s', (message, changes) => {
    expect(problemOf({ ...action, ...changes })).toContain(message)
  })

  it('an update that does not say whether it is idempotent', () => {
    expect(() => checkModule({ ...action, effect: 'update' })).toThrow(
      'Module doThing: an update must say whether it is idempotent.',
    )
    expect(() => checkModule({ ...action, effect: 'update' }, { idempotentSaid: true })).not.toThrow()
  })

  it.each<readonly [string, Module]>([
    ['its identity nobody is not in its output.', { ...trigger, identity: 'nobody' }],
    ['its cursor sid is not a date of its output.', { ...trigger, cursor: 'sid' }],
    ['its keep names the field way, which it does not have.', { ...trigger, fields: { limit } }],
    ['it returns many bundles and needs an integer field limit.', { ...search, fields: {} }],
    ['it returns many bundles and needs an integer field limit.', { ...search, fields: { limit: text(base) } }],
    [
      'it returns many bundles and needs an integer field limit.',
      { ...trigger, fields: { way: select({ ...base, options }) } },
    ],
    ['it has no identity for the event incomingCall.', { ...instant, identity: {} }],
    [
      'its hook names the field nobody, which it does not have.',
      { ...instant, hook: { ...instant.hook, setup: { ...instant.hook.setup, numbers: 'nobody' } } },
    ],
    [
      'its hook names the field nobody, which it does not have.',
      { ...instant, hook: { ...instant.hook, also: { field: 'nobody', events: {} } } },
    ],
    [
      'field reply must be a choice whose every option has its LaML.',
      {
        ...instant,
        fields: {
          ...instant.fields,
          reply: { ...reply, options: { a: { label: 'A', fields: {} }, ...reply.options } },
        },
      },
    ],
    [
      'field name has a wire, but the module makes no request of its own.',
      { ...instant, fields: { ...instant.fields, name: text({ ...base, wire: form('Name') }) } },
    ],
  ])('%s', (message, module) => {
    expect(problemOf(module)).toBe(`Module doThing: ${message}`)
  })
})

describe('a field that contradicts itself is refused', () => {
  it.each<readonly [string, Field]>([
    ['field extra has no label.', text({ ...base, label: '' })],
    ['the help of field extra is shorter than 20 characters.', text({ ...base, help: 'Enter it.' })],
    ['field extra cannot be required and advanced.', text({ ...base, required: true, advanced: true })],
    ['field extra has both an initial value and an API default.', integer({ ...base, initial: 1, apiDefault: 2 })],
    ['field extra has no options.', select({ ...base, options: {} })],
    ['field extra has no option z.', select({ ...base, options, initial: 'z' })],
    ['field extra has no option z.', select({ ...base, options, apiDefault: 'z' })],
    ['field extra has neither options nor a source.', multiSelect(base)],
    ['field extra has no value between its limits.', integer({ ...base, min: 2, max: 1 })],
    ['field extra needs at least two options.', choice({ ...base, options: { a: { label: 'A', fields: {} } } })],
    ['the pattern of field extra is not anchored.', text({ ...base, pattern: '[0-9]+' })],
    ['the pattern of field extra is not anchored.', longText({ ...base, pattern: '^[0-9]+' })],
    ['field extra is sent as a form, but the request is a GET.', text({ ...base, wire: form('Extra') })],
    ['field extra has no place {Nowhere} in', text({ ...base, wire: path('Nowhere') })],
  ])('%s', (message, field) => {
    const request = message.includes('GET') ? laml('GET', '/Things/{Sid}') : action.request
    const fields: Fields = message.includes('GET')
      ? { sid: text({ ...base, wire: path('Sid') }), extra: field }
      : { ...action.fields, extra: field }
    expect(problemOf({ ...action, request, fields })).toContain(`Module doThing: ${message}`)
  })

  it('a choice that travels itself', () => {
    const options = { a: { label: 'A', fields: {} }, b: { label: 'B', fields: {} } }
    expect(withField(choice({ ...base, options, wire: form('Way') }))).toBe(
      "Module doThing: field extra is a choice: its options' fields travel, not itself.",
    )
    expect(withField(choice({ ...base, options }))).toBe('none')
  })

  it('a key that is not camelCase', () => {
    expect(withField(text(base), 'Extra')).toBe('Module doThing: the key of field Extra must be camelCase.')
  })

  it('a key that two fields fight for', () => {
    const way = (first: Field, second: Field) =>
      choice({
        ...base,
        options: { a: { label: 'A', fields: { one: first } }, b: { label: 'B', fields: { one: second } } },
      })
    expect(withField(way(text(base), text(base)))).toBe('none')
    expect(withField(way(text(base), integer(base)))).toBe(
      'Module doThing: field one is text in one option and integer in another.',
    )
    const inside = choice({
      ...base,
      options: { a: { label: 'A', fields: { name: text(base) } }, b: { label: 'B', fields: {} } },
    })
    expect(withField(inside)).toBe('Module doThing: field name is defined twice.')
  })

  it('an operator that no select decides, or that lacks a suffix', () => {
    const day = date({ ...base, wire: query('Day', 'utcDay', { field: 'way', suffix: { a: '<' } }) })
    expect(problemOf({ ...search, fields: { limit, day } })).toBe(
      'Module doThing: the operator of field day needs the select way.',
    )
    expect(problemOf({ ...search, fields: { limit, way: select({ ...base, options }), day } })).toBe(
      'Module doThing: the operator of field day has no suffix for b.',
    )
  })

  it('a source that depends on an option that does not exist', () => {
    const from = { request: laml('GET', '/Things'), items: 'things' }
    const source = defineSource({ id: 'things', what: 'things', scope: 'Voice', from, value: 'sid', label: '{sid}' })
    const dependent = multiSelect({ ...base, source, sourceBy: { field: 'way', sources: { z: source } } })
    expect(problemOf({ ...action, fields: { ...action.fields, way: select({ ...base, options }), dependent } })).toBe(
      'Module doThing: the sources of field dependent need a select way with the option z.',
    )
    expect(withField(dependent)).toContain('need a select way')
  })
})
