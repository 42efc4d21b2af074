import { describe, expect, it } from 'vitest'
import { modules } from '../../modules/index.js'
import { systemClock } from '../../src/core/clock.js'
import { defineConnection } from '../../src/core/connection.js'
import type { Context, Perform } from '../../src/core/context.js'
import { defineAction, defineInstantTrigger, defineSearch, defineTrigger } from '../../src/core/define.js'
import { choice, integer, list, multiSelect, text } from '../../src/core/fields.js'
import { response } from '../../src/core/laml.js'
import { apiRequestOf, type Module } from '../../src/core/module.js'
import type { EventType } from '../../src/core/post.js'
import { laml } from '../../src/core/request.js'
import { value } from '../../src/core/shape.js'
import { path } from '../../src/core/wire.js'

const base = { label: 'Value', help: 'Enter a value that is long enough.' }
const shared = {
  id: 'doThing',
  label: 'Do a Thing',
  description: 'Does a thing.',
  group: 'Other',
  output: { sid: value.text('SID'), made: value.date('Made', { codec: 'rfc2822' }) },
  sample: { sid: 'a', made: 'Mon, 05 Jan 2026 12:00:00 +0000' },
} as const
const listing = { request: laml('GET', '/Things'), items: 'things' }
const limit = integer({ ...base, min: 1, initial: 10 })

const actionWith = (spec: { effect: 'read' | 'create' | 'update' | 'delete'; idempotent?: boolean }) =>
  defineAction({
    ...shared,
    ...spec,
    request: laml('POST', '/Things/{Sid}'),
    fields: { sid: text({ ...base, required: true, wire: path('Sid') }) },
    example: { sid: 'a' },
  })

describe('a defined module', () => {
  it('cannot be changed, at no depth', () => {
    const action = actionWith({ effect: 'read' })
    expect(() => Object.assign(action.fields.sid, { label: 'Other' })).toThrow(TypeError)
    expect(() => Object.assign(action.sample, { sid: 'b' })).toThrow(TypeError)
  })

  it('has no rules unless it names some', () => {
    expect(actionWith({ effect: 'read' }).rules).toEqual([])
  })

  it('is refused with its id where it contradicts itself', () => {
    expect(() => actionWith({ effect: 'update' })).toThrow(
      'Module doThing: an update must say whether it is idempotent.',
    )
  })

  it.each([
    ['read', true],
    ['delete', true],
    ['create', false],
  ] as const)('that does a %s is idempotent by itself: %s', (effect, idempotent) => {
    expect(actionWith({ effect }).idempotent).toBe(idempotent)
  })

  it('that updates is idempotent where it says so', () => {
    expect(actionWith({ effect: 'update', idempotent: true }).idempotent).toBe(true)
    expect(actionWith({ effect: 'update', idempotent: false }).idempotent).toBe(false)
  })
})

describe('execute', () => {
  const asked: (readonly [string, string, unknown])[] = []
  const perform: Perform = {
    action: async (module, input) => {
      asked.push(['action', module.id, input])
      return { sid: 'a' }
    },
    async *search(module, input) {
      asked.push(['search', module.id, input])
      yield { sid: 'a' }
    },
    trigger: async (module, input) => {
      asked.push(['trigger', module.id, input])
      return { bundles: [], state: { version: 1, boundary: '', floor: '', seen: {} } }
    },
  }
  const context: Context = { perform, clock: systemClock }

  it("hands the module and its input to the context's perform", async () => {
    asked.length = 0
    const search = defineSearch({ ...shared, listing, fields: { limit }, example: { limit: 1 } })
    const trigger = defineTrigger({
      ...shared,
      listing,
      fields: { limit },
      example: {},
      identity: 'sid',
      cursor: 'made',
    })
    expect(await actionWith({ effect: 'read' }).execute({ sid: 'a' }, context)).toEqual({ sid: 'a' })
    const bundles = []
    for await (const bundle of search.execute({ limit: 5 }, context)) bundles.push(bundle)
    expect(bundles).toEqual([{ sid: 'a' }])
    expect(await trigger.execute({}, context)).toMatchObject({ bundles: [] })
    expect(asked).toEqual([
      ['action', 'doThing', { sid: 'a' }],
      ['search', 'doThing', { limit: 5 }],
      ['trigger', 'doThing', {}],
    ])
  })
})

describe('an instant trigger', () => {
  const trigger = defineInstantTrigger({
    ...shared,
    fields: {
      name: text(base),
      numbers: list({ ...base, item: { kind: 'text' } }),
      reply: choice({
        ...base,
        options: {
          a: { label: 'A', fields: {}, laml: response() },
          b: { label: 'B', fields: {}, laml: response() },
        },
      }),
      also: multiSelect({ ...base, options: { status: 'Status' } }),
    },
    hook: {
      channel: 'voice',
      starts: ['incomingCall'],
      also: { field: 'also', events: { status: ['callStatus'] } },
      setup: { name: 'name', numbers: 'numbers', reply: 'reply' },
    },
    identity: { incomingCall: ['CallSid'] },
    example: {},
  })
  const post = (event: EventType) => ({
    post: { event, params: { sid: 'a', made: 'Mon, 05 Jan 2026 12:00:00 +0000', New: 'x' } },
  })

  it('makes one bundle of a post that starts it, its dates read and new parameters kept', () => {
    expect(trigger.execute({}, post('incomingCall'))).toEqual([
      { sid: 'a', made: new Date('2026-01-05T12:00:00Z'), New: 'x' },
    ])
  })

  it('makes one of other events only where they were asked for', () => {
    expect(trigger.execute({}, post('callStatus'))).toEqual([])
    expect(trigger.execute({ also: ['status'] }, post('callStatus'))).toHaveLength(1)
    expect(trigger.execute({ also: ['status'] }, post('recording'))).toEqual([])
    expect(trigger.execute({ also: ['status'] }, post('unknown'))).toEqual([])
  })
})

describe('the request of a module', () => {
  it('is the one it names itself', () => {
    const requests = (modules as readonly Module[]).map((module) => [module.kind, apiRequestOf(module)] as const)
    for (const [kind, request] of requests) {
      if (kind === 'search' || kind === 'trigger') expect(request?.method).toBe('GET')
      if (kind === 'instantTrigger') expect(request).toBeUndefined()
    }
    const arbitrary = (modules as readonly Module[]).find(({ id }) => id === 'makeApiCall')
    expect(arbitrary && apiRequestOf(arbitrary)).toBeUndefined()
  })
})

describe('a defined connection', () => {
  it('cannot be changed', () => {
    const connection = defineConnection({
      id: 'one',
      label: 'One',
      fields: { token: text(base) },
      probes: [],
      decider: laml('GET', '/Things'),
    })
    expect(() => Object.assign(connection.fields.token, { label: 'Other' })).toThrow(TypeError)
  })
})
