import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openLedger } from '../../src/ledger/open-ledger.js'
import { createReceiver } from '../../webhooks/receiver.js'
import { typed, useDesk } from '../harness/shell.js'

const page = readFileSync(new URL('../../docs/going-live.md', import.meta.url), 'utf8')
const shell = [...page.matchAll(/```sh\n(.*?)```/gs)].map(([, block = '']) => block.replaceAll('\\\n', ' ')).join('\n')
const commands = shell
  .split('\n')
  .map((line) => line.match(/signalwire-connector (.*)$/)?.[1]?.trim() ?? '')
  .filter((line) => line !== '')
const metrics = [...new Set(page.match(/signalwire_receiver_\w+/g))]
const desk = useDesk()

/** The words of a line, as a shell that knows single quotes makes them. */
const wordsOf = (line: string): readonly string[] =>
  [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '')

describe('the page about going live', () => {
  it('has commands and metrics', () => {
    expect(commands.length).toBeGreaterThan(10)
    expect(metrics.length).toBeGreaterThan(4)
  })

  it.each([...new Set(commands)])('names what exists: %s', async (line) => {
    const words = wordsOf(line)
    const flags = words.filter((word) => word.startsWith('--'))
    const { code, stdout } = await typed([...words.filter((word) => !word.startsWith('--')), '--help'])
    expect(code).toBe(0)
    for (const flag of flags) expect(stdout).toContain(`${flag} `)
  })

  it('sets numbers up with the lines that it shows', async () => {
    const lines = [...new Set(commands)].filter((line) => line.startsWith('hooks'))
    for (const line of lines) {
      const words = [...wordsOf(line), ...(line.startsWith('hooks attach') ? ['--yes'] : [])]
      const { code, stdout, stderr } = await desk.run(words)
      expect(code, `${line}\n${stdout}${stderr}`).toBe(0)
    }
  })

  it('names metrics that there are', async () => {
    const ledger = await openLedger({ path: join(desk.home, 'ledger.db') })
    const connections = { main: { signingKeys: ['PSK_for_this_test'] } }
    const receiver = createReceiver({ ledger, modules: [], publicUrl: 'https://hooks.example.com', connections })
    const text = await receiver.metrics()
    for (const metric of metrics) expect(text).toContain(`# HELP ${metric} `)
    await receiver.close()
    await ledger.close()
  })
})
