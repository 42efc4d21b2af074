import { afterEach, describe, expect, it, vi } from 'vitest'
import { createManualClock } from '../../src/core/manual-clock.js'
import { relay } from '../../src/core/request.js'
import { openSpace } from '../../src/runtime/open-space.js'
import { defaultRetry } from '../../src/runtime/send.js'
import { failureOf } from './connect.js'
import { type Answer, sendJson, startServer } from './local-server.js'

const open: { close(): unknown }[] = []
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})

const clock = createManualClock()
const request = relay('GET', '/phone_numbers', { page_size: '1' })

function spaceAt(apiUrl: string) {
  const space = openSpace({
    spaceName: 'example',
    projectId: '5a9f0c3e-7b41-4d26-9e58-1c0d3f6a8b27',
    authToken: 'PTsecret0000',
    secrets: [],
    apiUrl,
    timeoutMs: 40_000,
    retry: defaultRetry,
    clock,
    random: () => 0,
  })
  open.unshift(space)
  return space
}

async function probe(answer: Answer) {
  const server = await startServer(answer)
  open.push(server)
  return { server, reply: await spaceAt(server.url).sendProbe(request) }
}

describe('a probe', () => {
  it.each([200, 401, 403, 404, 429, 500, 503])(
    'tells the status %i and that the answer is JSON, asking once',
    async (status) => {
      const { server, reply } = await probe((_, response) => sendJson(response, { data: [] }, status))
      expect(reply).toEqual({ status, json: true })
      expect(server.requests.map(({ target }) => target)).toEqual(['/api/relay/rest/phone_numbers?page_size=1'])
    },
  )

  it.each<[string, Answer]>([
    ['a web page', (_, response) => response.setHeader('Content-Type', 'text/html').end('<p>')],
    ['damaged JSON', (_, response) => response.setHeader('Content-Type', 'application/json').end('{')],
    ['nothing', (_, response) => response.end()],
    ['bytes', (_, response) => response.setHeader('Content-Type', 'image/png').end('a')],
  ])('tells that %s is no JSON', async (_, answer) => {
    expect((await probe(answer)).reply).toEqual({ status: 200, json: false })
  })

  it('tells a redirect, and does not follow it', async () => {
    const elsewhere = await startServer()
    open.push(elsewhere)
    const { reply } = await probe((_, response) => response.writeHead(302, { location: elsewhere.url }).end())
    expect(reply).toEqual({ status: 302, json: false })
    expect(elsewhere.requests).toEqual([])
  })

  it('tells that nobody answers', async () => {
    const server = await startServer()
    await server.close()
    expect(await spaceAt(server.url).sendProbe(request)).toEqual({ json: false, failure: 'unreachable' })
    expect((await probe((_, response) => response.destroy())).reply).toEqual({ json: false, failure: 'unreachable' })
  })

  it('tells that no answer comes in time', async () => {
    const server = await startServer(() => undefined)
    open.push(server)
    const run = spaceAt(server.url).sendProbe(request)
    await vi.waitFor(() => expect(server.requests).toHaveLength(1))
    await clock.advance(40_000)
    expect(await run).toEqual({ json: false, failure: 'unreachable' })
  })

  it('ends with its signal', async () => {
    const reason = new Error('The user has left.')
    const server = await startServer()
    open.push(server)
    expect(await failureOf(spaceAt(server.url).sendProbe(request, AbortSignal.abort(reason)))).toBe(reason)
  })
})
