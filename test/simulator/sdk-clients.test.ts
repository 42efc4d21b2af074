import { createRequire } from 'node:module'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createManualClock } from '../../src/core/manual-clock.js'
import { type Simulator, simulatorNumbers, startSimulator } from '../../src/simulator/index.js'

const require = createRequire(import.meta.url)

/** What both SDKs have in common, as far as it is used here. */
interface Resource {
  readonly sid: string
  readonly status: string
  readonly body?: string
  update(changes: object): Promise<Resource>
  remove(): Promise<boolean>
}
interface Context extends Omit<Resource, 'sid' | 'status'> {
  fetch(): Promise<Resource>
}
interface Resources {
  (sid: string): Context
  create(input: object): Promise<Resource>
  list(filter: object): Promise<readonly Resource[]>
}
interface Client {
  readonly messages: Resources
  readonly calls: Resources
}
type Request = (options: { uri: string }) => Promise<unknown>

/** The same path on the simulator; both SDKs leave `/api/laml` to the host that they ask. */
const onSimulator = (url: string, uri: string): string => {
  const { pathname, search } = new URL(uri)
  return url + (pathname.startsWith('/api/') ? pathname : `/api/laml${pathname}`) + search
}

/** The SDKs ask their makers' hosts, which their own HTTP-client hooks change to the simulator. */
const clients: Readonly<Record<string, (simulator: Simulator) => Client>> = {
  twilio: ({ url, credentials }) => {
    const twilio = require('twilio')
    const httpClient = new twilio.RequestClient()
    httpClient.axios.defaults.httpAgent = new (require('node:http').Agent)()
    const send: Request = httpClient.request.bind(httpClient)
    httpClient.request = (options: { uri: string }) => {
      return send({ ...options, uri: onSimulator(url, options.uri) })
    }
    const client = twilio(`AC${credentials.projectId}`, credentials.authToken, { httpClient })
    client.username = credentials.projectId
    client.accountSid = credentials.projectId
    return client
  },
  '@signalwire/compatibility-api': ({ url, credentials }) => {
    const { RestClient } = require('@signalwire/compatibility-api')
    const httpClient = new RestClient.RequestClient()
    const send: Request = httpClient.request
    httpClient.request = (options: { uri: string }) => {
      return send.call(httpClient, { ...options, uri: onSimulator(url, options.uri) })
    }
    const signalwireSpaceUrl = `${credentials.spaceName}.signalwire.com`
    return RestClient(credentials.projectId, credentials.authToken, { signalwireSpaceUrl, httpClient })
  },
}

describe.each(Object.keys(clients))('the SDK %s', (name) => {
  const clock = createManualClock()
  let simulator: Simulator
  let client: Client
  beforeAll(async () => {
    simulator = await startSimulator({ clock, background: false, seed: { calls: 120 } })
    client = (clients[name] as (simulator: Simulator) => Client)(simulator)
  })
  afterAll(() => simulator.close())

  it('sends, reads, lists, clears and deletes a message', async () => {
    const sent = await client.messages.create({ to: '+12025550142', from: simulatorNumbers.main, body: 'Hello' })
    expect(sent).toMatchObject({ status: 'queued', body: 'Hello' })
    await clock.advance(10_000)
    expect(await client.messages(sent.sid).fetch()).toMatchObject({ sid: sent.sid, status: 'delivered' })
    const listed = await client.messages.list({ to: '+12025550142', limit: 5 })
    expect(listed.map(({ sid }) => sid)).toContain(sent.sid)
    expect(await client.messages(sent.sid).update({ body: '' })).toMatchObject({ body: '' })
    expect(await client.messages(sent.sid).remove()).toBe(true)
    await expect(client.messages(sent.sid).fetch()).rejects.toMatchObject({ status: 404 })
  })

  it('places, ends and deletes a call, and pages through all calls', async () => {
    const placed = await client.calls.create({
      to: '+12025550142',
      from: simulatorNumbers.main,
      url: 'https://example.com/welcome.xml',
    })
    expect(placed).toMatchObject({ status: 'queued' })
    await clock.advance(5_000)
    expect(await client.calls(placed.sid).update({ status: 'completed' })).toMatchObject({ status: 'completed' })
    const all = await client.calls.list({ pageSize: 50 })
    expect(new Set(all.map(({ sid }) => sid)).size).toBe(121)
    expect(await client.calls(placed.sid).remove()).toBe(true)
  })
})
