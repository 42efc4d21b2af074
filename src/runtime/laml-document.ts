import type * as Saxes from 'saxes'
import { loadPackage } from './load-package.js'

/** SignalWire reads at most this much of a LaML document (error 11750). */
const maxBytes = 65_536

/**
 * Checks a LaML document of a user: well formed, root element `Response`, no document type, at most 64 kB.
 *
 * @returns what is wrong, or undefined.
 */
export function lamlProblem(document: string): string | undefined {
  if (Buffer.byteLength(document, 'utf8') > maxBytes) return 'must be at most 64 kB, which is all that SignalWire reads'
  const { SaxesParser } = loadPackage('saxes') as typeof Saxes
  let problem: string | undefined
  let depth = 0
  const parser = new SaxesParser({ position: true })
  parser.on('error', (error) => {
    problem ??= `must be well-formed XML: ${error.message.slice(0, 200)}`
  })
  parser.on('doctype', () => {
    problem ??= 'must not have a document type (<!DOCTYPE>)'
  })
  parser.on('opentag', (tag) => {
    if (depth === 0 && tag.name !== 'Response')
      problem ??= `must have the root element Response, not ${tag.name.slice(0, 64)}`
    depth += 1
  })
  parser.on('closetag', () => {
    depth -= 1
  })
  parser.write(document).close()
  return problem
}
