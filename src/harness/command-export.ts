import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Command } from 'commander'
import writeFileAtomic from 'write-file-atomic'
import { signalwire } from '../../connection/connection.js'
import { moduleReference } from '../targets/docs.js'
import { failed } from './command-error.js'
import { allModules } from './find-module.js'
import { withJson } from './program.js'
import type { OutputFlags, Session } from './session.js'

interface ExportFlags extends OutputFlags {
  readonly out: string
}

/** `export docs --out dir`. */
export function defineExport(command: Command, session: Session): void {
  const docs = command
    .command('docs')
    .description('Write a page for each module and for the connection, as Markdown')
    .requiredOption(
      '--out <folder>',
      'The folder to write to; it is made where it is missing. Pages of the same name are replaced.',
    )
  withJson(docs)
  docs.action((flags: ExportFlags) => exportDocs(flags, session))
}

async function exportDocs({ out, json }: ExportFlags, { terminal }: Session): Promise<void> {
  const pages = Object.entries(moduleReference(allModules, signalwire))
  const files = pages.map(([path]) => join(out, path))
  for (const [path, content] of pages) {
    try {
      await mkdir(dirname(join(out, path)), { recursive: true })
      await writeFileAtomic(join(out, path), content)
    } catch (thrown) {
      const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'unknown'
      throw failed('unwritable_file', `${join(out, path)} cannot be written: the system said ${code}.`)
    }
  }
  await (json ? terminal.printJson({ files }) : terminal.print(`Wrote ${files.length} pages to ${out}.`))
}
