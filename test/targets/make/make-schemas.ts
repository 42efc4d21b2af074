import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import { type ParseError, parse, printParseErrorCode } from 'jsonc-parser'
import { referenceFolder } from '../../official/reference.js'

/** Why tests against Make's own schemas are skipped, for titles. */
export const whyNoSchemas =
  "skipped without Make's schemas: set SIGNALWIRE_REFERENCE to the folder that holds make/schemas"

const base = 'https://schemas.invalid/make/'

type Check = (schemaFile: 'api.json' | 'parameters.json', text: string) => readonly string[]

/** A check of one file of a Make app against Make's schemas; undefined where these are not at hand. */
export function makeSchemas(): Check | undefined {
  const reference = referenceFolder()
  if (reference === undefined) return undefined
  const folder = join(reference, 'make', 'schemas')
  // One pattern of the schemas is invalid with the u flag, and they have words of their own.
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false, logger: false })
  addFormats.default(ajv)
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.json')))
    ajv.addSchema(JSON.parse(readFileSync(join(folder, file), 'utf8')), base + file)
  return (schemaFile, text) => {
    const syntax: ParseError[] = []
    const data: unknown = parse(text, syntax)
    if (syntax.length > 0) return syntax.map(({ error, offset }) => `${printParseErrorCode(error)} at ${offset}`)
    const requests = schemaFile === 'api.json'
    const validate = ajv.getSchema(base + (requests ? `${schemaFile}#/definitions/request` : schemaFile))
    if (!validate) throw new Error(`Make has no schema ${schemaFile}`)
    return (requests && Array.isArray(data) ? data : [data]).flatMap((one, index) =>
      validate(one)
        ? []
        : (validate.errors ?? [])
            .filter(({ keyword }) => keyword !== 'if')
            .map((error) => `[${index}]${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`),
    )
  }
}
