import nock from 'nock'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { callSample } from '../modules/calls/call-shape.js'
import { messageSample } from '../modules/messages/message-shape.js'
import { createMessage, getCall, openConnection } from '../src/index.js'

const credentials = {
  spaceName: 'https://example.signalwire.com/dashboard',
  projectId: '5a9f0c3e-7b41-4d26-9e58-1c0d3f6a8b27',
  authToken: 'PT-only-a-test-token',
}
const authorization = `Basic ${Buffer.from(`${credentials.projectId}:${credentials.authToken}`).toString('base64')}`
const account = `/api/laml/2010-04-01/Accounts/${credentials.projectId}`

/** Without an API URL, requests go to SignalWire itself: the one thing that a server on loopback cannot show. */
describe('a connection without an API URL', () => {
  beforeEach(() => {
    nock.disableNetConnect()
  })
  afterEach(() => {
    const pending = nock.pendingMocks()
    nock.cleanAll()
    nock.enableNetConnect()
    expect(pending).toEqual([])
  })

  it('asks the Space over https, with Basic authentication and the Project ID as account', async () => {
    nock('https://example.signalwire.com', { reqheaders: { authorization, accept: 'application/json' } })
      .get(`${account}/Calls/${callSample.sid}`)
      .reply(200, callSample)
    const connection = await openConnection(credentials)
    const call = await getCall.execute({ callSid: callSample.sid }, connection)
    expect(call).toMatchObject({ sid: callSample.sid, start_time: new Date('2026-01-05T12:00:04Z'), price: 0.0065 })
    connection.close()
  })

  it('sends a form to the Space, exactly as filled', async () => {
    nock('https://example.signalwire.com', { reqheaders: { authorization } })
      .post(`${account}/Messages`, 'To=%2B12025550142&From=%2B12025550101&Body=7+%26+8+pm')
      .reply(201, messageSample)
    const connection = await openConnection(credentials)
    await createMessage.execute(
      { to: '+12025550142', from: '+12025550101', contentType: 'body', body: '7 & 8 pm' },
      connection,
    )
    connection.close()
  })

  it('does not follow a redirect, so the credentials reach no other host', async () => {
    nock('https://example.signalwire.com')
      .get(`${account}/Calls/${callSample.sid}`)
      .reply(307, '', { location: 'https://evil.example/steal' })
    const stolen = nock('https://evil.example').get('/steal').reply(200, callSample)
    const connection = await openConnection(credentials)
    await expect(getCall.execute({ callSid: callSample.sid }, connection)).rejects.toMatchObject({ code: 'redirected' })
    expect(stolen.isDone()).toBe(false)
    nock.cleanAll()
    connection.close()
  })
})
