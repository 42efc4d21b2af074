/**
 * The committed extract against the official OpenAPI files. It runs where `SIGNALWIRE_REFERENCE` names the folder in
 * which `signalwire/compatibility-openapi.yaml` and `signalwire/relay-numbers-openapi.yaml` lie, is skipped elsewhere,
 * and fails without them if `SIGNALWIRE_REFERENCE_REQUIRED=1`.
 *
 * To write the extract again, after new official files or a change of `operations.ts`:
 *
 *     SIGNALWIRE_REFERENCE=<folder> UPDATE_OFFICIAL=1 npx vitest run test/official/drift.test.ts
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { extract } from './extract.js'
import { extractUrl, referenceFolder, whyNoReference } from './official.js'
import { OFFICIAL_FILES } from './openapi-document.js'
import { USED_OPERATIONS } from './operations.js'
import { referenceText } from './reference.js'

const folder = referenceFolder()

describe.skipIf(folder === undefined)(
  `the extract and the official files (${folder ? 'present' : whyNoReference})`,
  () => {
    it.each(OFFICIAL_FILES)('%s.json is what the official file says today', (file) => {
      const fresh = extract(referenceText(folder ?? '', file), USED_OPERATIONS[file])
      if (process.env.UPDATE_OFFICIAL === '1') writeFileSync(extractUrl(file), `${JSON.stringify(fresh, null, 1)}\n`)
      expect(JSON.parse(readFileSync(extractUrl(file), 'utf8'))).toEqual(fresh)
    })
  },
)

describe('the official files are required', () => {
  it('nowhere by default: without SIGNALWIRE_REFERENCE the comparison is skipped', () => {
    expect(referenceFolder({})).toBeUndefined()
  })

  it('where SIGNALWIRE_REFERENCE_REQUIRED=1: then their absence is an error', () => {
    expect(() => referenceFolder({ SIGNALWIRE_REFERENCE_REQUIRED: '1' })).toThrow(/SIGNALWIRE_REFERENCE is not set/)
  })

  it('where SIGNALWIRE_REFERENCE names a folder: an empty one is an error, not a skip', () => {
    expect(() => referenceFolder({ SIGNALWIRE_REFERENCE: import.meta.dirname })).toThrow(/there is no .*openapi\.yaml/)
  })
})
