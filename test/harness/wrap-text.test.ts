import { describe, expect, it } from 'vitest'
import { fieldFlags } from '../../src/harness/field-flags.js'
import { allModules } from '../../src/harness/find-module.js'
import { typed } from './shell.js'

/** Examples are copied as they are, and a word is never broken. */
const prose = (stdout: string): readonly string[] =>
  stdout.split('\n').filter((line) => !/^ +(\$ )?signalwire-connector /.test(line) && line.trim().includes(' '))
const widest = (stdout: string): number => Math.max(...prose(stdout).map((line) => line.length))

const commands = ['demo', 'modules', 'options', 'connection', 'run', 'watch', 'hooks', 'listen', 'events', 'simulator']
const helps = [
  ['--help'],
  ...commands.map((command) => [command, '--help']),
  ...allModules.map(({ id }) => ['run', id, '--help']),
  ['watch', 'watchCalls', '--help'],
  ['connection', 'add', '--help'],
]

describe('on a terminal', () => {
  describe.each([60, 80, 132])('of %i columns', (columns) => {
    it.each(helps.map((words) => [words.join(' '), words]))('%s fits', async (_, words) => {
      const { code, stdout } = await typed(words, { columns })
      expect(code).toBe(0)
      expect(widest(stdout)).toBeLessThanOrEqual(columns)
    })

    it('the modules fit, each with its whole description', async () => {
      const { stdout } = await typed(['modules'], { columns })
      expect(widest(stdout)).toBeLessThanOrEqual(columns)
      const flat = stdout.replace(/\s+/g, ' ')
      for (const { id, label, description } of allModules)
        for (const said of [id, `${label}: ${description}`]) expect(flat).toContain(said)
    })
  })

  it.each(allModules.map(({ id }) => id))('of 80 columns the module %s fits', async (id) => {
    expect(widest((await typed(['modules', id], { columns: 80 })).stdout)).toBeLessThanOrEqual(80)
  })

  it('help stands below its flag where there is no room beside it, and says the same', async () => {
    const narrow = (await typed(['run', 'createCall', '--help'], { columns: 80 })).stdout
    const wide = (await typed(['run', 'createCall', '--help'], { columns: 132 })).stdout
    expect(narrow).toMatch(/^ {2}--record \[true\|false\]\n {6}Record/m)
    expect(wide).toMatch(/^ {2}--record \[true\|false\] +Record/m)
    expect(narrow.replace(/\s+/g, ' ')).toBe(wide.replace(/\s+/g, ' '))
    const createCall = allModules.find(({ id }) => id === 'createCall')
    for (const { flag } of fieldFlags(createCall?.fields ?? {}))
      expect(narrow).toMatch(new RegExp(`^ {2}${flag} `, 'm'))
  })
})
