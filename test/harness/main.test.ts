import { describe, expect, it } from 'vitest'
import { fieldFlags } from '../../src/harness/field-flags.js'
import { allModules } from '../../src/harness/find-module.js'
import { typed, useDesk } from './shell.js'

const desk = useDesk({ seed: { calls: 1 } })
const commands = [
  ...['demo', 'modules', 'options', 'connection', 'run', 'watch'],
  ...['hooks', 'listen', 'events', 'simulator', 'export'],
]

describe('help', () => {
  it('lists the commands that exist, with and without --help', async () => {
    const { code, stdout } = await desk.run([])
    expect(code).toBe(0)
    const listed = [...stdout.matchAll(/^ {2}([a-z]+) {2,}/gm)].map(([, name]) => name)
    expect(listed).toEqual(commands)
    expect((await desk.run(['--help'])).stdout).toBe(stdout)
  })

  it.each(commands)('of %s says what it does', async (name) => {
    const { code, stdout, stderr } = await desk.run([name, '--help'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain(`Usage: signalwire-connector ${name}`)
    expect((await desk.run(['help', name])).stdout).toBe(stdout)
  })

  it.each(allModules.map((module) => [module.id, module] as const))(
    'of run %s has all its flags',
    async (id, module) => {
      const { stdout } = await desk.run(['run', id, '--help'])
      const flags = fieldFlags(module.fields)
      for (const { flag, field } of flags) {
        expect(stdout).toMatch(new RegExp(`^ {2}${flag}[ ,]`, 'm'))
        expect(stdout).toContain(`${field.label}`)
      }
      expect(new Set(flags.map(({ flag }) => flag)).size).toBe(flags.length)
    },
  )

  it('shows required flags in bold, and only those', async () => {
    const { stdout } = await desk.run(['run', 'createMessage', '--help'], { env: { FORCE_COLOR: '1', NO_COLOR: '' } })
    expect(stdout).toContain('\u001b[1m--to <number>\u001b[22m')
    expect(stdout).not.toContain('\u001b[1m--from')
  })

  it('says which option of a choice a field belongs to, and who demands it', async () => {
    const { stdout } = await desk.run(['run', 'createMessage', '--help'])
    const [, body = '', media = ''] = stdout.split(/Fields that exist only with /)
    expect(body).toMatch(/^--content-type body or media:\n {2}--body <text> +Body \(required with body\)/)
    expect(media).toMatch(/^--content-type media:\n {2}--media-url <url> +Media URL \(required there\)/)
  })

  it('has an example that works', async () => {
    const { stdout } = await desk.run(['run', 'createMessage', '--help'])
    const example = /\$ signalwire-connector (.*)/.exec(stdout)?.[1] ?? ''
    const words = [...example.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '')
    expect((await desk.run(words)).code).toBe(0)
  })

  it('prints the version', async () => {
    expect((await desk.run(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+/)
  })
})

describe('wrong usage ends with 2', () => {
  it.each([
    [['rnu'], 'Did you mean run?'],
    [['run', 'createMesage'], 'Did you mean createMessage?'],
    [['run', 'createMessage', '--boddy', 'x'], 'Did you mean --body?'],
    [['run', 'createMessage', '--body'], 'argument missing'],
    [['run', 'getCall', 'extra'], 'too many arguments'],
    [['run'], "Missing required argument 'module'"],
    [['modules', 'getcall'], 'Did you mean getCall?'],
    [['connection'], 'A command is missing'],
    [['connection', 'ad', 'x'], 'Did you mean add?'],
    [['bulk'], 'There is no command'],
    [['run', '__proto__'], 'There is no module'],
    [['constructor'], 'There is no command'],
  ])('%j', async (argv, says) => {
    const { code, stderr } = await desk.run(argv)
    expect(code).toBe(2)
    expect(stderr.toLowerCase()).toContain(says.toLowerCase())
    const json = await desk.run([...argv, '--json'])
    if (argv[0] !== 'connection' || argv.length > 1) expect(json.code).toBe(2)
  })

  it('as JSON on the standard output', async () => {
    const ran = await desk.run(['run', 'createMesage', '--json'])
    expect(ran.stderr).toBe('')
    expect(ran.json()).toMatchObject({ error: { type: 'UsageError', code: 'wrong_usage' } })
  })
})

describe('a connection', () => {
  const none = { SIGNALWIRE_SPACE: '', SIGNALWIRE_PROJECT_ID: '', SIGNALWIRE_TOKEN: '', SIGNALWIRE_API_URL: '' }

  it('is asked for where there is none', async () => {
    const { code, stderr } = await desk.run(['run', 'searchCalls'], { env: none })
    expect(code).toBe(2)
    for (const word of ['connection add', 'SIGNALWIRE_TOKEN', 'simulator']) expect(stderr).toContain(word)
  })

  it('says what is missing of it', async () => {
    const { code, stderr } = await desk.run(['run', 'searchCalls'], { env: { SIGNALWIRE_TOKEN: '' } })
    expect(code).toBe(2)
    expect(stderr).toContain('Give --auth-token or set SIGNALWIRE_TOKEN.')
  })

  it('comes from flags before the environment', async () => {
    const wrong = { SIGNALWIRE_SPACE: 'another', SIGNALWIRE_PROJECT_ID: '3a9f2c5e-7d41-4b0e-9c88-1f6b2d7e4a10' }
    expect((await desk.run(['run', 'searchCalls'], { env: wrong })).code).toBe(1)
    const { spaceName, projectId } = desk.simulator.credentials
    const flags = ['--space-name', spaceName, '--project-id', projectId]
    expect((await desk.run(['run', 'searchCalls', ...flags], { env: wrong })).code).toBe(0)
  })

  it.each(['evil.com/', 'xyz.signalwire.com.evil.com', 'xyz@evil', 'ünï'])('refuses the Space %s', async (name) => {
    const { code } = await desk.run(['run', 'searchCalls', '--space-name', name])
    expect(code).toBe(2)
    expect(desk.simulator.requests).toEqual([])
  })

  it('is refused by the names of its own flags', async () => {
    const { code, stderr } = await desk.run(['run', 'searchCalls', '--project-id', 'nope'])
    expect(code).toBe(2)
    expect(stderr).toContain('--project-id (Project ID) must be a SID')
  })

  it('cannot share the standard input', async () => {
    const words = ['run', 'searchCalls', '--input', '-', '--auth-token', '-']
    const { code, stderr } = await desk.run(words, { stdin: '{}' })
    expect(code).toBe(2)
    expect(stderr).toContain('--auth-token -: the standard input was read')
  })

  it('goes to no other host without permission', async () => {
    const { code, stderr } = await desk.run(['run', 'searchCalls', '--api-url', 'https://example.com'])
    expect(code).toBe(2)
    expect(stderr).toContain('--allow-api-host example.com')
  })
})

describe('the unexpected', () => {
  it('is one sentence with code 1; the stack is shown only on demand', async () => {
    const break_ = () => {
      throw new TypeError('x is not a function\nsecond line')
    }
    const clock = { now: break_, sleep: break_ }
    const plain = await typed(['demo'], { clock })
    expect(plain.code).toBe(1)
    expect(plain.stderr).toBe(
      'error: Something unexpected went wrong: x is not a function. Set DEBUG=signalwire-connector to see where, and report it.\n',
    )
    const debug = await typed(['demo'], { clock, env: { DEBUG: 'signalwire-connector' } })
    expect(debug.stderr).toMatch(/ {4}at /)
  })
})

describe('Ctrl-C', () => {
  it('ends a run with 130, whatever is under way', async () => {
    const interrupted = new AbortController()
    desk.simulator.fault({ latencyMs: 60_000 })
    const running = desk.run(['run', 'searchCalls'], { signal: interrupted.signal })
    while (desk.simulator.requests.length === 0) await new Promise((resolve) => setImmediate(resolve))
    interrupted.abort(new Error('Interrupted'))
    const { code, stdout, stderr } = await running
    expect({ code, stdout }).toEqual({ code: 130, stdout: '' })
    expect(stderr).toMatch(/^Interrupted\./)
  })
})
