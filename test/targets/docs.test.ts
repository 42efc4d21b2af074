import { describe, expect, it } from 'vitest'
import { signalwire } from '../../connection/connection.js'
import { modules } from '../../modules/index.js'
import { allFields } from '../../src/core/active-fields.js'
import { fieldHelp } from '../../src/core/help.js'
import type { Module } from '../../src/core/module.js'
import { moduleReference, modulesTable } from '../../src/targets/docs.js'
import { code, helpMarkdown } from '../../src/targets/markdown.js'

const everyModule: readonly Module[] = modules
const pages = moduleReference(everyModule, signalwire)

describe('the table of modules', () => {
  it('has one row a module, in the order in which hosts show them', () => {
    const rows = modulesTable(everyModule).split('\n')
    expect(rows.slice(0, 2)).toEqual(['| Module | Id | What it does | Kind |', '| --- | --- | --- | --- |'])
    expect(rows.slice(2).map((row) => row.split(' | ')[0])).toEqual(everyModule.map(({ label }) => `| ${label}`))
  })

  it('tells the kinds apart', () => {
    const table = modulesTable(everyModule)
    expect(table).toContain(
      '| Watch New Calls | `watchNewCalls` | Triggers when a new call comes in. | Trigger (instant) |',
    )
    expect(table).toContain('| Trigger (polling) |')
    expect(table).toContain('| Search Calls | `searchCalls` | Searches for calls or lists them all. | Search |')
    expect(table).toContain('| Create a Message | `createMessage` | Creates a new message. | Action |')
  })
})

describe('the reference', () => {
  it('has a page for each module, one for the connection and one that leads to them', () => {
    expect(Object.keys(pages)).toHaveLength(everyModule.length + 2)
    const links = [...(pages['README.md'] ?? '').matchAll(/\]\(([^)]+)\)/g)].map(([, path]) => path)
    expect(links).toHaveLength(everyModule.length + 1)
    for (const path of links) expect(pages).toHaveProperty([path ?? ''])
  })

  it('names the scopes that a token needs', () => {
    for (const { scope, needed } of signalwire.probes)
      expect(pages['connection.md']).toContain(`| ${scope} | ${needed} |`)
  })

  it.each(everyModule.map((module) => [module.id, module] as const))('says everything about %s', (id, module) => {
    const page = Object.values(pages).find((text) => text.includes(`, ${code(id)}\n`)) ?? ''
    expect(page).toContain(`# ${module.label}\n\n${module.description}\n`)
    for (const [key, one] of allFields(module.fields)) {
      const row = page.split('\n').find((line) => line.startsWith(`| ${one.label} | ${code(key)} |`))
      expect(row).toContain(helpMarkdown(fieldHelp(one)).replace(/(?<!\\)\|/g, '\\|'))
    }
    for (const key of Object.keys(module.output)) expect(page).toContain(`| ${code(key)} |`)
    for (const { message } of module.rules) expect(page).toContain(message)
    expect(page).toContain(JSON.stringify(module.example, null, 2))
  })

  it('shows the fields of an option under its name', () => {
    const page = pages['modules/create-message.md'] ?? ''
    const [, body, media] = page.split('### Content Type: ')
    expect(body).toContain('| Body | `body` | text of several lines | yes |')
    expect(media).toContain('| Body | `body` | text of several lines | no |')
    expect(media).toContain('| Media URL | `mediaUrl` | list of URLs | yes |')
  })
})
