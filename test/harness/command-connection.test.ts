import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { useDesk } from './shell.js'

const desk = useDesk()
const none = { SIGNALWIRE_SPACE: '', SIGNALWIRE_PROJECT_ID: '', SIGNALWIRE_TOKEN: '', SIGNALWIRE_API_URL: '' }
const file = () => join(desk.home, 'connections.json')
const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8)
const flags = () => {
  const { spaceName, projectId, authToken } = desk.simulator.credentials
  return [
    '--space-name',
    spaceName,
    '--project-id',
    projectId,
    '--auth-token',
    authToken,
    '--api-url',
    desk.simulator.url,
  ]
}

describe('connection add', () => {
  it('tests the connection and stores it where only its owner can read it', async () => {
    const { code, stdout, stderr } = await desk.run(['connection', 'add', 'mine', ...flags()], { env: none })
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'Stored the connection mine.\n' })
    expect(stderr).toContain('The connection works')
    expect(modeOf(file())).toBe('600')
    const stored = JSON.parse(readFileSync(file(), 'utf8'))
    expect(stored.connections.mine).toMatchObject({ spaceName: 'example', apiUrl: desk.simulator.url })
    expect((await desk.run(['run', 'searchCalls'], { env: none })).code).toBe(0)
  })

  it('takes what is not given from the environment', async () => {
    const { spaceName } = desk.simulator.credentials
    const ran = await desk.run(['connection', 'add', 'mine', '--json'], {
      env: {
        SIGNALWIRE_SPACE: `https://${spaceName}.signalwire.com/`,
        SIGNALWIRE_SIGNING_KEY: 'one-signing-key,another-signing-key',
      },
    })
    expect(ran.json()).toMatchObject({ name: 'mine', spaceName })
    expect(JSON.parse(readFileSync(file(), 'utf8')).connections.mine.signingKeys).toHaveLength(2)
    expect(ran.stdout + ran.stderr).not.toContain('signing-key')
  })

  it('reads the token from the standard input', async () => {
    const stdin = `${desk.simulator.credentials.authToken}\n`
    const words = ['connection', 'add', 'mine', '--auth-token', '-']
    expect((await desk.run(words, { env: { SIGNALWIRE_TOKEN: '' }, stdin })).code).toBe(0)
    expect((await desk.run(['connection', 'test', 'mine'])).code).toBe(0)
  })

  it('stores nothing that does not work, unless it is told to', async () => {
    const env = { SIGNALWIRE_TOKEN: 'PT-a-token-that-does-not-exist' }
    const refused = await desk.run(['connection', 'add', 'mine'], { env })
    expect(refused.code).toBe(1)
    expect(refused.stderr).toContain('The connection was not stored.')
    expect(() => statSync(file())).toThrow()
    expect((await desk.run(['connection', 'add', 'mine', '--no-test'], { env })).code).toBe(0)
  })

  it('refuses wrong credentials by the names of their flags', async () => {
    const { code, stderr } = await desk.run(['connection', 'add', 'mine', '--project-id', 'nope'])
    expect(code).toBe(2)
    expect(stderr).toContain('--project-id (Project ID)')
  })

  it('replaces only when it is told to', async () => {
    await desk.run(['connection', 'add', 'mine'])
    expect((await desk.run(['connection', 'add', 'mine'])).code).toBe(2)
    expect((await desk.run(['connection', 'add', 'mine', '--replace'])).code).toBe(0)
  })

  it.each(['', '../x', '-x', '__proto__', 'a b'])('refuses the name %j', async (name) => {
    expect((await desk.run(['connection', 'add', '--', name])).code).toBe(2)
  })

  it('says what is missing where nobody can be asked', async () => {
    const { code, stderr } = await desk.run(['connection', 'add', 'mine'], { env: none })
    expect(code).toBe(2)
    expect(stderr).toContain('--auth-token')
  })
})

describe('connection list', () => {
  it('shows Space, project and API URL, never tokens', async () => {
    expect((await desk.run(['connection', 'list'])).stderr).toContain('No connections are stored yet')
    await desk.run(['connection', 'add', 'mine'])
    const { projectId } = desk.simulator.credentials
    const { stdout } = await desk.run(['connection', 'list'])
    for (const shown of ['mine', 'example', projectId, desk.simulator.url]) expect(stdout).toContain(shown)
    const json = (await desk.run(['connection', 'list', '--json'])).json()
    expect(json).toEqual([{ name: 'mine', spaceName: 'example', projectId, apiUrl: desk.simulator.url }])
  })

  it('closes a file that others could read, and says so', async () => {
    await desk.run(['connection', 'add', 'mine'])
    chmodSync(file(), 0o644)
    expect((await desk.run(['connection', 'list'])).stderr).toContain('could be read by other users')
    expect(modeOf(file())).toBe('600')
    expect((await desk.run(['connection', 'list'])).stderr).toBe('')
  })

  it.each(['{', '{"version":2}', '{"version":1,"connections":{"a":1}}'])(
    'refuses the damaged file %s',
    async (content) => {
      writeFileSync(file(), content, { mode: 0o600 })
      const { code, stderr } = await desk.run(['connection', 'list'])
      expect(code).toBe(1)
      expect(stderr).toContain('connections.json')
    },
  )
})

describe('connection test', () => {
  it('says what the token may do', async () => {
    const { code, stdout } = await desk.run(['connection', 'test'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/ok: The connection works/)
    expect(stdout).toMatch(/Voice +granted/)
    expect(stdout).toContain(`asked at ${desk.simulator.url} instead of SignalWire`)
  })

  it('ends with 1 where it does not work', async () => {
    const wrongSpace = await desk.run(['connection', 'test', '--space-name', 'nobody', '--json'])
    expect(wrongSpace.code).toBe(1)
    expect(wrongSpace.json()).toMatchObject({ outcome: 'wrongSpace' })
    const wrongToken = await desk.run(['connection', 'test'], { env: { SIGNALWIRE_TOKEN: 'PT-wrong-wrong-wrong' } })
    expect(wrongToken.stdout).toContain('wrongCredentials')
  })

  it('ends with 3 where there is no such connection', async () => {
    await desk.run(['connection', 'add', 'production'])
    const { code, stderr } = await desk.run(['connection', 'test', 'prodction'])
    expect(code).toBe(3)
    expect(stderr).toContain('Did you mean production?')
  })
})

describe('several commands at once', () => {
  it('each store and remove their own connection', async () => {
    const names = Array.from({ length: 12 }, (_, index) => `c${index}`)
    const stored = async () => Object.keys(JSON.parse(readFileSync(file(), 'utf8')).connections).sort()
    const add = (name: string) => desk.run(['connection', 'add', name])
    expect((await Promise.all(names.map(add))).map(({ code }) => code)).toEqual(names.map(() => 0))
    expect(await stored()).toEqual([...names].sort())
    const remove = (name: string) => desk.run(['connection', 'remove', name])
    await Promise.all([...names.slice(0, 6).map(remove), add('another')])
    expect(await stored()).toEqual(['another', ...names.slice(6)].sort())
  })

  it('do not replace each other by mistake', async () => {
    const codes = (await Promise.all([1, 2, 3].map(() => desk.run(['connection', 'add', 'mine'])))).map(
      ({ code }) => code,
    )
    expect(codes.sort()).toEqual([0, 2, 2])
  })
})

describe('several stored connections', () => {
  it('must be told apart by name', async () => {
    await desk.run(['connection', 'add', 'one'])
    await desk.run(['connection', 'add', 'two'])
    const unnamed = await desk.run(['run', 'searchCalls'], { env: none })
    expect(unnamed.code).toBe(2)
    expect(unnamed.stderr).toContain('one, two')
    expect((await desk.run(['run', 'searchCalls', '--connection', 'two'], { env: none })).code).toBe(0)
  })

  it('are used by name whatever the environment says, and never mixed with it', async () => {
    await desk.run(['connection', 'add', 'one'])
    const other = { SIGNALWIRE_SPACE: 'other', SIGNALWIRE_TOKEN: 'PT-another-token-000' }
    expect((await desk.run(['run', 'searchCalls', '--connection', 'one'], { env: other })).code).toBe(0)
    const partly = await desk.run(['run', 'searchCalls'], { env: { ...none, SIGNALWIRE_SPACE: 'other' } })
    expect(partly.code).toBe(2)
    expect(partly.stderr).toContain('The connection is incomplete')
  })

  it('are removed by name', async () => {
    await desk.run(['connection', 'add', 'one'])
    expect((await desk.run(['connection', 'remove', 'two'])).code).toBe(3)
    expect((await desk.run(['connection', 'remove', 'one'])).code).toBe(0)
    expect((await desk.run(['connection', 'list', '--json'])).json()).toEqual([])
    expect(modeOf(file())).toBe('600')
  })
})
