import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { OFFICIAL_FILES, type OfficialDocuments, type OfficialFile, type OpenApiDocument } from './openapi-document.js'

/** Why tests against the official files are skipped, for the title of a `describe.skipIf`. */
export const whyNoReference =
  'skipped without the official files: set SIGNALWIRE_REFERENCE to the folder in which signalwire/*-openapi.yaml lie'

/**
 * The folder that holds the official OpenAPI files, from `SIGNALWIRE_REFERENCE`; undefined if that is not set.
 *
 * @throws Error if the variable names a folder without the files, or if `SIGNALWIRE_REFERENCE_REQUIRED=1` and it is not
 * set: a build that must not skip these tests sets the latter
 */
export function referenceFolder(environment: NodeJS.ProcessEnv = process.env): string | undefined {
  const folder = environment.SIGNALWIRE_REFERENCE
  if (!folder) {
    if (environment.SIGNALWIRE_REFERENCE_REQUIRED !== '1') return undefined
    throw new Error('SIGNALWIRE_REFERENCE_REQUIRED=1, but SIGNALWIRE_REFERENCE is not set: set it to the folder')
  }
  const absent = OFFICIAL_FILES.map((file) => referencePath(folder, file)).filter((path) => !existsSync(path))
  if (absent.length === 0) return folder
  throw new Error(`SIGNALWIRE_REFERENCE is set, but there is no ${absent.join(' and no ')}`)
}

/** The text of an official OpenAPI file. */
export function referenceText(folder: string, file: OfficialFile): string {
  return readFileSync(referencePath(folder, file), 'utf8')
}

/** The official OpenAPI files themselves, unabridged, e.g. for `createReplyValidator`. */
export function referenceDocuments(folder: string): OfficialDocuments {
  const read = (file: OfficialFile) => parse(referenceText(folder, file)) as OpenApiDocument
  return { compatibility: read('compatibility'), 'relay-numbers': read('relay-numbers') }
}

function referencePath(folder: string, file: OfficialFile): string {
  return join(folder, 'signalwire', `${file}-openapi.yaml`)
}
