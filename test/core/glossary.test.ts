import { describe, expect, it } from 'vitest'
import { signalwire } from '../../connection/connection.js'
import { modules } from '../../modules/index.js'
import { sources } from '../../modules/sources/sources.js'
import type { Fields } from '../../src/core/fields.js'
import { glossary } from '../../src/core/glossary.js'
import type { Module } from '../../src/core/module.js'
import { codeOf, filesBelow } from '../architecture/scan.js'

/** Words that stand for a concept that has another word here, with that word. */
const synonyms: Readonly<Record<string, RegExp>> = {
  Space: /\b(tenants?|workspaces?|subdomains?)\b/i,
  SID: /\b(Sid|sid|sids)\b/,
  LaML: /\b(TwiML|cXML|laml|LAML|Laml)\b/,
  scenario: /\b(workflows?|zaps?|recipes?|automations?)\b/i,
  bundle: /\b(records returned|result items?)\b/i,
  Limit: /\b(page size|max(imum)? results)\b/i,
  module: /\b(plugins?|nodes?|actions?)\b/i,
  SignalWire: /\b(Twilio|Signalwire|signal wire)\b/,
  webhook: /\b(web hook|web-hook)s?\b/i,
}

interface Shown {
  readonly where: string
  readonly text: string
}

/** Every text that people read on forms, code within it left out. */
function shownTexts(): readonly Shown[] {
  const of = (where: string, fields: Fields): readonly Shown[] =>
    Object.entries(fields).flatMap(([key, one]) => [
      { where: `${where}.${key}`, text: one.label },
      { where: `${where}.${key}`, text: one.help },
      ...('options' in one && one.kind !== 'choice'
        ? Object.values(one.options ?? {}).map((text) => ({ where: `${where}.${key}`, text }))
        : []),
      ...(one.kind === 'choice'
        ? Object.values(one.options).flatMap((option) => [
            { where: `${where}.${key}`, text: option.label },
            ...of(where, option.fields),
          ])
        : []),
    ])
  const everyModule: readonly Module[] = modules
  return [
    ...everyModule.flatMap((module) => [
      { where: module.id, text: module.label },
      { where: module.id, text: module.description },
      ...module.rules.map(({ message }) => ({ where: module.id, text: message })),
      ...of(module.id, module.fields),
    ]),
    ...of(signalwire.id, signalwire.fields),
    ...signalwire.probes.map(({ needed }) => ({ where: signalwire.id, text: needed })),
    ...sources.map(({ id, what }) => ({ where: id, text: what })),
  ].map(({ where, text }) => ({ where, text: text.replace(/`[^`]*`/g, '') }))
}

const problemsIn = (texts: readonly Shown[]) =>
  texts.flatMap(({ where, text }) =>
    Object.entries(synonyms)
      .filter(([, words]) => words.test(text))
      .map(([word]) => `${where} has another word for ${word}: ${text}`),
  )

describe('the glossary', () => {
  it('explains each word in a sentence', () => {
    for (const meaning of Object.values(glossary)) expect(meaning).toMatch(/^[A-Z].*\.$/)
  })

  it('has no word that nothing is called by', () => {
    const files = filesBelow('src', 'modules', 'connection', 'webhooks').filter(
      ({ path }) => !path.endsWith('glossary.ts'),
    )
    // Comments count: a word may name what the code does without being a name in it.
    const written = files
      .map(({ text }) => text)
      .join('\n')
      .toLowerCase()
    expect(Object.keys(glossary).filter((word) => !new RegExp(`\\b${word.toLowerCase()}`).test(written))).toEqual([])
  })

  it('cannot be changed', () => {
    expect(Object.isFrozen(glossary)).toBe(true)
  })
})

describe('the texts on forms', () => {
  it('use no other words for what has one', () => {
    expect(problemsIn(shownTexts())).toEqual([])
  })

  it('are all looked at, and another word would be found', () => {
    const texts = shownTexts()
    expect(texts.length).toBeGreaterThan(200)
    expect(problemsIn([{ where: 'x', text: 'Enter the Sid of the workflow in your workspace.' }])).toHaveLength(3)
  })

  it('begin with a capital letter', () => {
    const inForms = shownTexts().filter(({ where }) => where.includes('.'))
    expect(inForms.filter(({ text }) => /^[a-z]/.test(text))).toEqual([])
  })
})

describe('the code', () => {
  it('calls no function or type by a name of another connector', () => {
    const others = /\b\w*(?:Twilio|Zapier|Recipe|Tenant)\w*\b/g
    const found = filesBelow('src', 'modules', 'connection', 'webhooks').flatMap(({ path, text }) =>
      (
        codeOf(text)
          .replace(/'[^'\n]*'/g, '')
          .match(others) ?? []
      ).map((name) => `${path}: ${name}`),
    )
    expect(found).toEqual([])
  })
})
