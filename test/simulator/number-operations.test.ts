import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { simulatorIds, simulatorNumbers } from '../../src/simulator/index.js'
import { codeOf, type FormFields, rowsOf, type SpaceClient, sidsOf, startSpace } from './space-client.js'

let space: SpaceClient
beforeEach(async () => {
  space = await startSpace()
})
afterEach(() => space.simulator.close())

const MAIN = `IncomingPhoneNumbers/${simulatorIds.mainNumber}`
const RELAY_MAIN = `/api/relay/rest/phone_numbers/${simulatorIds.mainNumber}`

describe('the numbers of a project', () => {
  test('are the same in both APIs, newest first', async () => {
    const laml = await space.get('IncomingPhoneNumbers')
    const relay = await space.get('/api/relay/rest/phone_numbers')
    expect(sidsOf(laml, 'incoming_phone_numbers')).toEqual(sidsOf(relay, 'data'))
    expect(rowsOf(relay, 'data').map((row) => [row.number, row.capabilities])).toEqual([
      [simulatorNumbers.main, ['voice', 'sms', 'mms']],
      [simulatorNumbers.support, ['voice', 'sms', 'mms']],
      [simulatorNumbers.fax, ['voice', 'fax']],
      [simulatorNumbers.voiceOnly, ['voice']],
      [simulatorNumbers.agent, ['voice', 'sms']],
    ])
  })

  test.each([
    ['IncomingPhoneNumbers', 'incoming_phone_numbers', 'PhoneNumber', '0103', simulatorIds.voiceNumber],
    ['IncomingPhoneNumbers', 'incoming_phone_numbers', 'FriendlyName', 'Supp', simulatorIds.supportNumber],
    ['/api/relay/rest/phone_numbers', 'data', 'filter_number', '0103', simulatorIds.voiceNumber],
    ['/api/relay/rest/phone_numbers', 'data', 'filter_name', 'Supp', simulatorIds.supportNumber],
  ])('in %s (%s) are left out because of %s', async (path, key, filter, value, left) => {
    expect(sidsOf(await space.get(path), key)).toHaveLength(5)
    expect(sidsOf(await space.get(path, { [filter]: value }), key)).toEqual([left])
  })

  test('grow and shrink by buying and releasing', async () => {
    const bought = await space.post('IncomingPhoneNumbers', {
      PhoneNumber: '+12025550160',
      SmsUrl: 'https://example.com/sms',
    })
    expect(bought.status).toBe(201)
    expect(bought.json).toMatchObject({ friendly_name: '(202) 555-0160', sms_url: 'https://example.com/sms' })
    const message = { From: '+12025550160', To: '+12025550150', Body: 'Hello' }
    expect((await space.post('Messages', message)).status).toBe(201)
    expect((await space.delete(`IncomingPhoneNumbers/${bought.json.sid}`)).status).toBe(204)
    expect(codeOf(await space.post('Messages', message))).toBe(21210)
  })

  test('that are released leave their number groups', async () => {
    const group = `/api/relay/rest/number_groups/${simulatorIds.numberGroup}`
    expect((await space.get(group)).json.phone_number_count).toBe(1)
    await space.delete(MAIN)
    expect((await space.get(group)).json.phone_number_count).toBe(0)
  })

  test.each<[string, FormFields, number]>([
    ['without a number', {}, 21421],
    ['of a malformed number', { PhoneNumber: '2025550160' }, 21401],
    ['of a number that is taken', { PhoneNumber: simulatorNumbers.main }, 21421],
  ])('are not bought %s', async (_what, form, code) => {
    const reply = await space.post('IncomingPhoneNumbers', form)
    expect([reply.status, codeOf(reply)]).toEqual([400, code])
  })

  test('show their verification only where they are toll-free', async () => {
    const tollFree = await space.post('IncomingPhoneNumbers', { PhoneNumber: '+18005550199' })
    expect(tollFree.json.verification_status).toBe('Unverified')
    expect((await space.get(`/api/relay/rest/phone_numbers/${tollFree.json.sid}`)).json.number_type).toBe('toll-free')
    expect((await space.get(MAIN)).json).not.toHaveProperty('verification_status')
  })
})

describe('a change by the LaML API', () => {
  test('is seen by the relay API, with the handler that it means', async () => {
    await space.clock.advance(1000)
    await space.post(MAIN, {
      VoiceUrl: 'https://example.com/v',
      VoiceMethod: 'GET',
      SmsApplicationSid: simulatorIds.application,
      VoiceReceiveMode: 'fax',
    })
    expect((await space.get(RELAY_MAIN)).json).toMatchObject({
      call_handler: 'laml_webhooks',
      call_request_url: 'https://example.com/v',
      call_request_method: 'GET',
      call_receive_mode: 'fax',
      message_handler: 'laml_application',
      message_laml_application_id: simulatorIds.application,
      updated_at: '2026-01-05T12:00:01Z',
    })
  })

  test('clears a URL that is sent blank and leaves what is not sent', async () => {
    await space.post(MAIN, { VoiceUrl: 'https://example.com/v', SmsUrl: 'https://example.com/s' })
    const reply = await space.post(MAIN, { VoiceUrl: '' })
    expect(reply.json).toMatchObject({ voice_url: null, sms_url: 'https://example.com/s' })
  })

  test.each<[FormFields, number]>([
    [{ VoiceUrl: 'nowhere' }, 21402],
    [{ SmsMethod: 'PUT' }, 21209],
    [{ VoiceApplicationSid: simulatorIds.lamlBin }, 21420],
    [{ FriendlyName: '' }, 20002],
    [{ FriendlyName: 'x'.repeat(256) }, 20002],
    [{ VoiceReceiveMode: 'both' }, 21209],
  ])('of %o is refused', async (form, code) => {
    const before = (await space.get(MAIN)).json
    expect(codeOf(await space.post(MAIN, form))).toBe(code)
    expect((await space.get(MAIN)).json).toEqual(before)
  })
})

describe('a change by the relay API', () => {
  test('to LaML webhooks creates a resource, and to another handler drops it', async () => {
    const path = `/api/relay/rest/phone_numbers/${simulatorIds.voiceNumber}`
    expect((await space.get(path)).json.calling_handler_resource_id).toBeNull()
    const attached = await space.json('PUT', path, {
      call_handler: 'laml_webhooks',
      call_request_url: 'https://example.com/hook',
    })
    expect(attached.json).toMatchObject({
      call_handler: 'laml_webhooks',
      calling_handler_resource_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    })
    expect((await space.get(`IncomingPhoneNumbers/${simulatorIds.voiceNumber}`)).json.voice_url).toBe(
      'https://example.com/hook',
    )
    const moved = await space.json('PUT', path, { call_handler: 'relay_topic', call_relay_topic: 'office' })
    expect(moved.json).toMatchObject({ call_relay_topic: 'office', calling_handler_resource_id: null })
  })

  test('clears with an empty text or null, and ignores what it does not know', async () => {
    await space.json('PUT', RELAY_MAIN, { message_request_url: 'https://example.com/m', name: 'Named', unknown: 1 })
    const reply = await space.json('PUT', RELAY_MAIN, { message_request_url: '', name: null })
    expect(reply.json).toMatchObject({ message_request_url: null, name: null })
    expect(reply.json).not.toHaveProperty('unknown')
  })

  test('cannot set the handlers that only the Space itself can set', async () => {
    const path = `/api/relay/rest/phone_numbers/${simulatorIds.agentNumber}`
    expect((await space.get(path)).json.call_handler).toBe('ai_agent')
    const reply = await space.json('PUT', path, { call_handler: 'ai_agent' })
    expect(reply.status).toBe(422)
    expect(rowsOf(reply, 'errors')[0]?.detail).toBe('Call handler is not included in the list')
  })

  test.each<[object, string]>([
    [{ call_handler: 'laml_webhooks', call_request_url: null }, "Call request url can't be blank"],
    [{ message_request_url: 'nowhere' }, 'Message request url is not a valid URL'],
    [{ call_request_method: 'PUT' }, 'Call request method is not included in the list'],
    [{ call_receive_mode: 'both' }, 'Call receive mode is not included in the list'],
    [{ name: 5 }, 'Name must be a text'],
  ])('of %o is refused', async (value, detail) => {
    const reply = await space.json('PUT', RELAY_MAIN, value)
    expect([reply.status, rowsOf(reply, 'errors')[0]?.detail]).toEqual([422, detail])
  })

  test.each([[['a list']], ['a text'], [null]])('needs an object, not %j', async (value) => {
    expect((await space.json('PUT', RELAY_MAIN, value)).status).toBe(422)
  })
})
