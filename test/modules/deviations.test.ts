import { describe, expect, it } from 'vitest'
import { signalwire } from '../../connection/connection.js'
import { type Deviation, deviations } from '../../modules/deviations.js'
import { modules } from '../../modules/index.js'
import { allFields } from '../../src/core/active-fields.js'
import type { Fields } from '../../src/core/fields.js'
import { connectionFieldsOfTheHost, documentedConnection, documentedModules } from './documentation.js'

interface Compared {
  readonly id: string
  readonly fields: Fields
  readonly documented: readonly string[]
  readonly cut: readonly string[]
}

const compared: readonly Compared[] = [
  ...documentedModules.map((entry) => ({
    id: entry.id,
    fields: (modules.find(({ id }) => id === entry.id)?.fields ?? {}) as Fields,
    documented: entry.fields,
    cut: entry.cut,
  })),
  {
    id: signalwire.id,
    fields: signalwire.fields,
    documented: documentedConnection.filter((label) => !connectionFieldsOfTheHost.includes(label)),
    cut: [],
  },
]

const of = (id: string, kind: Deviation['kind']) => deviations.filter((one) => one.module === id && one.kind === kind)
const keysOf = (id: string, kind: Deviation['kind']) => of(id, kind).flatMap(({ fields }) => fields)

/** The labels of a form in the order shown; what an added choice consists of is added with it. */
function labels(fields: Fields, added: readonly string[]): readonly string[] {
  return Object.entries(fields).flatMap(([key, one]) => [
    one.label,
    ...(one.kind === 'choice' && !added.includes(key)
      ? Object.values(one.options).flatMap((option) => labels(option.fields, added))
      : []),
  ])
}

/** What is left of a list once each entry of the other is taken away once, from the end. */
function without(list: readonly string[], taken: readonly string[]): readonly string[] {
  const rest = [...list]
  for (const one of taken) {
    const at = rest.lastIndexOf(one)
    if (at >= 0) rest.splice(at, 1)
  }
  return rest
}

const sorted = (list: readonly string[]) => [...list].sort()

describe.each(compared)('the list of deviations, for $id', ({ id, fields, documented, cut }) => {
  const known = allFields(fields)
  const labelsOf = (keys: readonly string[]) => keys.map((key) => known.get(key)?.label ?? `no field ${key}`)
  const added = keysOf(id, 'added')
  const moved = keysOf(id, 'moved')
  const all = labels(fields, added)

  it('names every field that the documentation does not have, and no other', () => {
    expect(sorted(labelsOf(added))).toEqual(sorted(without(all, documented)))
  })

  it('misses no field that the documentation has', () => {
    expect(without(documented, all)).toEqual([])
  })

  it('names every field that stands elsewhere than in the documentation, and no other', () => {
    const ours = without(all, labelsOf(added))
    const taken = labelsOf(moved)
    expect(without(ours, taken)).toEqual(without(documented, taken))
    expect(ours.filter((label) => taken.includes(label))).toEqual(documented.filter((label) => taken.includes(label)))
    for (const one of moved) {
      const others = labelsOf(moved.filter((key) => key !== one))
      expect(without(ours, others), `${one} stands where it is documented`).not.toEqual(without(documented, others))
    }
  })

  it('names every field whose text in the documentation is incomplete, and no other', () => {
    expect(sorted(labelsOf(keysOf(id, 'completed')))).toEqual(sorted(cut))
  })

  it('says in sentences what is different and why', () => {
    for (const { what, why } of deviations.filter(({ module }) => module === id)) {
      expect(what).toMatch(/^[A-Z].{15,}\.$/)
      expect(why).toMatch(/^[A-Z].{20,}\.$/)
    }
  })

  it('names only fields that exist', () => {
    const named = deviations.filter(({ module }) => module === id).flatMap((one) => one.fields)
    expect(named.filter((key) => !known.has(key))).toEqual([])
  })
})

describe('the list of deviations', () => {
  it('names only modules that exist, and the connection', () => {
    const ids = compared.map(({ id }) => id)
    expect(deviations.filter(({ module }) => !ids.includes(module))).toEqual([])
  })

  it('names every module that the documentation labels otherwise', () => {
    const relabelled = documentedModules.filter(
      (entry) => entry.label !== modules.find(({ id }) => id === entry.id)?.label,
    )
    expect(relabelled.map(({ id }) => id)).toEqual(
      deviations.filter(({ what }) => what.startsWith('The module is called')).map(({ module }) => module),
    )
  })
})
