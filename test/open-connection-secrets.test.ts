import { inspect } from 'node:util'
import { afterEach, describe, expect, it } from 'vitest'
import {
  clearMessage,
  createMessage,
  deleteCall,
  getCall,
  makeApiCall,
  searchCalls,
  watchCalls,
} from '../modules/index.js'
import { recentCalls, voiceNumbers } from '../modules/sources/sources.js'
import { simulatorCredentials } from '../src/simulator/index.js'
import { collect, connect } from './runtime/connect.js'
import { type Answer, sendJson, startServer } from './runtime/local-server.js'

const { projectId } = simulatorCredentials

const open: { close(): unknown }[] = []
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})

describe('secrets', () => {
  const token = 'PT/secret+token==&"ü'
  const pair = Buffer.from(`${projectId}:${token}`).toString('base64')
  const forms = [
    token,
    encodeURIComponent(token),
    Buffer.from(token).toString('base64'),
    pair,
    encodeURIComponent(pair),
  ]
  /** What a server that repeats what it got could say. */
  const echo = `You sent ${forms.join(' and ')}.`

  const bodies: readonly (readonly [string, unknown])[] = [
    [
      'a code',
      {
        code: 21610,
        message: echo,
        more_info: `https://docs.signalwire.com/?a=${encodeURIComponent(token)}`,
        status: 400,
      },
    ],
    ['a code as a text', { code: token, message: echo, status: 400 }],
    ['a list of codes', { errors: [{ code: '21610', message: echo, more_info: echo }] }],
    ['a list of texts', { errors: [echo] }],
    ['details', { errors: [{ detail: echo, status: '422', title: echo, code: token }] }],
    ['attributes', { errors: [{ type: token, code: token, message: echo, attribute: token, url: echo }] }],
    ['a text', echo],
    ['something else', { [token]: echo }],
  ]

  const answers: readonly (readonly [string, Answer])[] = [
    ...[400, 401, 403, 404, 409, 422, 429, 500, 503].flatMap((status) =>
      bodies.map(([name, body]): readonly [string, Answer] => [
        `status ${status} with ${name}`,
        (_, response) => sendJson(response, body, status),
      ]),
    ),
    ['a web page', (_, response) => response.setHeader('Content-Type', 'text/html').end(`<p>${echo}`)],
    ['a text instead of JSON', (_, response) => response.setHeader('Content-Type', 'text/plain').end(echo)],
    ['damaged JSON', (_, response) => response.setHeader('Content-Type', 'application/json').end(`{"a":"${echo}`)],
    [
      'a redirect',
      (_, response) =>
        response
          .writeHead(302, { location: `https://${encodeURIComponent('a')}.example.com/${encodeURIComponent(token)}` })
          .end(),
    ],
    ['a reason of its own', (_, response) => response.writeHead(400, encodeURIComponent(token)).end()],
    [
      'another next page',
      (_, response) =>
        sendJson(response, { calls: [], next_page_uri: `https://evil.example.com/${encodeURIComponent(token)}` }),
    ],
    ['rows without dates', (_, response) => sendJson(response, { calls: [{ sid: 'a', date_created: echo }] })],
    ['a broken connection', (_, response) => response.destroy()],
    [
      'a cut reply',
      (_, response) => response.writeHead(400, { 'content-length': '9999' }).write(echo, () => response.destroy()),
    ],
  ]

  it.each(answers)('are in no error, verdict or dropdown after %s', async (_, answer) => {
    const server = await startServer(answer)
    const space = await connect(server.url, { authToken: token, reconcile: true })
    open.push(space, server)
    const sid = projectId
    const outputs = 7
    const runs: readonly Promise<unknown>[] = [
      getCall.execute({ callSid: sid }, space),
      createMessage.execute({ to: '+12025550142', from: '+12025550100', contentType: 'body', body: 'a' }, space),
      clearMessage.execute({ messageSid: sid }, space),
      deleteCall.execute({ callSid: sid }, space),
      collect(searchCalls.execute({}, space)),
      watchCalls.execute({}, { ...space, start: 'all' }),
      makeApiCall.execute({ url: '/api', method: 'POST' }, space),
      space.test(),
      space.options(recentCalls),
      space.options(voiceNumbers),
    ]
    const results = await Promise.allSettled(runs)
    expect(results.some(({ status }) => status === 'rejected')).toBe(true)
    for (const [index, result] of results.entries()) {
      // A module's output is the reply as it is.
      if (index < outputs && result.status === 'fulfilled') continue
      const got = result.status === 'rejected' ? result.reason : result.value
      const shown = `${inspect(got, { depth: 20, showHidden: true, getters: true })}${JSON.stringify(got)}${String(got)}`
      for (const form of forms) expect(shown).not.toContain(form)
      if (result.status === 'rejected') {
        expect(got).toHaveProperty('retry')
        expect(String((got as Error).stack)).not.toContain(token)
      }
    }
  })

  it('did arrive at the server, so that there was something to repeat', async () => {
    const server = await startServer()
    const space = await connect(server.url, { authToken: token })
    open.push(space, server)
    await makeApiCall.execute({ url: '/api' }, space)
    expect(server.requests[0]?.headers.authorization).toBe(`Basic ${pair}`)
  })
})
