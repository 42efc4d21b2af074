import { Writable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { typed } from './shell.js'

/** A standard output that takes so many texts and then fails with a code of the system. */
function failing(code: string, taken = 0): Writable {
  let left = taken
  const stream = new Writable({
    write: (_chunk, _encoding, done) =>
      left-- > 0 ? done() : done(Object.assign(new Error(`${code}: no space left on device, write`), { code })),
  })
  return stream.on('error', () => undefined)
}

const commands = [['modules', '--json'], ['modules'], ['--help'], [], ['--version'], ['run', 'createCall', '--help']]

describe('an output', () => {
  describe.each(['EPIPE', 'EOF', 'ECONNRESET'])('whose reader goes away with %s', (code) => {
    it.each(commands)('ends a command quietly with 0', async (...words) => {
      expect(await typed(words, { stdout: failing(code) })).toMatchObject({ code: 0, stderr: '' })
    })
  })

  it('whose reader goes away in between ends the demo quietly with 0', async () => {
    expect(await typed(['demo'], { stdout: failing('EPIPE', 2) })).toMatchObject({ code: 0, stderr: '' })
  })

  it.each(commands)('on a full disk is said to have failed', async (...words) => {
    const { code, stderr } = await typed(words, { stdout: failing('ENOSPC') })
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: 'error: The output could not be written: the disk is full.\n',
    })
  })

  it('that fails otherwise is said to have failed with what the system said', async () => {
    const { code, stderr } = await typed(['modules'], { stdout: failing('EIO') })
    expect(code).toBe(1)
    expect(stderr).toContain('The output could not be written: the system said EIO.')
  })
})
