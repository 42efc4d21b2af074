import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import type { JsonSchema } from '../../src/targets/json-schema.js'

/** Compiles a schema as strictly as ajv can; the hints of ours are the only words it does not know. */
export function compileSchema(schema: JsonSchema) {
  // `required` and `if` speak of properties that stand at the top of the schema, which these two rules do not see.
  const ajv = new Ajv2020({ strict: true, strictRequired: false, strictTypes: false, allErrors: true })
  addFormats.default(ajv)
  for (const hint of ['x-kind', 'x-source', 'x-source-by', 'x-advanced']) ajv.addKeyword(hint)
  return ajv.compile(schema)
}
