import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { typed } from './shell.js'

const folder = mkdtempSync(join(tmpdir(), 'signalwire-connector-'))
afterAll(() => rmSync(folder, { recursive: true }))

describe('export docs', () => {
  it('writes a page for each module and for the connection', async () => {
    const out = join(folder, 'new', 'docs')
    const { files } = (await typed(['export', 'docs', '--out', out, '--json'])).json() as { files: readonly string[] }
    expect(files).toHaveLength(17)
    for (const file of files) expect(readFileSync(file, 'utf8')).toMatch(/^# /)
    const again = await typed(['export', 'docs', '--out', out])
    expect(again).toMatchObject({ code: 0, stdout: `Wrote 17 pages to ${out}.\n` })
  })

  it('needs a folder that it can write to', async () => {
    expect((await typed(['export', 'docs'])).code).toBe(2)
    const file = join(folder, 'a-file')
    writeFileSync(file, '')
    const { code, stderr } = await typed(['export', 'docs', '--out', file])
    expect(code).toBe(1)
    expect(stderr).toContain('cannot be written')
  })
})
