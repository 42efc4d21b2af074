import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { magicNumbers, simulatorIds, simulatorNumbers } from '../../src/simulator/index.js'
import { codeOf, type FormFields, rowsOf, type SpaceClient, sidsOf, startSpace } from './space-client.js'

const NEW_MESSAGE = { To: '+12025550150', From: simulatorNumbers.main, Body: 'Hello' }

let space: SpaceClient
beforeEach(async () => {
  space = await startSpace()
})
afterEach(() => space.simulator.close())

async function sendMessage(form: FormFields = {}) {
  const reply = await space.post('Messages', { ...NEW_MESSAGE, ...form })
  expect(reply.status).toBe(201)
  return String(reply.json.sid)
}

const messageOf = async (sid: string) => (await space.get(`Messages/${sid}`)).json

async function statusesOf(sid: string) {
  const seen = []
  for (const ms of [0, 300, 700, 1500, 86_400_000]) {
    await space.clock.advance(ms)
    seen.push((await messageOf(sid)).status)
  }
  return seen
}

describe('a new message', () => {
  test('is queued, initiated, sent and delivered, in that order', async () => {
    const sid = await sendMessage()
    expect(await messageOf(sid)).toMatchObject({ date_sent: null, price: null, error_code: null })
    expect(await statusesOf(sid)).toEqual(['queued', 'initiated', 'sent', 'delivered', 'delivered'])
    expect(await messageOf(sid)).toMatchObject({ date_sent: 'Mon, 05 Jan 2026 12:00:01 +0000', price: 0.005 })
  })

  test('with media ends at sent', async () => {
    const sid = await sendMessage({ MediaUrl: 'https://example.com/cat.png' })
    expect(await statusesOf(sid)).toEqual(['queued', 'initiated', 'sent', 'sent', 'sent'])
  })

  test.each([
    [
      'undelivered',
      magicNumbers.message.undelivered,
      ['queued', 'initiated', 'sent', 'undelivered', 'undelivered'],
      '30003',
    ],
    ['filtered', magicNumbers.message.filtered, ['queued', 'initiated', 'sent', 'undelivered', 'undelivered'], '30007'],
    ['failed', magicNumbers.message.failed, ['queued', 'initiated', 'failed', 'failed', 'failed'], '30008'],
    ['staysQueued', magicNumbers.message.staysQueued, Array(5).fill('queued'), null],
    ['staysSent', magicNumbers.message.staysSent, ['queued', 'initiated', 'sent', 'sent', 'sent'], null],
  ])('to the magic number %s goes its way', async (_name, To, statuses, error) => {
    const sid = await sendMessage({ To })
    expect(await statusesOf(sid)).toEqual(statuses)
    expect((await messageOf(sid)).error_code).toBe(error)
  })

  test('from a number group takes a number of the group', async () => {
    const sid = await sendMessage({ From: '', MessagingServiceSid: simulatorIds.numberGroup })
    expect(await messageOf(sid)).toMatchObject({
      from: simulatorNumbers.main,
      messaging_service_sid: simulatorIds.numberGroup,
    })
  })

  test.each([
    ['a'.repeat(160), 1],
    ['a'.repeat(161), 2],
    ['é'.repeat(160), 1],
    ['я'.repeat(70), 1],
    ['я'.repeat(71), 2],
  ])('is counted in segments', async (Body, segments) => {
    const sid = await sendMessage({ Body })
    expect((await messageOf(sid)).num_segments).toBe(segments)
  })

  test.each<[string, FormFields, number]>([
    ['no To', { To: '' }, 21604],
    ['a malformed To', { To: '2025550150' }, 21603],
    ['no sender', { From: '' }, 21705],
    ['a malformed From', { From: 'me' }, 21603],
    ['a From that is not owned', { From: '+12025550151' }, 21210],
    ['a verified caller ID', { From: simulatorNumbers.verifiedCallerId }, 21210],
    ['a voice-only number', { From: simulatorNumbers.voiceOnly }, 21601],
    ['media from a number without MMS', { From: simulatorNumbers.agent, MediaUrl: 'https://example.com/a.png' }, 21601],
    ['an unknown group', { MessagingServiceSid: simulatorIds.application }, 21701],
    ['neither Body nor media', { Body: '' }, 21602],
    ['1601 characters', { Body: 'a'.repeat(1601) }, 21617],
    ['nine media', { MediaUrl: Array(9).fill('https://example.com/a.png') }, 21623],
    ['media that are no URL', { MediaUrl: 'file:///etc/hosts' }, 21620],
    ['a bad status callback', { StatusCallback: 'nowhere' }, 21456],
    ['an unknown application', { ApplicationSid: simulatorIds.lamlBin }, 21218],
    ['no validity', { ValidityPeriod: '0' }, 21624],
    ['too long a validity', { ValidityPeriod: '172801' }, 21624],
    ['a malformed price', { MaxPrice: '-1' }, 10000],
    ['too low a price', { MaxPrice: '0.0049' }, 30010],
    ['an unclear SendAsMms', { SendAsMms: 'yes' }, 10000],
    ['a recipient who opted out', { To: magicNumbers.message.blocked }, 21610],
    ['a landline', { To: magicNumbers.message.landline }, 21614],
  ])('is refused with %s', async (_what, form, code) => {
    const reply = await space.post('Messages', { ...NEW_MESSAGE, ...form })
    expect([reply.status, codeOf(reply)]).toEqual([400, code])
    expect(sidsOf(await space.get('Messages'), 'messages')).toEqual([])
  })

  test('is refused where no number of the group can send it', async () => {
    const group = await space.json('POST', '/api/relay/rest/number_groups', { name: 'Voice only' })
    const path = `/api/relay/rest/number_groups/${group.json.id}/number_group_memberships`
    await space.json('POST', path, { phone_number_id: simulatorIds.voiceNumber })
    const reply = await space.post('Messages', { ...NEW_MESSAGE, MessagingServiceSid: String(group.json.id) })
    expect(codeOf(reply)).toBe(21703)
  })

  test('may reach every limit', async () => {
    await sendMessage({ Body: 'a'.repeat(1600), ValidityPeriod: '172800', MaxPrice: '0.055' })
    await sendMessage({ MediaUrl: Array(8).fill('https://example.com/a.png'), SendAsMms: 'true' })
  })
})

describe('the list of messages', () => {
  const wanted = '11111111-1111-4111-8111-111111111111'
  const other = '22222222-2222-4222-8222-222222222222'
  const same = {
    from: simulatorNumbers.main,
    to: '+12025550150',
    status: 'delivered',
    dateSent: '2026-01-04T23:59:59Z',
  } as const

  test.each<[string, string, object]>([
    ['From', simulatorNumbers.main, { from: simulatorNumbers.support }],
    ['To', '+12025550150', { to: '+12025550151' }],
    ['Status', 'delivered', { status: 'sent' }],
    ['DateSent', '2026-01-04', { dateSent: '2026-01-05T00:00:00Z' }],
    ['DateSent<', '2026-01-05', { dateSent: '2026-01-05T00:00:00Z' }],
    ['DateSent', '2026-01-04T12:00:00Z', { dateSent: '2026-01-05T00:00:00Z' }],
    ['DateSent>', '2026-01-03', { dateSent: '2026-01-03T23:59:59Z' }],
  ])('leaves a message out because of %s', async (key, value, difference) => {
    space.simulator.addMessage({ ...same, sid: wanted })
    space.simulator.addMessage({ ...same, ...difference, sid: other })
    expect(sidsOf(await space.get('Messages'), 'messages')).toEqual([other, wanted])
    expect(sidsOf(await space.get('Messages', { [key]: value }), 'messages')).toEqual([wanted])
  })

  test('never finds an unsent message by its date', async () => {
    const sid = await sendMessage()
    for (const [key, value] of [
      ['DateSent', '2026-01-05'],
      ['DateSent<', '2030-01-01'],
      ['DateSent>', '2020-01-01'],
    ] as const) {
      expect(sidsOf(await space.get('Messages', { [key]: value }), 'messages')).toEqual([])
    }
    await space.clock.advance(1000)
    expect(sidsOf(await space.get('Messages', { DateSent: '2026-01-05' }), 'messages')).toEqual([sid])
  })

  test.each([
    ['DateSent', '05/01/2026', 90000],
    ['DateSent<', '2026-02-30', 90000],
    ['DateSent>', 'Mon, 05 Jan 2026 00:00:00 GMT', 90000],
    ['Status', 'sending', 10000],
  ])('refuses %s=%s', async (key, value, code) => {
    expect(codeOf(await space.get('Messages', { [key]: value }))).toBe(code)
  })
})

describe('redaction', () => {
  test('empties the body of a sent message and changes nothing else', async () => {
    const sid = await sendMessage()
    await space.clock.advance(5000)
    const before = await messageOf(sid)
    const reply = await space.post(`Messages/${sid}`, { Body: '' })
    expect(reply.json).toEqual({ ...before, body: '', date_updated: 'Mon, 05 Jan 2026 12:00:05 +0000' })
    expect(await messageOf(sid)).toEqual(reply.json)
  })

  test.each([
    ['queued', 0],
    ['initiated', 300],
  ])('is refused while the message is %s', async (_status, ms) => {
    const sid = await sendMessage()
    await space.clock.advance(ms)
    const reply = await space.post(`Messages/${sid}`, { Body: '' })
    expect([reply.status, codeOf(reply)]).toEqual([422, 10000])
    expect((await messageOf(sid)).body).toBe('Hello')
  })

  test('takes nothing but an empty body', async () => {
    const sid = await sendMessage()
    await space.clock.advance(5000)
    const other = await space.post(`Messages/${sid}`, { Body: 'Goodbye' })
    expect([other.status, codeOf(other)]).toEqual([422, 50509])
    const none = await space.post(`Messages/${sid}`)
    expect([none.status, codeOf(none)]).toEqual([400, 10000])
    expect((await messageOf(sid)).body).toBe('Hello')
  })
})

describe('a deleted message', () => {
  test('is gone with its media', async () => {
    const sid = await sendMessage({ MediaUrl: 'https://example.com/cat.png' })
    await space.clock.advance(1000)
    const [media] = sidsOf(await space.get(`Messages/${sid}/Media`), 'media_list')
    expect((await space.delete(`Messages/${sid}`)).status).toBe(204)
    expect(codeOf(await space.get(`Messages/${sid}`))).toBe(20404)
    expect(codeOf(await space.get(`Messages/${sid}/Media/${media}`))).toBe(20404)
  })

  test('must not be queued', async () => {
    const sid = await sendMessage()
    const refused = await space.delete(`Messages/${sid}`)
    expect([refused.status, codeOf(refused)]).toEqual([422, 20009])
    await space.clock.advance(300)
    expect((await space.delete(`Messages/${sid}`)).status).toBe(204)
  })
})

describe('media', () => {
  test('carry the type that their URL suggests, and belong to one message', async () => {
    const urls = ['https://example.com/cat.png', 'https://example.com/song.MP3?x=1', 'https://example.com/unknown']
    const sid = await sendMessage({ MediaUrl: urls })
    const other = await sendMessage({ MediaUrl: 'https://example.com/dog.gif' })
    const media = rowsOf(await space.get(`Messages/${sid}/Media.json`), 'media_list')
    expect(media.map((row) => row.content_type)).toEqual(['image/jpeg', 'audio/mpeg', 'image/png'])
    expect((await messageOf(sid)).num_media).toBe(3)
    const [first] = media
    expect((await space.get(`Messages/${sid}/Media/${first?.sid}`)).json).toEqual(first)
    expect(codeOf(await space.get(`Messages/${other}/Media/${first?.sid}`))).toBe(20404)
  })

  test.each([
    ['DateCreated', '2026-01-05'],
    ['DateCreated<', '2026-01-06'],
    ['DateCreated>', '2026-01-04'],
  ])('are left out because of %s', async (key, value) => {
    const mediaUrls = ['https://example.com/cat.png']
    const { sid } = space.simulator.addMessage({ mediaUrls })
    const shifted = { DateCreated: '2026-01-06', 'DateCreated<': '2026-01-05', 'DateCreated>': '2026-01-05' }[key] ?? ''
    expect(rowsOf(await space.get(`Messages/${sid}/Media`, { [key]: value }), 'media_list')).toHaveLength(1)
    expect(rowsOf(await space.get(`Messages/${sid}/Media`, { [key]: shifted }), 'media_list')).toHaveLength(0)
  })

  test('can be deleted once their message has left', async () => {
    const sid = await sendMessage({ MediaUrl: 'https://example.com/cat.png' })
    const [media] = sidsOf(await space.get(`Messages/${sid}/Media`), 'media_list')
    const refused = await space.delete(`Messages/${sid}/Media/${media}`)
    expect([refused.status, codeOf(refused)]).toEqual([422, 20009])
    await space.clock.advance(1000)
    expect((await space.delete(`Messages/${sid}/Media/${media}`)).status).toBe(204)
    expect(rowsOf(await space.get(`Messages/${sid}/Media`), 'media_list')).toEqual([])
  })
})
