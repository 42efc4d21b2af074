import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'

const top = fileURLToPath(new URL('../../../', import.meta.url))

/** Bundles a program of this folder for a process of its own, so that no test depends on when the package was built. */
export async function bundleProgram(name: string, folder: string): Promise<string> {
  symlinkSync(join(top, 'node_modules'), join(folder, 'node_modules'))
  const bundle = await rolldown({
    input: fileURLToPath(new URL(name, import.meta.url)),
    platform: 'node',
    external: (id) => !id.startsWith('.') && !id.startsWith('/'),
  })
  const file = join(folder, 'program.mjs')
  await bundle.write({ file, format: 'esm', codeSplitting: false })
  await bundle.close()
  return file
}
