import { once } from 'node:events'
import { createServer } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { hookUrl } from '../../webhooks/hook.js'
import { openRaw, sendRaw } from './receiver/raw-connection.js'
import { callParams, exchange, publicUrl, type Scene, signed, startScene } from './receiver/scene.js'

let scene: Scene
afterEach(() => scene.end())

const get = async (scene: Scene, path: string) => {
  const reply = await fetch(scene.managementUrl + path)
  return { status: reply.status, type: reply.headers.get('content-type'), text: await reply.text() }
}

describe('the management listener', () => {
  it('tells health, readiness and numbers that name no hook', async () => {
    scene = await startScene()
    expect(await get(scene, '/healthz')).toMatchObject({ status: 200, text: 'ok\n' })
    expect(await get(scene, '/readyz')).toMatchObject({ status: 200, text: 'ready\n' })
    expect(await get(scene, '/hooks')).toMatchObject({ status: 404 })
    const hook = await scene.hook()
    await scene.ledger.subscribe({ hook: hook.id, consumer: 'scenario' })
    for (const _ of [1, 2]) await scene.post(hook, 'call', callParams)
    await scene.post(hook, 'call', callParams, { key: 'PSKwrong1234567890' })
    const { type, text } = await get(scene, '/metrics')
    expect(type).toContain('version=0.0.4')
    for (const line of [
      'signalwire_receiver_received_total{type="incomingCall"} 2',
      'signalwire_receiver_refused_total{reason="mismatch"} 1',
      'signalwire_receiver_repeated_total 1',
      'signalwire_receiver_commit_seconds_count 2',
      'signalwire_receiver_answer_seconds_count 2',
      'signalwire_receiver_backlog_events 1',
    ])
      expect(text).toContain(line)
    expect(text).toMatch(/signalwire_receiver_oldest_undelivered_seconds 0\.\d|seconds 0\n/)
    expect(text).not.toContain(hook.id)
    expect(text).not.toContain('+1202')
  })

  it('is not ready once the ledger is gone, and healthy still', async () => {
    scene = await startScene()
    await scene.ledger.close()
    expect(await get(scene, '/readyz')).toMatchObject({ status: 503 })
    expect(await get(scene, '/metrics')).toMatchObject({ status: 503 })
    expect(await get(scene, '/healthz')).toMatchObject({ status: 200 })
  })
})

describe('a listener', () => {
  it('says so where its port is taken', async () => {
    scene = await startScene()
    await expect(scene.receiver.listen({ port: scene.port })).rejects.toMatchObject({ code: 'not_listening' })
    const taken = createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const address = taken.address()
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0
    await expect(scene.receiver.listen({ port: 0, management: { port } })).rejects.toMatchObject({
      code: 'not_listening',
    })
    taken.close()
  })

  it('closes connections beyond its limit and those that send their headers too slowly', async () => {
    scene = await startScene({ limits: { connections: 2, headersMs: 200 } })
    const kept = [openRaw(scene.port), openRaw(scene.port)]
    await Promise.all(kept.map(({ socket }) => once(socket, 'connect')))
    expect((await sendRaw(scene.port, 'GET / HTTP/1.1\r\nHost: x\r\n\r\n')).statuses).toEqual([])
    for (const { socket } of kept) socket.write('GET / HTTP/1.1\r\nHos')
    for (const { said } of kept) expect((await said).statuses).toEqual([408])
    // The places of both are free again as soon as the server has seen them go.
    const ask = () =>
      exchange(scene.port, { method: 'GET', target: '/', headers: {}, body: '' }).then(
        ({ status }) => status,
        () => undefined,
      )
    let status = await ask()
    while (status === undefined) status = await ask()
    expect(status).toBe(404)
  })
})

describe('a stop', () => {
  it('answers what is under way, and takes nothing new', async () => {
    let answer = (_: string) => {}
    const answered = new Promise<string>((resolve) => {
      answer = resolve
    })
    let asked = () => {}
    const isAsked = new Promise<void>((resolve) => {
      asked = resolve
    })
    scene = await startScene({
      answer: () => {
        asked()
        return answered
      },
    })
    const hook = await scene.hook()
    const idle = openRaw(scene.port)
    idle.socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
    await once(idle.socket, 'data')
    const underWay = scene.post(hook, 'call', callParams)
    await isAsked
    const stopped = scene.receiver.close()
    const sent = signed(hookUrl(publicUrl, hook.id, 'call'), { params: { ...callParams, CallSid: 'late' } })
    expect((await exchange(scene.port, sent)).status).toBe(503)
    expect(await scene.receiver.ready()).toBe(false)
    answer('<Response><Say>Just in time.</Say></Response>')
    const reply = await underWay
    expect(reply.text).toContain('Just in time.')
    expect(reply.headers.connection).toBe('close')
    await stopped
    expect(await scene.stored()).toHaveLength(1)
  })
})
