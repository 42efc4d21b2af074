import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { magicNumbers, simulatorIds, simulatorNumbers } from '../../src/simulator/index.js'
import { codeOf, type FormFields, type SpaceClient, sidsOf, startSpace } from './space-client.js'

const NEW_CALL = { To: '+12025550150', From: simulatorNumbers.main, Url: 'https://example.com/voice' }

let space: SpaceClient
beforeEach(async () => {
  space = await startSpace()
})
afterEach(() => space.simulator.close())

async function placeCall(form: FormFields = {}) {
  const reply = await space.post('Calls', { ...NEW_CALL, ...form })
  expect(reply.status).toBe(200)
  return String(reply.json.sid)
}

const callOf = async (sid: string) => (await space.get(`Calls/${sid}`)).json

describe('a new call', () => {
  test('is answered with the queued call, and can be read with and without .json', async () => {
    const created = await space.post('Calls.json', NEW_CALL)
    expect(created.json).toMatchObject({
      status: 'queued',
      direction: 'outbound',
      to: '+12025550150',
      to_formatted: '(202) 555-0150',
      phone_number_sid: simulatorIds.mainNumber,
      date_created: 'Mon, 05 Jan 2026 12:00:00 +0000',
      start_time: null,
      end_time: null,
      price: null,
    })
    const sid = String(created.json.sid)
    expect((await space.get(`Calls/${sid}.json`)).json).toEqual((await space.get(`Calls/${sid}`)).json)
  })

  test('rings after half a second, is answered after two and ends after a minute of talk', async () => {
    const sid = await placeCall()
    const seen = []
    for (const ms of [499, 1, 1499, 1, 59_999, 1]) {
      await space.clock.advance(ms)
      seen.push((await callOf(sid)).status)
    }
    expect(seen).toEqual(['queued', 'ringing', 'ringing', 'in-progress', 'in-progress', 'completed'])
    expect(await callOf(sid)).toMatchObject({
      start_time: 'Mon, 05 Jan 2026 12:00:02 +0000',
      end_time: 'Mon, 05 Jan 2026 12:01:02 +0000',
      duration: 60,
      price: 0.008,
    })
  })

  test.each([
    ['busy', magicNumbers.call.busy, 2000, 'ringing', 'busy'],
    ['failed', magicNumbers.call.failed, 1000, 'queued', 'failed'],
    ['noAnswer', magicNumbers.call.noAnswer, 60_500, 'ringing', 'no-answer'],
    ['longCall', magicNumbers.call.longCall, 3_602_000, 'in-progress', 'completed'],
  ])('to the magic number %s ends as it says', async (_name, To, ms, before, after) => {
    const sid = await placeCall({ To })
    await space.clock.advance(ms - 1)
    expect((await callOf(sid)).status).toBe(before)
    await space.clock.advance(1)
    expect((await callOf(sid)).status).toBe(after)
  })

  test('rings no longer than its Timeout', async () => {
    const sid = await placeCall({ To: magicNumbers.call.noAnswer, Timeout: '5' })
    await space.clock.advance(5500)
    expect((await callOf(sid)).status).toBe('no-answer')
  })

  test.each([
    ['queued', magicNumbers.call.staysQueued],
    ['ringing', magicNumbers.call.keepsRinging],
  ])('stays %s for ever on its magic number', async (status, To) => {
    const sid = await placeCall({ To })
    await space.clock.advance(86_400_000)
    expect((await callOf(sid)).status).toBe(status)
  })

  test('tells a machine from a human only where it was asked to', async () => {
    const asked = await placeCall({ To: magicNumbers.call.machine, MachineDetection: 'Enable' })
    const human = await placeCall({ MachineDetection: 'Enable' })
    const notAsked = await placeCall({ To: magicNumbers.call.machine })
    await space.clock.advance(5000)
    expect((await callOf(asked)).answered_by).toBe('machine')
    expect((await callOf(human)).answered_by).toBe('human')
    expect((await callOf(notAsked)).answered_by).toBeNull()
  })

  test.each<[string, FormFields, number]>([
    ['no To', { To: '' }, 21211],
    ['a malformed To', { To: '2025550150' }, 21211],
    ['no From', { From: '' }, 21213],
    ['a malformed From', { From: 'me' }, 21212],
    ['a SIP From to a phone', { From: 'sip:me@example.com' }, 21212],
    ['a From that is not owned', { From: '+12025550151' }, 21210],
    ['neither Url nor application', { Url: '' }, 21205],
    ['a Url that is none', { Url: 'example.com/voice' }, 21402],
    ['an unknown application', { ApplicationSid: simulatorIds.lamlBin }, 21218],
    ['an application that is no UUID', { ApplicationSid: 'front-desk' }, 21218],
    ['a Method that is none', { Method: 'PUT' }, 21209],
    ['a bad fallback URL', { FallbackUrl: 'ftp://example.com' }, 21402],
    ['a bad status callback', { StatusCallback: 'nowhere' }, 21456],
    ['an unknown event', { StatusCallbackEvent: ['completed', 'sneezed'] }, 21626],
    ['too long a Timeout', { Timeout: '601' }, 21208],
    ['a Timeout of nothing', { Timeout: '0' }, 21208],
    ['33 digits', { SendDigits: '1'.repeat(33) }, 13222],
    ['letters as digits', { SendDigits: '12x' }, 13222],
    ['unknown machine detection', { MachineDetection: 'enable' }, 21234],
    ['too short a speech threshold', { MachineDetectionSpeechThreshold: '999' }, 21234],
    ['too long a silence', { MachineDetectionSilenceTimeout: '10001' }, 21234],
    ['asynchronous detection without a callback', { AsyncAmd: 'true' }, 21262],
    ['an unknown recording event', { RecordingStatusCallbackEvent: 'completed paused' }, 13621],
    ['an unknown trim', { Trim: 'trim' }, 13699],
    ['three channels', { RecordingChannels: 'triple' }, 10000],
    ['a Record that is neither true nor false', { Record: '1' }, 10000],
    ['a malformed price', { MaxPricePerMinute: '1e-3' }, 10000],
    ['too low a price', { MaxPricePerMinute: '0.0079' }, 30010],
  ])('is refused with %s', async (_what, form, code) => {
    const reply = await space.post('Calls', { ...NEW_CALL, ...form })
    expect(reply.status).toBe(400)
    expect(codeOf(reply)).toBe(code)
    expect(Object.keys(reply.json)).toEqual(['errors'])
    expect(sidsOf(await space.get('Calls'), 'calls')).toEqual([])
  })

  test.each<[string, FormFields]>([
    ['a verified caller ID', { From: simulatorNumbers.verifiedCallerId }],
    ['a SIP address at both ends', { From: 'sip:me@example.com', To: 'sip:you@example.com' }],
    ['an application instead of a Url', { Url: '', ApplicationSid: simulatorIds.application }],
    ['every limit reached', { Timeout: '600', SendDigits: 'w'.repeat(32), MachineWordsThreshold: '100' }],
    ['the exact price', { MaxPricePerMinute: '0.008' }],
    ['a callback for asynchronous detection', { AsyncAmd: 'true', AsyncAmdStatusCallback: 'https://example.com/amd' }],
    [
      'several events',
      { StatusCallbackEvent: ['initiated', 'answered'], RecordingStatusCallbackEvent: 'completed absent' },
    ],
  ])('is accepted with %s', async (_what, form) => {
    expect((await space.post('Calls', { ...NEW_CALL, ...form })).status).toBe(200)
  })
})

describe('the list of calls', () => {
  const wanted = '11111111-1111-4111-8111-111111111111'
  const other = '22222222-2222-4222-8222-222222222222'
  const parent = '33333333-3333-4333-8333-333333333333'
  const same = {
    from: simulatorNumbers.main,
    to: '+12025550150',
    status: 'completed',
    parentCallSid: parent,
    startTime: '2026-01-05T10:00:00Z',
    endTime: '2026-01-05T10:01:00Z',
  } as const

  test.each<[string, string, object]>([
    ['From', simulatorNumbers.main, { from: simulatorNumbers.support }],
    ['To', '+12025550150', { to: '+12025550151' }],
    ['Status', 'completed', { status: 'failed' }],
    ['ParentCallSid', parent, { parentCallSid: '44444444-4444-4444-8444-444444444444' }],
    ['StartTime', 'Mon, 05 Jan 2026 10:00:00 GMT', { startTime: '2026-01-05T10:00:01Z' }],
    ['StartTime<', 'Mon, 05 Jan 2026 10:00:01 +0000', { startTime: '2026-01-05T10:00:01Z' }],
    ['StartTime>', 'Mon, 05 Jan 2026 09:59:59 +0000', { startTime: '2026-01-05T09:59:59Z' }],
    ['StartTime<', '2026-01-05T10:00:01Z', { startTime: '2026-01-05T10:00:01Z' }],
    ['EndTime', 'Mon, 05 Jan 2026 10:01:00 GMT', { endTime: '2026-01-05T10:02:00Z' }],
    ['EndTime<', 'Mon, 05 Jan 2026 10:02:00 GMT', { endTime: '2026-01-05T10:02:00Z' }],
    ['EndTime>', 'Mon, 05 Jan 2026 10:00:30 GMT', { endTime: '2026-01-05T10:00:30Z' }],
  ])('leaves a call out because of %s', async (key, value, difference) => {
    space.simulator.addCall({ ...same, sid: wanted })
    space.simulator.addCall({ ...same, ...difference, sid: other })
    expect(sidsOf(await space.get('Calls'), 'calls')).toEqual([other, wanted])
    expect(sidsOf(await space.get('Calls', { [key]: value }), 'calls')).toEqual([wanted])
  })

  test('never matches a time that a call does not have', async () => {
    space.simulator.addCall({ sid: wanted, status: 'queued' })
    for (const key of ['StartTime<', 'StartTime>', 'EndTime<', 'EndTime>']) {
      expect(sidsOf(await space.get('Calls', { [key]: 'Mon, 05 Jan 2026 00:00:00 GMT' }), 'calls')).toEqual([])
    }
    expect(sidsOf(await space.get('Calls'), 'calls')).toEqual([wanted])
  })

  test('filters by the status of the moment', async () => {
    const sid = await placeCall()
    expect(sidsOf(await space.get('Calls', { Status: 'ringing' }), 'calls')).toEqual([])
    await space.clock.advance(1000)
    expect(sidsOf(await space.get('Calls', { Status: 'ringing' }), 'calls')).toEqual([sid])
  })

  test('takes an unescaped plus for a space, as servers do', async () => {
    space.simulator.addCall({ ...same, sid: wanted })
    expect(sidsOf(await space.get('Calls?To=%2B12025550150'), 'calls')).toEqual([wanted])
    expect(sidsOf(await space.get('Calls?To=+12025550150'), 'calls')).toEqual([])
  })

  test.each([
    ['Status', 'finished', 10000],
    ['ParentCallSid', 'parent', 10000],
    ['StartTime', '2026-01-05', 90000],
    ['StartTime<', 'Mon, 05 Jan 2026 10:00:00 +0100', 90000],
    ['EndTime>', 'Mon, 31 Feb 2026 10:00:00 GMT', 90000],
  ])('refuses %s=%s', async (key, value, code) => {
    const reply = await space.get('Calls', { [key]: value })
    expect([reply.status, codeOf(reply)]).toEqual([400, code])
  })
})

describe('an update of a call', () => {
  test('hangs up a call in progress', async () => {
    const sid = await placeCall()
    await space.clock.advance(12_000)
    const reply = await space.post(`Calls/${sid}`, { Status: 'completed' })
    expect(reply.json).toMatchObject({ status: 'completed', duration: 10, end_time: 'Mon, 05 Jan 2026 12:00:12 +0000' })
    await space.clock.advance(3_600_000)
    expect(await callOf(sid)).toEqual(reply.json)
  })

  test('cancels a queued and a ringing call, but not one in progress', async () => {
    const queued = await placeCall()
    expect((await space.post(`Calls/${queued}`, { Status: 'canceled' })).json.status).toBe('canceled')
    const sid = await placeCall()
    await space.clock.advance(1999)
    const ringing = await placeCall({ To: magicNumbers.call.keepsRinging })
    await space.clock.advance(500)
    const refused = await space.post(`Calls/${sid}`, { Status: 'canceled' })
    expect([refused.status, codeOf(refused)]).toEqual([422, 10000])
    expect((await space.post(`Calls/${ringing}`, { Status: 'canceled' })).json.status).toBe('canceled')
  })

  test('redirects a call in progress, not one that rings', async () => {
    const sid = await placeCall()
    const early = await space.post(`Calls/${sid}`, { Url: 'https://example.com/other' })
    expect([early.status, codeOf(early)]).toEqual([422, 21220])
    await space.clock.advance(2000)
    expect((await space.post(`Calls/${sid}`, { Url: 'https://example.com/other' })).status).toBe(200)
  })

  test('is refused for a finished call', async () => {
    const sid = await placeCall({ To: magicNumbers.call.failed })
    await space.clock.advance(1000)
    const reply = await space.post(`Calls/${sid}`, { Status: 'completed' })
    expect([reply.status, codeOf(reply)]).toEqual([422, 10000])
  })

  test('ignores undocumented fields, and refuses them where the simulator is strict', async () => {
    const sid = await placeCall()
    expect((await space.post(`Calls/${sid}`, { Timeout: '5' })).status).toBe(200)
    const strict = await startSpace({ strictUpdates: true })
    const created = await strict.post('Calls', NEW_CALL)
    const path = `Calls/${created.json.sid}`
    const refused = await strict.post(path, { Timeout: '5' })
    expect([refused.status, codeOf(refused)]).toEqual([422, 10000])
    expect(refused.json.message).toContain('Timeout')
    expect((await strict.post(path, { StatusCallback: 'https://example.com/status' })).status).toBe(200)
    await strict.simulator.close()
  })

  test.each<[FormFields, number]>([
    [{ Status: 'busy' }, 10000],
    [{ Url: 'nowhere' }, 21402],
    [{ Method: 'HEAD' }, 21209],
    [{ StatusCallback: 'nowhere' }, 21456],
  ])('with %o is refused', async (form, code) => {
    const sid = await placeCall()
    const reply = await space.post(`Calls/${sid}`, form)
    expect([reply.status, codeOf(reply)]).toEqual([400, code])
  })
})

describe('a deleted call', () => {
  test('is gone', async () => {
    const sid = await placeCall({ To: magicNumbers.call.failed })
    await space.clock.advance(1000)
    expect((await space.delete(`Calls/${sid}`)).status).toBe(204)
    expect(codeOf(await space.get(`Calls/${sid}`))).toBe(20404)
    expect(codeOf(await space.delete(`Calls/${sid}`))).toBe(20404)
  })

  test('must be finished', async () => {
    const sid = await placeCall()
    const refused = await space.delete(`Calls/${sid}`)
    expect([refused.status, codeOf(refused)]).toEqual([422, 20009])
    expect((await callOf(sid)).sid).toBe(sid)
  })
})
