import { closeSync, existsSync, openSync, rmSync } from 'node:fs'
import type { Database } from 'better-sqlite3'
import { ConnectorError } from '../core/errors.js'
import { migrations } from './migrations.js'

/** Written into the file's header, so that another program's database is not taken for a ledger: "swlg". */
const applicationId = 0x73776c67

const refused = (path: string, problem: string, code: string, advice: string): ConnectorError =>
  new ConnectorError(`The file ${path} ${problem}.`, {
    type: 'InvalidConfigurationError',
    code,
    retry: 'never',
    advice,
  })

const numberOf = (db: Database, pragma: string): number => Number(db.pragma(pragma, { simple: true }))

/**
 * Brings the file to the newest version, step by step, each in a transaction. Before the first step of an existing file a
 * copy is put beside it, named after its version.
 *
 * @throws ConnectorError where a newer version of the package wrote the file, or it is no ledger.
 */
export function migrate(db: Database, path: string, steps: readonly string[] = migrations): void {
  const version = numberOf(db, 'user_version')
  const isNew = version === 0 && db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() === 0
  if (!isNew && numberOf(db, 'application_id') !== applicationId) {
    const advice = 'Name another file, or move this one away.'
    throw refused(path, 'is a database of another program', 'not_a_ledger', advice)
  }
  if (version > steps.length) {
    const advice = 'Update signalwire-connector, or restore the copy that was made before the update.'
    const problem = `was written by a newer version (format ${version}; this one knows ${steps.length})`
    throw refused(path, problem, 'newer_ledger', advice)
  }
  if (!isNew && version < steps.length) backUp(db, `${path}.before-${version + 1}`)
  for (const [index, step] of steps.entries()) {
    if (index < version) continue
    db.transaction(() => {
      db.exec(step)
      db.pragma(`user_version = ${index + 1}`)
      db.pragma(`application_id = ${applicationId}`)
    }).exclusive()
  }
}

/** Makes sure that the owner of the file, which has migrated it, runs the same version as a guest. */
export function checkFormat(db: Database, path: string, steps: readonly string[] = migrations): void {
  const version = numberOf(db, 'user_version')
  if (version === steps.length) return
  const problem = `has format ${version} by its owner's version of the package; this one knows ${steps.length}`
  const advice = 'Run the same version of signalwire-connector in both processes.'
  throw refused(path, problem, 'ledger_version', advice)
}

function backUp(db: Database, copy: string): void {
  // A copy of an attempt that was cut short is not worth keeping: the file is still at that version.
  if (existsSync(copy)) rmSync(copy)
  // SQLite would create it readable for others.
  closeSync(openSync(copy, 'wx', 0o600))
  db.prepare('VACUUM INTO ?').run(copy)
}
