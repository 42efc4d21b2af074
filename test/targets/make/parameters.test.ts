import { describe, expect, it } from 'vitest'
import { modules } from '../../../modules/index.js'
import { choice, date, integer, list, multiSelect, phone, select, sid, text, url } from '../../../src/core/fields.js'
import type { Module } from '../../../src/core/module.js'
import { laml } from '../../../src/core/request.js'
import { defineSource } from '../../../src/core/source.js'
import { query } from '../../../src/core/wire.js'
import { fieldParameters, type MakeParameter, moduleParameters } from '../../../src/targets/make/parameters.js'

const help = 'Enter a value that Make asks for.'
const base = { label: 'Value', help }
const everyModule: readonly Module[] = modules

const source = (id: string) =>
  defineSource({
    id,
    what: id,
    scope: 'Numbers',
    from: { request: laml('GET', '/Groups'), items: 'groups' },
    value: 'sid',
    label: '{sid}',
  })

describe('a parameter', () => {
  it('has the name, the help with its limits, and what is demanded', () => {
    expect(fieldParameters({ one: text({ ...base, required: true, maxLength: 9 }) })).toEqual([
      {
        name: 'one',
        label: 'Value',
        help: `${help} At most 9 characters.`,
        type: 'text',
        required: true,
        validate: { max: 9 },
      },
    ])
  })

  it('lists the options of a source by its RPC and still lets any value be mapped', () => {
    expect(fieldParameters({ one: sid({ ...base, source: source('groups') }) })).toMatchObject([
      { type: 'select', options: 'rpc://groups', mode: 'edit' },
    ])
  })

  it('stays a line of text where only our own host has the options', () => {
    const hooks = defineSource({ id: 'hooks', what: 'hooks', from: { local: 'hooks' }, value: 'url', label: '{url}' })
    const [parameter] = fieldParameters({ one: url({ ...base, source: hooks }) })
    expect(parameter).toMatchObject({ type: 'url', validate: { pattern: expect.any(String) } })
    expect(parameter).not.toHaveProperty('options')
  })

  it('has a default only where the host fills one in', () => {
    const [first, second] = fieldParameters({
      one: integer({ ...base, min: 1, initial: 10 }),
      two: integer({ ...base, apiDefault: 60 }),
    })
    expect(first).toMatchObject({ type: 'uinteger', default: 10, validate: { min: 1 } })
    expect(second).not.toHaveProperty('default')
  })

  it('asks for a day alone where the API compares days', () => {
    expect(
      fieldParameters({
        day: date({ ...base, wire: query('Day', 'utcDay') }),
        time: date({ ...base, wire: query('Time') }),
      }),
    ).toMatchObject([{ type: 'date', time: false }, { type: 'date' }])
  })

  it('holds the fields of an option below the option, none of them advanced', () => {
    const [parameter] = fieldParameters({
      way: choice({
        ...base,
        options: {
          a: {
            label: 'A',
            fields: { one: phone({ ...base, required: true }), two: text({ ...base, advanced: true }) },
          },
          b: { label: 'B', fields: {} },
        },
      }),
    })
    expect(parameter).toMatchObject({
      type: 'select',
      options: [{ value: 'a', nested: [{ name: 'one', required: true }, { name: 'two' }] }, { value: 'b' }],
    })
    expect(JSON.stringify(parameter)).not.toContain('advanced')
  })

  it('stands below each option of the select that decides where its own options come from', () => {
    const parameters = fieldParameters({
      kind: select({ ...base, options: { voice: 'Voice', fax: 'Fax' } }),
      numbers: multiSelect({
        ...base,
        source: source('voiceNumbers'),
        sourceBy: { field: 'kind', sources: { fax: source('faxNumbers') } },
      }),
    })
    expect(parameters).toHaveLength(1)
    expect(parameters).toMatchObject([
      {
        options: [
          { value: 'voice', nested: [{ name: 'numbers', multiple: true, options: 'rpc://voiceNumbers' }] },
          { value: 'fax', nested: [{ name: 'numbers', multiple: true, options: 'rpc://faxNumbers' }] },
        ],
      },
    ])
  })

  it('limits the items of a list', () => {
    expect(
      fieldParameters({ one: list({ ...base, required: true, item: { kind: 'url' }, maxItems: 8 }) }),
    ).toMatchObject([{ type: 'array', spec: { type: 'url' }, validate: { minItems: 1, maxItems: 8 } }])
  })
})

describe('the parameters of a module', () => {
  const placesOf = (kind: Module['kind']) => {
    const found = everyModule.filter((module) => module.kind === kind).map(moduleParameters)
    expect(found.length).toBeGreaterThan(0)
    return found
  }

  it('are mapped in actions and searches', () => {
    for (const parameters of [...placesOf('action'), ...placesOf('search')]) {
      expect([parameters.static, parameters.webhook]).toEqual([[], []])
      expect(parameters.mappable).not.toEqual([])
    }
  })

  it('are fixed in a polling trigger, before which nothing runs', () => {
    for (const parameters of placesOf('trigger')) {
      expect([parameters.mappable, parameters.webhook]).toEqual([[], []])
      expect(parameters.static.map(({ name }) => name)).toContain('limit')
    }
  })

  it("are the webhook's in an instant trigger, without the name that Make asks for itself", () => {
    for (const module of everyModule) {
      if (module.kind !== 'instantTrigger') continue
      const { webhook } = moduleParameters(module)
      const names = webhook.map(({ name }) => name)
      expect(names).toContain(module.hook.setup.reply)
      expect(names).not.toContain(module.hook.setup.name)
    }
  })

  it('have every field of the module once for each option that has it, under its own label', () => {
    const namesIn = (parameters: readonly MakeParameter[]): readonly string[] =>
      parameters.flatMap(({ name = '', options }) => [
        name,
        ...(typeof options === 'object' ? options.flatMap(({ nested = [] }) => namesIn(nested)) : []),
      ])
    for (const module of everyModule) {
      const { static: fixed, mappable, webhook } = moduleParameters(module)
      const names = namesIn([...fixed, ...mappable, ...webhook])
      const hidden = module.kind === 'instantTrigger' ? [module.hook.setup.name] : []
      expect([...hidden, ...names]).toEqual(expect.arrayContaining(Object.keys(module.fields)))
    }
  })
})
