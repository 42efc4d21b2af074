import { execFile } from 'node:child_process'
import { copyFile, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type PackedProject, packedProject, projectFolder } from './packed.js'

const run = promisify(execFile)
const tool = (name: string) => join(projectFolder, 'node_modules', '.bin', name)

/** The output and exit code of a command, whatever they are. */
const outcome = async (command: string, parameters: readonly string[], cwd: string) =>
  run(command, [...parameters], { cwd, timeout: 60_000 }).then(
    ({ stdout, stderr }) => ({ code: 0, output: stdout + stderr }),
    (error: { code: number; stdout: string; stderr: string }) => ({
      code: error.code,
      output: error.stdout + error.stderr,
    }),
  )

describe('the packed package', () => {
  let packed: PackedProject
  beforeAll(async () => {
    packed = await packedProject()
  }, 60_000)
  afterAll(() => packed.remove())

  it.each(['.', '/webhooks', '/receiver', '/simulator', '/testing'])('resolves the entry %s', async (entry) => {
    const name = `signalwire-connector${entry === '.' ? '' : entry}`
    const { code, output } = await outcome(
      'node',
      ['--input-type=module', '-e', `console.log(Object.keys(await import('${name}')).length > 0)`],
      packed.folder,
    )
    expect({ code, output: output.trim() }).toEqual({ code: 0, output: 'true' })
  })

  it('opens no inner file', async () => {
    const { code, output } = await outcome(
      'node',
      ['--input-type=module', '-e', `await import('signalwire-connector/dist/src/core/define.js')`],
      packed.folder,
    )
    expect(code).not.toBe(0)
    expect(output).toContain('ERR_PACKAGE_PATH_NOT_EXPORTED')
  })

  it('loads no package of others when it is imported', async () => {
    const hooks = `export async function resolve(name, context, next) { process._rawDebug(name); return next(name, context) }`
    const register = `import { register } from 'node:module'; register('data:text/javascript,' + encodeURIComponent(${JSON.stringify(hooks)}))`
    const loadedBy = async (...parameters: readonly string[]) => {
      const all = ['--import', `data:text/javascript,${encodeURIComponent(register)}`, ...parameters]
      const { code, output } = await outcome('node', all, packed.folder)
      expect(code, output).toBe(0)
      return output
        .split('\n')
        .filter((name) => /^[a-z@]/.test(name) && !/^(node:|file:|data:|signalwire-connector)/.test(name))
    }
    expect(await loadedBy('--input-type=module', '-e', `await import('signalwire-connector')`)).toEqual([])
    // The control: the command line does load one, and it is seen.
    const cli = join(packed.folder, 'node_modules/signalwire-connector/dist/src/harness/cli.js')
    expect(await loadedBy(cli, 'modules')).toContain('commander')
  })

  it('runs the example', async () => {
    await copyFile(join(projectFolder, 'examples/send-message.mjs'), join(packed.folder, 'send-message.mjs'))
    const { code, output } = await outcome('node', ['send-message.mjs'], packed.folder)
    expect({ code, output }).toEqual({
      code: 0,
      output: expect.stringMatching(/^Sent [0-9a-f-]{36} to \+12025550142: queued\nRead it back: Your table/),
    })
  })

  it('compiles for a user in strict TypeScript, and refuses a wrong input', async () => {
    const good = `import { createMessage, openConnection } from 'signalwire-connector'
const connection = await openConnection({ spaceName: 'example', projectId: 'x', authToken: 'y' })
const sent = await createMessage.execute({ to: '+12025550142', from: '+12025550100', contentType: 'body', body: 'Hi' }, connection)
export const created: Date | undefined = sent?.date_created
`
    await writeFile(join(packed.folder, 'good.mts'), good)
    await writeFile(
      join(packed.folder, 'bad.mts'),
      good.replace("body: 'Hi'", "mediaUrl: ['https://example.com/a.png']"),
    )
    await copyFile(join(projectFolder, 'examples/send-message.mjs'), join(packed.folder, 'example.mts'))
    const compile = (file: string) =>
      outcome(
        tool('tsc'),
        ['--strict', '--noEmit', '--module', 'nodenext', '--target', 'es2023', '--types', 'node', file],
        packed.folder,
      )
    expect(await compile('good.mts')).toEqual({ code: 0, output: '' })
    expect(await compile('example.mts')).toEqual({ code: 0, output: '' })
    expect((await compile('bad.mts')).output).toContain('bad.mts(3,')
  })

  it('has a command line that starts', async () => {
    const manifest = JSON.parse(await readFile(join(projectFolder, 'package.json'), 'utf8')) as {
      bin: Record<string, string>
      version: string
    }
    const file = join(packed.folder, 'node_modules/signalwire-connector', manifest.bin['signalwire-connector'] ?? '')
    expect(await readFile(file, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/)
    expect((await outcome('node', [file, '--version'], packed.folder)).output.trim()).toBe(manifest.version)
  })

  it('passes publint', async () => {
    expect(await outcome(tool('publint'), ['--strict', packed.tarball], projectFolder)).toMatchObject({ code: 0 })
  })

  it('gives every entry its types (attw)', async () => {
    const result = await outcome(tool('attw'), [packed.tarball, '--profile', 'esm-only', '--no-emoji'], projectFolder)
    expect(result, result.output).toMatchObject({ code: 0 })
  }, 60_000)

  it('has no unused file, export or dependency (knip)', async () => {
    const result = await outcome(tool('knip'), ['--no-progress'], projectFolder)
    expect(result, result.output).toMatchObject({ code: 0 })
  }, 60_000)
})
