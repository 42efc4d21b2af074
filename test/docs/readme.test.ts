import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { modules } from '../../modules/index.js'
import { modulesTable } from '../../src/targets/docs.js'

const page = fileURLToPath(new URL('../../README.md', import.meta.url))
const generated = /(<!-- modules:start -->\n)[\s\S]*?(<!-- modules:end -->)/

describe('README.md', () => {
  it('lists the modules as the descriptors say (UPDATE_README=1 writes it anew)', async () => {
    const text = await readFile(page, 'utf8')
    expect(text).toMatch(generated)
    const current = text.replace(
      generated,
      (_, start: string, end: string) => `${start}\n${modulesTable(modules).trim()}\n\n${end}`,
    )
    if (process.env.UPDATE_README === '1') await writeFile(page, current)
    expect(await readFile(page, 'utf8')).toBe(current)
  })

  it('names only files that are there', async () => {
    const text = await readFile(page, 'utf8')
    const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map((match) => match[1] ?? '')
    expect(links.length).toBeGreaterThan(3)
    for (const link of links)
      await expect(readFile(new URL(`../../${link}`, import.meta.url)).catch((error) => error.code)).resolves.not.toBe(
        'ENOENT',
      )
  })
})
