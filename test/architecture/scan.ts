import { readdirSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The text of one file by its path from the top of the repository. */
export interface SourceFile {
  readonly path: string
  readonly text: string
}

const top = fileURLToPath(new URL('../../', import.meta.url))

/** Every TypeScript file below some folders. */
export const filesBelow = (...folders: readonly string[]): readonly SourceFile[] =>
  folders.flatMap((folder) =>
    readdirSync(top + folder, { recursive: true, encoding: 'utf8' })
      .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
      .filter((path) => path.endsWith('.ts'))
      .map((path) => ({ path, text: readFileSync(top + path, 'utf8') })),
  )

/** The code of a file, its comments left out. */
export const codeOf = (text: string): string => text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/[^\n]*/g, '$1')

/** What a file imports: files of ours by their path from the top, packages and `node:` modules by name. */
export function importsOf({ path, text }: SourceFile): readonly string[] {
  const found = codeOf(text).matchAll(
    /(?:\bfrom|\bimport|\bimport\(|\bloadPackage\(|\brequire\()\s*['"]([\w@./:-]+)['"]/g,
  )
  return [...found].map(([, name = '']) =>
    name.startsWith('.') ? posix.join(posix.dirname(path), name).replace(/\.js$/, '.ts') : name,
  )
}

/** The name of a third-party package in an import; undefined for files of ours and for Node's own modules. */
export function packageOf(imported: string): string | undefined {
  if (imported.startsWith('node:') || imported.endsWith('.ts')) return undefined
  const parts = imported.split('/')
  return imported.startsWith('@') ? parts.slice(0, 2).join('/') : parts[0]
}

/** A layer: the paths it holds and the paths it may import, besides its own. */
export interface Layer {
  readonly holds: RegExp
  readonly mayImport: RegExp
}

/** The imports that the layers do not allow, one line each. A file in no layer is reported as well. */
export const layerProblems = (files: readonly SourceFile[], layers: readonly Layer[]): readonly string[] =>
  files.flatMap((file) => {
    const layer = layers.find(({ holds }) => holds.test(file.path))
    if (!layer) return [`${file.path} is in no layer`]
    return importsOf(file)
      .filter((imported) => imported.endsWith('.ts') && !layer.mayImport.test(imported))
      .map((imported) => `${file.path} imports ${imported}`)
  })

/** The folder that a package may be imported from, for every package. Others are problems, one line each. */
export const packageProblems = (
  files: readonly SourceFile[],
  homes: Readonly<Record<string, RegExp>>,
): readonly string[] =>
  files.flatMap((file) =>
    importsOf(file)
      .map(packageOf)
      .filter((name) => name !== undefined)
      .filter((name) => !homes[name]?.test(file.path))
      .map((name) => `${file.path} imports the package ${name}`),
  )

const clockWords =
  /\bDate\.now\b|\bnew Date\(\s*\)|\bset(?:Timeout|Interval|Immediate)\b|['"]node:timers|performance\.now/g

/** Where code asks the machine for the time or waits by itself, one line each. */
export const clockProblems = (files: readonly SourceFile[]): readonly string[] =>
  files.flatMap(({ path, text }) => (codeOf(text).match(clockWords) ?? []).map((word) => `${path} uses ${word}`))

/** Names that say nothing, names that are not kebab-case, and files that are too long. */
export const fileProblems = (files: readonly SourceFile[], mostLines: number): readonly string[] =>
  files.flatMap(({ path, text }) => {
    const lines = text.split('\n').length - 1
    return [
      ...(/(?:^|[/.-])(?:utils?|helpers?|common|managers?|misc)(?=[/.-])/.test(path)
        ? [`${path} has an empty name`]
        : []),
      ...(path.split('/').every((part) => /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.test)?(?:\.ts)?$/.test(part))
        ? []
        : [`${path} is not kebab-case`]),
      ...(lines > mostLines ? [`${path} has ${lines} lines`] : []),
    ]
  })
