import { chmod, mkdir, readFile, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { failed } from './command-error.js'

const othersMayRead = 0o077
const codeOf = (thrown: unknown): string =>
  thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'unknown'

/**
 * Reads a JSON file that only its owner may read. Where others may, it is closed to them first.
 *
 * @param warn told in one sentence that the file was open to others.
 * @returns undefined where there is no such file.
 * @throws CommandError where it cannot be read or is no JSON.
 */
export async function readPrivateJson(path: string, warn: (sentence: string) => Promise<void>): Promise<unknown> {
  let content: string
  try {
    const { mode } = await stat(path)
    if (process.platform !== 'win32' && (mode & othersMayRead) !== 0) {
      await chmod(path, 0o600)
      await warn(
        `${path} could be read by other users of this computer. It is now closed to them; consider new tokens.`,
      )
    }
    content = await readFile(path, 'utf8')
  } catch (thrown) {
    if (codeOf(thrown) === 'ENOENT') return undefined
    throw failed('unreadable_file', `${path} cannot be read: the system said ${codeOf(thrown)}.`)
  }
  try {
    return JSON.parse(content)
  } catch {
    throw failed('damaged_file', `${path} is damaged: it is not JSON. Repair it, or remove it and start anew.`)
  }
}

/** Writes a JSON file that only its owner may read; a crash leaves either the old or the new one. */
export async function writePrivateJson(path: string, value: unknown): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    await writeFileAtomic(path, `${JSON.stringify(value, undefined, 2)}\n`, { mode: 0o600 })
  } catch (thrown) {
    throw failed('unwritable_file', `${path} cannot be written: the system said ${codeOf(thrown)}.`)
  }
}
