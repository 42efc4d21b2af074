import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Scope, type Simulator, scopes, simulatorCredentials, startSimulator } from '../../src/simulator/index.js'
import { accountPath, basic, codeOf, rightCredentials, rowsOf, send } from './space-client.js'

const OTHER_PROJECT = '7c0de5a1-4b8f-4d3c-9a27-5e1f6b0c8d94'
const { projectId } = simulatorCredentials

let simulator: Simulator
beforeAll(async () => {
  simulator = await startSimulator({
    spaces: [
      {
        name: 'example',
        projects: [
          {
            id: projectId,
            tokens: [
              { token: 'all' },
              ...scopes.map((scope) => ({ token: scope, scopes: [scope] })),
              { token: 'none', scopes: [] },
            ],
          },
        ],
      },
      { name: 'second', projects: [{ id: OTHER_PROJECT, tokens: [{ token: 'other' }] }] },
    ],
    seed: { calls: 1 },
  })
})
afterAll(() => simulator.close())

const LOOKUP = '/api/relay/rest/lookup/phone_number/%2B12025550150'
const ask = (target: string, authorization?: string, host?: string) =>
  send(simulator.port, {
    target,
    headers: { ...(authorization ? { authorization } : {}), ...(host ? { host } : {}) },
  })
const all = basic(projectId, 'all')
const other = basic(OTHER_PROJECT, 'other')

describe('the Space', () => {
  test.each(['example.signalwire.com', 'EXAMPLE.signalwire.com:8080'])('is told by the host %s', async (host) => {
    expect(rowsOf(await ask(`${accountPath}/Calls`, all, host), 'calls')).toHaveLength(1)
  })

  test('is told by a path prefix, which the links of the reply carry on', async () => {
    const reply = await ask(`/spaces/second/api/laml/2010-04-01/Accounts/${OTHER_PROJECT}/Applications`, other)
    expect(rowsOf(reply, 'applications')[0]?.uri).toMatch(/^\/spaces\/second\/api\/laml\//)
    expect(reply.json.first_page_uri).toMatch(/^\/spaces\/second\/api\/laml\//)
    expect(simulator.spaceUrl('second')).toBe(`${simulator.url}/spaces/second`)
  })

  test.each([undefined, 'localhost:1234', '127.0.0.1'])('is the first one for the loopback host %s', async (host) => {
    expect((await ask(`${accountPath}/Calls`, all, host)).status).toBe(200)
  })

  test('knows only its own projects', async () => {
    expect((await ask(LOOKUP, other)).status).toBe(401)
    expect((await ask(LOOKUP, other, 'second.signalwire.com')).status).toBe(200)
  })

  test.each([
    ['host', `${accountPath}/Calls`, 'nowhere.signalwire.com'],
    ['foreign host', `${accountPath}/Calls`, 'evil.example.com'],
    ['host that only begins well', `${accountPath}/Calls`, 'example.signalwire.com.evil.example.com'],
    ['prefix', `/spaces/nowhere${accountPath}/Calls`, undefined],
  ])('that does not exist is an HTML page with 404, by %s', async (_what, target, host) => {
    const reply = await ask(target, all, host)
    expect([reply.status, reply.headers['content-type']]).toEqual([404, 'text/html; charset=utf-8'])
    expect(reply.text).toContain('Space not found')
  })
})

describe('credentials', () => {
  test.each([
    ['none', undefined],
    ['a wrong token', basic(projectId, 'wrong')],
    ['a token of nobody', basic(projectId, '')],
    ['a wrong project', basic(OTHER_PROJECT, 'all')],
    ['a bearer token', 'Bearer all'],
    ['no base64', 'Basic %%%'],
    ['the credentials of another simulator', rightCredentials],
  ])('that are %s get the same 401 in the shape of each family', async (_what, authorization) => {
    const laml = await ask(`${accountPath}/Calls`, authorization)
    expect([laml.status, laml.json]).toEqual([
      401,
      { code: 20003, message: 'Authentication failed.', more_info: expect.any(String), status: 401 },
    ])
    const relay = await ask('/api/relay/rest/phone_numbers', authorization)
    expect([relay.status, relay.json]).toEqual([401, { error: 'Unauthorized' }])
    expect(relay.headers['www-authenticate']).toMatch(/^Basic /)
  })

  test('for one project do not open another', async () => {
    const reply = await ask(`/api/laml/2010-04-01/Accounts/${OTHER_PROJECT}/Calls`, all)
    expect([reply.status, codeOf(reply)]).toEqual([401, 20003])
  })
})

describe('the scopes of a token', () => {
  const needs: readonly [string, readonly Scope[]][] = [
    [`${accountPath}/Calls`, ['Voice']],
    [`${accountPath}/Messages`, ['Messaging']],
    [`${accountPath}/Messages/${projectId}/Media`, ['Messaging']],
    [`${accountPath}/IncomingPhoneNumbers`, ['Numbers']],
    [`${accountPath}/Applications`, ['Voice', 'Messaging', 'Fax']],
    [`${accountPath}/LamlBins`, ['Voice', 'Messaging', 'Fax']],
    ['/api/relay/rest/phone_numbers', ['Numbers']],
    ['/api/relay/rest/number_groups', ['Numbers']],
    [LOOKUP, scopes],
  ]

  test.each(needs)('%s need one of %j', async (target, accepted) => {
    for (const scope of scopes) {
      const { status } = await ask(target, basic(projectId, scope))
      expect([scope, status]).toEqual([scope, accepted.includes(scope) ? 200 : 401])
    }
  })

  test('are not needed to look a number up', async () => {
    expect((await ask(LOOKUP, basic(projectId, 'none'))).status).toBe(200)
    expect((await ask(`${accountPath}/Calls`, basic(projectId, 'none'))).status).toBe(401)
  })
})

describe('a path that does not exist', () => {
  test('is 404 in the shape of its family', async () => {
    const laml = await ask(`${accountPath}/Faxes`, all)
    expect([laml.status, codeOf(laml)]).toEqual([404, 20404])
    const relay = await ask('/api/relay/rest/nothing', all)
    expect([relay.status, relay.json]).toEqual([404, { error: 'Not Found' }])
  })

  test('but has other methods is 405 and names them', async () => {
    const reply = await send(simulator.port, {
      method: 'PUT',
      target: `${accountPath}/Calls`,
      headers: { authorization: all },
    })
    expect([reply.status, reply.headers.allow]).toEqual([405, 'GET, POST'])
  })

  test('outside of the API is an HTML page', async () => {
    const reply = await ask('/nothing', all)
    expect([reply.status, reply.headers['content-type']]).toEqual([404, 'text/html; charset=utf-8'])
  })
})
