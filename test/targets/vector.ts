import type { Fields } from '../../src/core/fields.js'
import type { Rule } from '../../src/core/rules.js'

/** What accepts or refuses inputs: the runtime's parser, the JSON Schema and the Make parameters. */
export type Judge = 'runtime' | 'jsonSchema' | 'make'

/** A set of fields to try. */
export interface Form {
  readonly id: string
  readonly label: string
  readonly fields: Fields
  readonly rules: readonly Rule[]
}

/** One input, what everybody says of it, and who says the opposite for which reason. */
export interface Vector {
  readonly form: Form
  readonly input: Readonly<Record<string, unknown>>
  readonly accepted: boolean
  readonly except: Readonly<Partial<Record<Judge, string>>>
}

export const onlyMake = (reason: string) => ({ make: reason })
const atRunTime = (reason: string) => ({ jsonSchema: reason, make: reason })

export const empties = onlyMake('Make drops empty values before it checks the others')
export const units = onlyMake('Make counts UTF-16 units, the others count characters')
export const inItems = onlyMake('Make does not enforce required parameters within a list')
export const itemEmpties = onlyMake('Make takes an empty item for one that is not filled')
export const twice = onlyMake('Make does not look for values that are selected twice')
export const ownDates = onlyMake('Make reads dates itself and hands over a date, whatever was entered')
export const calendar = atRunTime('a pattern knows no calendar; the runtime reads the date')
export const tooLarge = atRunTime('the runtime takes whole numbers only as far as they are exact')
export const notXml = atRunTime('a pattern cannot tell XML; the runtime parses it')
export const inCommunication = onlyMake('Make parameters know no rules; a step of the communication checks them')

const help = 'Enter a value that is tried against every target.'
/** What every field of a vector has. */
export const base = { label: 'Value', help }

export const letters = { a: 'A', b: 'B', c: 'C' }

export const formOf = (id: string, fields: Fields, rules: readonly Rule[] = []): Form => ({
  id,
  label: id,
  fields,
  rules,
})
