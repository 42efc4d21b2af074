import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** The folder of the project. */
export const projectFolder = fileURLToPath(new URL('../../', import.meta.url))

export interface PackedProject {
  readonly tarball: string
  /** A project with the tarball as its only own dependency. */
  readonly folder: string
  remove(): Promise<void>
}

/**
 * Packs the built package as `npm publish` would, and unpacks it into a project of its own. What it depends on is linked
 * from here, so that no registry is needed.
 */
export async function packedProject(): Promise<PackedProject> {
  const folder = await mkdtemp(join(tmpdir(), 'packed-'))
  const { stdout } = await run('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder], {
    cwd: projectFolder,
  })
  const packed = JSON.parse(stdout) as { filename: string }[]
  const tarball = join(folder, packed[0]?.filename ?? '')
  const modules = join(folder, 'node_modules')
  await mkdir(join(modules, 'signalwire-connector'), { recursive: true })
  await run('tar', ['-xzf', tarball, '--strip-components=1', '-C', join(modules, 'signalwire-connector')])
  for (const name of await readdir(join(projectFolder, 'node_modules'))) {
    if (!name.startsWith('.')) await symlink(join(projectFolder, 'node_modules', name), join(modules, name))
  }
  return { tarball, folder, remove: () => rm(folder, { recursive: true, force: true }) }
}
