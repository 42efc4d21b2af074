import { readFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { wrongUsage } from './command-error.js'
import type { Io } from './io.js'

/** The standard input can be read once only. */
const read = new WeakSet<Io['stdin']>()

/**
 * The text of a file, or of the standard input where the name is `-`.
 *
 * @param flag the flag that named it, for errors.
 * @throws CommandError of wrong usage where it cannot be read.
 */
export async function readText(name: string, flag: string, io: Io): Promise<string> {
  if (name === '-') {
    if (io.stdin.isTTY)
      throw wrongUsage(
        `${flag} - reads the standard input, which is a terminal. Pipe something into it, or name a file.`,
      )
    if (read.has(io.stdin)) throw wrongUsage(`${flag} -: the standard input was read for another flag already.`)
    read.add(io.stdin)
    return text(io.stdin)
  }
  try {
    return await readFile(name, 'utf8')
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : ''
    const why =
      code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'it is a folder' : `the system said ${code}`
    throw wrongUsage(`${flag}: ${name} cannot be read: ${why}.`)
  }
}

/** The JSON object of `--input`. */
export async function readInputObject(name: string, io: Io): Promise<Readonly<Record<string, unknown>>> {
  const content = await readText(name, '--input', io)
  let parsed: unknown
  try {
    parsed = JSON.parse(content)
  } catch {
    throw wrongUsage(`--input: ${name === '-' ? 'the standard input' : name} is not JSON.`)
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    throw wrongUsage('--input must be a JSON object with one key for each field, such as {"to": "+12025550142"}.')
  return parsed as Readonly<Record<string, unknown>>
}
