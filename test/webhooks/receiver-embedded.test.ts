import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import express, { type Express } from 'express'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { hookUrl } from '../../webhooks/hook.js'
import { callParams, exchange, publicUrl, type Scene, signed, startScene } from './receiver/scene.js'

let scene: Scene
let server: Server | undefined
beforeEach(async () => {
  scene = await startScene()
})
afterEach(async () => {
  if (server) {
    const closed = once(server, 'close')
    server.close()
    server.closeAllConnections()
    await closed
  }
  await scene.end()
})

async function serve(app: Express): Promise<number> {
  server = createServer(app).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

describe('the router in an Express app', () => {
  it.each([
    ['/hooks', publicUrl],
    ['/hooks/', publicUrl],
    ['/HOOKS', publicUrl],
    ['/api/v1/hooks', `${publicUrl}/api/v1`],
  ])('verifies what was sent, mounted at %s', async (mount, base) => {
    const own = base === publicUrl ? scene : await startScene({ publicUrl: base })
    const app = express()
    app.use(mount, own.receiver.router())
    const port = await serve(app)
    const hook = await own.hook()
    for (const method of ['POST', 'GET'] as const) {
      const sent = signed(hookUrl(base, hook.id, 'call'), { params: { ...callParams, CallSid: method }, method })
      const reply = await exchange(port, sent)
      expect(reply.text).toContain('Please hold the line.')
      const forged = { ...sent, headers: { ...sent.headers, 'x-signalwire-signature': 'A'.repeat(27).concat('=') } }
      expect((await exchange(port, forged)).status).toBe(403)
    }
    expect(await own.stored()).toHaveLength(2)
    if (own !== scene) await own.end()
  })

  it('leaves other paths to the app, and answers for hooks that do not exist itself', async () => {
    const app = express()
    app.use('/hooks', scene.receiver.router())
    app.use((_, response) => void response.status(418).end())
    const port = await serve(app)
    const ask = (target: string) => exchange(port, { method: 'GET', target, headers: {}, body: '' })
    expect((await ask('/hooks/about')).status).toBe(418)
    expect((await ask('/')).status).toBe(418)
    expect((await ask(`/hooks/${'A'.repeat(22)}/call`)).status).toBe(404)
  })

  it.each([
    ['express.urlencoded()', express.urlencoded({ extended: true }), true],
    ['express.json() beside JSON', express.json(), false],
    ['express.text()', express.text({ type: () => true }), true],
  ])('behind %s', async (_, parser, takes) => {
    const app = express()
    app.use(parser)
    app.use('/hooks', scene.receiver.router())
    const port = await serve(app)
    const hook = await scene.hook()
    const reply = await exchange(port, signed(hookUrl(publicUrl, hook.id, 'call'), { params: callParams }))
    if (!takes) {
      expect(reply.status).toBe(200)
      return
    }
    expect(reply).toMatchObject({ status: 500, text: '' })
    expect(scene.log[0]?.message).toContain("Move app.use('/hooks', receiver.router()) above express.urlencoded()")
    expect(await scene.stored()).toEqual([])
    // A GET has no body that could have been taken.
    const get = signed(hookUrl(publicUrl, hook.id, 'call'), { params: callParams, method: 'GET' })
    expect((await exchange(port, get)).status).toBe(200)
  })

  it('uses the bytes that a body parser kept as rawBody', async () => {
    const app = express()
    app.use(
      express.urlencoded({
        extended: false,
        verify: (request: IncomingMessage & { rawBody?: Buffer }, _, bytes) => {
          request.rawBody = bytes
        },
      }),
    )
    app.use('/hooks', scene.receiver.router())
    const port = await serve(app)
    const hook = await scene.hook()
    const sent = signed(hookUrl(publicUrl, hook.id, 'call'), { params: callParams })
    expect((await exchange(port, sent)).status).toBe(200)
    expect((await exchange(port, { ...sent, body: `${sent.body}&Extra=1` })).status).toBe(403)
  })
})
