import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { modules } from '../../modules/index.js'
import { sources } from '../../modules/sources/sources.js'
import { ConnectorError } from '../../src/core/errors.js'
import type { Field, Fields } from '../../src/core/fields.js'
import { fieldHelp } from '../../src/core/help.js'
import { apiRequestOf, type Module } from '../../src/core/module.js'
import { decodeOutput, type OutputValue, type Shape } from '../../src/core/shape.js'
import { parseInput } from '../../src/runtime/parse.js'
import { documentedModules } from './documentation.js'

const all: readonly Module[] = modules

/** Every field of a module with the way to it, those of all options included. */
function everyField(fields: Fields, within = ''): readonly (readonly [string, Field])[] {
  return Object.entries(fields).flatMap(([key, one]): readonly (readonly [string, Field])[] => [
    [within + key, one],
    ...(one.kind === 'choice'
      ? Object.entries(one.options).flatMap(([value, option]) => everyField(option.fields, `${within}${key}.${value}.`))
      : []),
  ])
}

/** What is wrong with a decoded value, seen from its shape. */
function problems(shape: OutputValue, value: unknown, at: string): readonly string[] {
  if (value === null) return shape.nullable ? [] : [`${at} is null`]
  switch (shape.type) {
    case 'text':
      return typeof value === 'string' ? known(shape.known, value, at) : [`${at} is no text`]
    case 'number':
      return typeof value === 'number' ? [] : [`${at} is no number`]
    case 'boolean':
      return typeof value === 'boolean' ? [] : [`${at} is no boolean`]
    case 'date':
      return value instanceof Date ? [] : [`${at} is no date`]
    case 'collection':
      return shapeProblems(shape.shape, value as Readonly<Record<string, unknown>>, at)
    case 'list':
      return Array.isArray(value)
        ? value.flatMap((item, index) => problems(shape.item, item, `${at}.${index}`))
        : [`${at} is no list`]
    case 'any':
      return []
  }
}

const known = (values: Readonly<Record<string, string>> | undefined, value: string, at: string): readonly string[] =>
  values && !Object.hasOwn(values, value) ? [`${at} has the unknown value ${value}`] : []

function shapeProblems(shape: Shape, value: Readonly<Record<string, unknown>>, at = ''): readonly string[] {
  const unknown = Object.keys(value).filter((key) => !Object.hasOwn(shape, key))
  return [
    ...unknown.map((key) => `${at}.${key} is not in the shape`),
    ...Object.entries(shape).flatMap(([key, one]) =>
      value[key] === undefined
        ? one.optional
          ? []
          : [`${at}.${key} is missing`]
        : problems(one, value[key], `${at}.${key}`),
    ),
  ]
}

describe('the modules', () => {
  it('are those of the documentation, in its order, with its descriptions and groups', () => {
    expect(all.map(({ id, group, description }) => ({ id, group, description }))).toEqual(
      documentedModules.map(({ id, group, description }) => ({ id, group, description })),
    )
  })

  it('have the labels of the documentation, one slip of it mended', () => {
    expect(all.map(({ label }) => label)).toEqual(
      documentedModules.map(({ label }) => (label === 'Get a Messages' ? 'Get a Message' : label)),
    )
  })

  it('are of the kinds that the documentation describes', () => {
    const named = (kind: Module['kind']) => all.filter((module) => module.kind === kind).map(({ id }) => id)
    expect(named('instantTrigger')).toEqual(['watchNewCalls', 'watchNewMessages'])
    expect(named('trigger')).toEqual(['watchCalls', 'watchMessages'])
    expect(named('search')).toEqual(['searchCalls', 'searchMessages'])
    expect(named('action')).toHaveLength(9)
  })

  it('are all in the list: no file of a module is forgotten', () => {
    const listed = all.map(({ id }) => id)
    const defined = ['calls', 'messages', 'other'].flatMap((folder) => {
      const url = new URL(`../../modules/${folder}/`, import.meta.url)
      return readdirSync(url).flatMap((file) => {
        const text = readFileSync(new URL(file, url), 'utf8')
        return [...text.matchAll(/= define(?:Action|Search|Trigger|InstantTrigger)\(\{\s+id: '(\w+)'/g)].map(
          ([, id]) => ({ id, file }),
        )
      })
    })
    expect(defined.map(({ id }) => id).sort()).toEqual([...listed].sort())
    for (const { id, file } of defined)
      expect(file).toBe(`${id?.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}.ts`)
  })

  it('write what they do to the Space', () => {
    const effects = all.map(
      (one) => `${one.id} ${one.effect}${one.kind === 'action' && one.idempotent ? ' again' : ''}`,
    )
    expect(effects).toEqual([
      'watchNewCalls read',
      'watchCalls read',
      'searchCalls read',
      'getCall read again',
      'createCall create',
      'updateCall update',
      'deleteCall delete again',
      'watchNewMessages read',
      'watchMessages read',
      'searchMessages read',
      'getMessage read again',
      'createMessage create',
      'clearMessage update again',
      'deleteMessage delete again',
      'makeApiCall update',
    ])
  })

  it('use every source, and name each by an id of its own', () => {
    const used = all.flatMap((module) =>
      everyField(module.fields).flatMap(([, one]) => [
        ...('source' in one && one.source ? [one.source] : []),
        ...('sourceBy' in one && one.sourceBy ? Object.values(one.sourceBy.sources) : []),
      ]),
    )
    expect(new Set(used.map(({ id }) => id))).toEqual(new Set(sources.map(({ id }) => id)))
    expect(new Set(sources.map(({ id }) => id)).size).toBe(sources.length)
    for (const source of sources) expect(Object.isFrozen(source) && source.limit).toBe(500)
  })
})

describe.each(all.map((module) => [module.id, module] as const))('%s', (_id, module) => {
  const fields = everyField(module.fields)

  it('is frozen all the way down', () => {
    expect(Object.isFrozen(module)).toBe(true)
    for (const [, one] of fields) expect(Object.isFrozen(one)).toBe(true)
    expect(Object.isFrozen(module.output)).toBe(true)
    expect(Object.isFrozen(module.sample)).toBe(true)
  })

  it('is plain data, but for its execute', () => {
    const { execute: _, ...data } = module
    expect(JSON.parse(JSON.stringify(data))).toEqual(data)
  })

  it.each(fields)('explains %s in whole sentences', (_at, one) => {
    for (const help of [one.help, fieldHelp(one)]) {
      expect(help.length).toBeGreaterThanOrEqual(20)
      expect(help).toMatch(/^[A-Z].*[^\s.,:;]\.$/)
      expect(help).not.toMatch(/ {2}|\||\n|\.\.|,\./)
      // A sentence that breaks off ends in a word that wants another.
      expect(help).not.toMatch(/\b(?:a|an|the|if|of|and|or|than|example|your)\.(?:\s|$)/i)
      expect((help.match(/`/g) ?? []).length % 2).toBe(0)
      expect((help.match(/\(/g) ?? []).length).toBe((help.match(/\)/g) ?? []).length)
    }
  })

  it('repeats in no help what is added to it from the data', () => {
    for (const [, one] of fields) {
      if (one.kind === 'integer' && one.max !== undefined) expect(one.help).not.toContain(String(one.max))
      expect(one.help).not.toMatch(/\bdefault(?:s)? (?:is|to)\b/i)
    }
  })

  it('has a sample that is a reply as its output describes it', () => {
    expect(shapeProblems(module.output, decodeOutput(module.output, module.sample))).toEqual([])
  })

  it('has a sample and an example with reserved numbers and hosts only', () => {
    const text = JSON.stringify([module.sample, module.example])
    for (const [number] of text.matchAll(/\+\d{6,}/g)) expect(number).toMatch(/^\+120255501\d\d$/)
    for (const [, host] of text.matchAll(/https?:\/\/([^/"]+)/g)) expect(host).toBe('example.com')
  })

  it('has an example that it takes', () => {
    expect(() => parseInput(module, module.example, { timeZone: 'UTC' })).not.toThrow(ConnectorError)
  })

  it('labels every output and every option', () => {
    for (const one of Object.values(module.output)) expect(one.label).toMatch(/^[A-Z]/)
    for (const [at, one] of fields) {
      if ('options' in one && one.kind !== 'choice')
        for (const label of Object.values(one.options ?? {})) expect(label, at).toMatch(/^[A-Z]/)
      if (one.kind === 'choice')
        for (const { label } of Object.values(one.options)) expect(label, at).toMatch(/^[A-Z].+/)
    }
  })

  it('sends every field that does not steer it', () => {
    const steering = new Set(
      module.kind === 'instantTrigger'
        ? fields.map(([at]) => at)
        : module.kind === 'action' && module.request.kind === 'arbitrary'
          ? Object.values(module.request).filter((key) => Object.hasOwn(module.fields, key))
          : ['limit', 'direction', 'startTimeType', 'endTimeType', 'dateSentType'],
    )
    const unsent = fields.filter(([at, one]) => !one.wire && one.kind !== 'choice' && !steering.has(at))
    expect(unsent.map(([at]) => at)).toEqual([])
    expect(apiRequestOf(module) === undefined).toBe(module.kind === 'instantTrigger' || module.id === 'makeApiCall')
  })
})
