import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  clearMessage,
  createCall,
  createMessage,
  deleteCall,
  deleteMessage,
  getCall,
  getMessage,
  makeApiCall,
  searchCalls,
  searchMessages,
  updateCall,
  watchCalls,
  watchMessages,
} from '../../modules/index.js'
import type { FaultRule, Simulator } from '../../src/simulator/index.js'
import { account, type Connected, collect, connect, connectToSimulator, failureOf } from './connect.js'
import { sendJson, startServer } from './local-server.js'

const to = '+12025550142'
const from = '+12025550100'
const message = { to, from, contentType: 'body', body: 'Hello' } as const
const call = { callIdentifier: 'url', url: 'https://example.com/a', from, to } as const

let simulator: Simulator
let space: Connected

beforeEach(async () => {
  ;({ simulator, space } = await connectToSimulator())
})
afterEach(async () => {
  space.close()
  await simulator.close()
})

describe('an action', () => {
  it('goes through the whole life of a message', async () => {
    const created = await createMessage.execute(message, space)
    if (!created) throw new Error('Nothing was created.')
    expect(created).toMatchObject({
      to,
      from,
      body: 'Hello',
      status: 'queued',
      direction: 'outbound-api',
      date_sent: null,
    })
    expect(created.date_created).toEqual(new Date('2026-01-05T12:00:00Z'))
    await space.clock.advance(60_000)
    const sent = await getMessage.execute({ messageSid: created.sid }, space)
    expect(sent).toMatchObject({ sid: created.sid, status: 'delivered' })
    expect(sent?.date_sent).toBeInstanceOf(Date)
    expect(await clearMessage.execute({ messageSid: created.sid }, space)).toMatchObject({ sid: created.sid, body: '' })
    expect(await deleteMessage.execute({ messageSid: created.sid }, space)).toEqual({ sid: created.sid })
    expect(await failureOf(getMessage.execute({ messageSid: created.sid }, space))).toMatchObject({ status: 404 })
  })

  it('goes through the whole life of a call', async () => {
    const created = await createCall.execute(call, space)
    if (!created) throw new Error('Nothing was created.')
    expect(created).toMatchObject({ to, from, status: 'queued' })
    await space.clock.advance(20_000)
    expect(await failureOf(deleteCall.execute({ callSid: created.sid }, space))).toMatchObject({
      retry: expect.anything(),
    })
    expect(await updateCall.execute({ callSid: created.sid, status: 'completed' }, space)).toMatchObject({
      status: 'completed',
    })
    expect(await getCall.execute({ callSid: created.sid }, space)).toMatchObject({ status: 'completed' })
    expect(await deleteCall.execute({ callSid: created.sid }, space)).toEqual({ sid: created.sid })
  })

  it('keeps names, numbers in texts and unknown keys of the reply, and reads only dates', async () => {
    const reply = {
      sid: 'not-a-uuid',
      duration: '0042',
      price: '-0.0050',
      date_created: 'Mon, 05 Jan 2026 13:00:00 +0100',
      start_time: 'soon',
      end_time: null,
      NewKey: { nested_key: ['1'] },
    }
    const server = await startServer((_, response) => sendJson(response, reply))
    const other = await connect(server.url)
    expect(await getCall.execute({ callSid: 'c1e08b6d-2f4a-4d7c-b5a9-70d3e9f16b82' }, other)).toEqual({
      ...reply,
      date_created: new Date('2026-01-05T12:00:00Z'),
    })
    other.close()
    await server.close()
  })

  it('with a wrong input asks nobody', async () => {
    const wrong = { to: '12', contentType: 'body' }
    for (const run of [
      createMessage.execute(wrong as never, space),
      getCall.execute({ callSid: '..' }, space),
      updateCall.execute({ callSid: 'c1e08b6d-2f4a-4d7c-b5a9-70d3e9f16b82' } as never, space),
      makeApiCall.execute({ url: '//evil.example.com' }, space),
      watchCalls.execute({ limit: 0 }, space),
      collect(searchCalls.execute({ limit: 0 }, space)),
    ])
      expect(await failureOf(run)).toHaveProperty('issues')
    expect(simulator.requests).toEqual([])
  })

  it.each<[string, FaultRule]>([
    ['a web page', { reply: 'html' }],
    ['nothing', { reply: 'empty' }],
    ['half of it', { reply: 'truncated' }],
  ])('that reads and gets %s says so', async (_, fault) => {
    simulator.fault(fault)
    expect(await failureOf(getCall.execute({ callSid: simulator.addCall().sid }, space))).toMatchObject({
      type: 'RuntimeError',
      code: 'unreadable_reply',
      retry: 'later',
    })
  })

  it('of the user’s own gives what came, whatever it is', async () => {
    simulator.fault({ reply: 'html' })
    expect(await makeApiCall.execute({ url: `${account}/Calls` }, space)).toMatchObject({
      body: expect.stringContaining('<!DOCTYPE html>'),
      statusCode: 200,
    })
    const numbers = await makeApiCall.execute(
      { url: '/api/relay/rest/phone_numbers', qs: [{ key: 'page_size', value: '2' }] },
      space,
    )
    expect(numbers).toMatchObject({ body: { data: [{ number: from }, {}] }, statusCode: 200 })
    expect(numbers?.headers).toMatchObject({ 'content-type': expect.stringContaining('application/json') })
  })

  it('of the user’s own fails like any other', async () => {
    expect(await failureOf(makeApiCall.execute({ url: `${account}/Nothing` }, space))).toMatchObject({
      status: 404,
      message: expect.stringMatching(/^Make an API Call failed: /),
    })
  })
})

describe('a search', () => {
  it('gives the newest first, up to Limit', async () => {
    for (const seconds of [1, 3, 2]) simulator.addCall({ dateCreated: Date.UTC(2026, 0, 5, 11, 0, seconds) })
    const found = await collect(searchCalls.execute({ limit: 2 }, space))
    expect(found.map(({ date_created }) => date_created.getUTCSeconds())).toEqual([3, 2])
  })

  it('gives 10 where no Limit is set', async () => {
    for (let index = 0; index < 12; index++) simulator.addCall()
    expect(await collect(searchCalls.execute({}, space))).toHaveLength(10)
  })

  it('narrows by every filter', async () => {
    const time = Date.UTC(2026, 0, 4, 10)
    const { sid } = simulator.addCall({
      to,
      from,
      status: 'completed',
      startTime: time,
      endTime: time + 60_000,
      dateCreated: time,
    })
    const found = async (input: Parameters<typeof searchCalls.execute>[0]) =>
      (await collect(searchCalls.execute(input, space))).map((one) => one.sid)
    expect(
      await found({ to, from, status: 'completed', startTimeType: 'after', startTime: '2026-01-04 09:00' }),
    ).toEqual([sid])
    expect(await found({ startTimeType: 'after', startTime: '2026-01-04 11:00' })).toEqual([])
    expect(await found({ startTimeType: 'before', startTime: '2026-01-04 11:00' })).toEqual([sid])
    expect(await found({ endTimeType: 'before', endTime: '2026-01-04 10:00:30' })).toEqual([])
    expect(await found({ to: '+12025550143' })).toEqual([])
    expect(await found({ status: 'busy' })).toEqual([])
    const sent = simulator.addMessage({
      status: 'delivered',
      dateSent: '2026-01-04T23:30:00Z',
      dateCreated: '2026-01-04T23:30:00Z',
    })
    const onDay = async (dateSent: string) =>
      (await collect(searchMessages.execute({ dateSentType: 'equal', dateSent }, space))).map((one) => one.sid)
    expect(await onDay('2026-01-04')).toEqual([sent.sid])
    expect(await onDay('2026-01-05')).toEqual([])
  })

  it('asks only when its rows are asked for', async () => {
    const run = searchCalls.execute({}, space)
    expect(simulator.requests).toEqual([])
    await collect(run)
    expect(simulator.requests).toHaveLength(1)
  })
})

describe('a trigger', () => {
  it('reads dates in what it gives', async () => {
    simulator.addMessage({ dateCreated: '2026-01-05T11:00:00Z' })
    const { bundles } = await watchMessages.execute({}, { ...space, start: 'all' })
    expect(bundles[0]?.date_created).toEqual(new Date('2026-01-05T11:00:00Z'))
  })
})
