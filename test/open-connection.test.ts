import { once } from 'node:events'
import { inspect } from 'node:util'
import { afterEach, describe, expect, expectTypeOf, it } from 'vitest'
import { getCall, makeApiCall, searchCalls } from '../modules/index.js'
import { recentCalls } from '../modules/sources/sources.js'
import { type Connection, type Credentials, openConnection } from '../src/open-connection.js'
import { type Scope, simulatorCredentials, startSimulator } from '../src/simulator/index.js'
import { collect, connect, connectToSimulator, failureOf } from './runtime/connect.js'
import { sendJson, startServer } from './runtime/local-server.js'

const { spaceName, projectId, authToken } = simulatorCredentials
const credentials: Credentials = { spaceName, projectId, authToken }

const open: { close(): unknown }[] = []
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})

describe('credentials', () => {
  it('make a connection without sending anything', async () => {
    const simulator = await startSimulator()
    const space = await openConnection({ ...credentials, apiUrl: simulator.url })
    open.push(space, simulator)
    expect(space).toMatchObject({
      spaceName: 'example',
      projectId,
      apiUrl: simulator.url,
      label: `example, project ${projectId}`,
    })
    expect(simulator.requests).toEqual([])
    expectTypeOf(space).toExtend<Connection>()
  })

  it('are not among what a connection shows', async () => {
    const space = await openConnection({ ...credentials, signingKeys: ['PSK_not_to_be_shown'] })
    open.push(space)
    const shown = inspect(space, { depth: 20, showHidden: true }) + JSON.stringify(space)
    expect(shown).not.toContain(authToken)
    expect(shown).not.toContain('PSK_not_to_be_shown')
    expect(space.redactor.text(`a ${authToken} b PSK_not_to_be_shown`)).toBe('a [secret] b [secret]')
  })

  it.each(['example', 'EXAMPLE', ' example ', 'example.signalwire.com', 'https://example.signalwire.com/dashboard'])(
    'may name the Space as %j',
    async (name) => {
      const space = await openConnection({ ...credentials, spaceName: name })
      open.push(space)
      expect(space.spaceName).toBe('example')
    },
  )

  it.each([
    'evil.example.com/',
    'example.signalwire.com.evil.example.com',
    'example@evil',
    'example:token@evil.example.com',
    'evil.example.com#.signalwire.com',
    'evil.example.com?.signalwire.com',
    'evil.example.com\\.signalwire.com',
    'http://example.signalwire.com',
    '//example.signalwire.com',
    '..',
    '-example',
    'example-',
    'exa mple',
    'exam\nple',
    'exämple',
    'еxample',
    '例え',
    'a'.repeat(64),
    '%65xample',
    ' ',
  ])('are refused with the Space Name %j', async (name) => {
    expect(await failureOf(openConnection({ ...credentials, spaceName: name }))).toMatchObject({
      type: 'InvalidConfigurationError',
      code: 'invalid_space_name',
    })
  })

  it('are refused with everything that is wrong, and without the secret', async () => {
    const wrong = {
      spaceName: '',
      projectId: 'my project',
      authToken: 5,
      token: 'PT-in-the-wrong-place',
      signingKeys: ['a', 'b', 'c'],
    }
    const failure = await failureOf(openConnection(wrong as unknown as Credentials))
    expect(failure).toMatchObject({ type: 'BundleValidationError' })
    expect((failure as { issues: { key: string }[] }).issues.map(({ key }) => key)).toEqual([
      'token',
      'spaceName',
      'projectId',
      'authToken',
      'signingKeys',
    ])
    expect(String(failure)).toMatch(/^BundleValidationError: The connection cannot be opened\. /)
    expect(inspect(failure)).not.toContain('PT-in-the-wrong-place')
  })

  it.each([
    ['on another host', 'https://proxy.example.com'],
    ['without encryption', 'http://proxy.example.com'],
    ['with a user', 'http://user:password@127.0.0.1:4010'],
    ['with a fragment', 'http://127.0.0.1:4010/#a'],
    ['with a query', 'http://127.0.0.1:4010/?a=b'],
  ])('are refused with an API URL %s', async (_, apiUrl) => {
    expect(await failureOf(openConnection({ ...credentials, apiUrl }))).toMatchObject({ code: 'invalid_api_url' })
  })

  it('may go to another host that is allowed by name', async () => {
    const apiUrl = 'https://proxy.example.com/api'
    const space = await openConnection({ ...credentials, apiUrl }, { allowApiHost: 'proxy.example.com' })
    open.push(space)
    expect(space.apiUrl).toBe(apiUrl)
    expect(await failureOf(openConnection({ ...credentials, apiUrl }, { allowApiHost: 'proxy' }))).toMatchObject({
      code: 'invalid_api_url',
    })
  })

  it('may hold characters that no header could', async () => {
    const token = 'PT-ü€\r\n\ud800-token'
    const server = await startServer()
    const space = await openConnection({ ...credentials, authToken: token, apiUrl: server.url })
    open.push(space, server)
    await makeApiCall.execute({ url: '/api' }, space)
    const [, pair = ''] = String(server.requests[0]?.headers.authorization).split(' ')
    expect(Buffer.from(pair, 'base64').toString('utf8')).toBe(`${projectId}:PT-ü€\r\n\ufffd-token`)
  })
})

describe('options', () => {
  it('with an unknown time zone are refused', async () => {
    expect(await failureOf(openConnection(credentials, { timeZone: 'Mars/Olympus' }))).toMatchObject({
      code: 'invalid_time_zone',
    })
  })

  it('give dates their time zone', async () => {
    const server = await startServer((_, response) => sendJson(response, { calls: [] }))
    const space = await connect(server.url, { timeZone: 'Asia/Tokyo' })
    open.push(space, server)
    await collect(searchCalls.execute({ startTime: '2026-01-05 09:00' }, space))
    expect(server.requests[0]?.target).toContain('StartTime=Mon%2C%2005%20Jan%202026%2000%3A00%3A00%20GMT')
  })

  it('end every run, test and dropdown with their signal', async () => {
    const reason = new Error('The user has left.')
    const { simulator, space } = await connectToSimulator({}, { signal: AbortSignal.abort(reason) })
    open.push(space, simulator)
    expect(await failureOf(getCall.execute({ callSid: projectId }, space))).toBe(reason)
    expect(await failureOf(space.test())).toBe(reason)
    expect(await failureOf(space.options(recentCalls))).toBe(reason)
    expect(simulator.requests).toEqual([])
  })
})

describe('the test of a connection', () => {
  const withScopes = (...scopes: Scope[]) => [
    { name: spaceName, projects: [{ id: projectId, tokens: [{ token: authToken, scopes }] }] },
  ]

  async function verdictOf(options: Parameters<typeof connectToSimulator>[0], other: Partial<Credentials> = {}) {
    const simulator = await startSimulator(options)
    const space = await openConnection({ ...credentials, apiUrl: simulator.url, ...other })
    open.push(space, simulator)
    return { verdict: await space.test(), simulator, space }
  }

  it('finds that all is well, with one small request for each scope', async () => {
    const { verdict, simulator } = await verdictOf({})
    expect(verdict.outcome).toBe('ok')
    expect(verdict.scopes.map(({ scope, state }) => [scope, state])).toEqual([
      ['Voice', 'granted'],
      ['Messaging', 'granted'],
      ['Numbers', 'granted'],
    ])
    expect(simulator.requests).toHaveLength(3)
    for (const { query } of simulator.requests) expect(query).toEqual([[expect.stringMatching(/^page_?size$/i), '1']])
  })

  it('finds which scopes the token lacks', async () => {
    const { verdict } = await verdictOf({ spaces: withScopes('Messaging') })
    expect(verdict.outcome).toBe('limited')
    expect(verdict.scopes.filter(({ state }) => state === 'missing').map(({ scope }) => scope)).toEqual([
      'Voice',
      'Numbers',
    ])
    expect(verdict.message).toContain('lacks the scope Voice')
  })

  it('tells a token without a useful scope from a wrong one', async () => {
    const { verdict, simulator } = await verdictOf({ spaces: withScopes('Fax') })
    expect(verdict.outcome).toBe('noScopes')
    expect(simulator.requests).toHaveLength(4)
    expect((await verdictOf({}, { authToken: 'PT-wrong-token' })).verdict.outcome).toBe('wrongCredentials')
    expect((await verdictOf({}, { projectId: projectId.replace('5', '6') })).verdict.outcome).toBe('wrongCredentials')
  })

  it('finds that the Space does not exist', async () => {
    const server = await startServer((_, response) =>
      response.writeHead(404, { 'content-type': 'text/html' }).end('<p>No such Space</p>'),
    )
    const space = await openConnection({ ...credentials, apiUrl: server.url })
    open.push(space, server)
    expect((await space.test()).outcome).toBe('wrongSpace')
    expect((await verdictOf({}, { spaceName: 'other' })).verdict.outcome).toBe('wrongSpace')
  })

  it('finds that nobody answers', async () => {
    const { simulator, space } = await verdictOf({})
    await simulator.close()
    expect((await space.test()).outcome).toBe('unreachable')
  })

  it('does not follow a redirect with the credentials', async () => {
    const elsewhere = await startServer()
    const { simulator, space } = await verdictOf({})
    open.push(elsewhere)
    simulator.fault({ reply: 'redirect', location: elsewhere.url, times: 'always' })
    expect((await space.test()).outcome).not.toBe('ok')
    expect(elsewhere.requests).toEqual([])
  })

  it('works again after a failure', async () => {
    const { simulator, space } = await verdictOf({})
    simulator.fault({ status: 500, times: 3 })
    expect((await space.test()).outcome).toBe('unreachable')
    expect((await space.test()).outcome).toBe('ok')
  })
})

describe('closing', () => {
  it('ends the connections that were kept', async () => {
    let closed: Promise<unknown> | undefined
    const server = await startServer((_, response) => {
      closed = response.socket ? once(response.socket, 'close') : undefined
      sendJson(response, {})
    })
    open.push(server)
    const space = await openConnection({ ...credentials, apiUrl: server.url })
    await makeApiCall.execute({ url: '/api' }, space)
    expect(closed).toBeDefined()
    space.close()
    await closed
  })
})
