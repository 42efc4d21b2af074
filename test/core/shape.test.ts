import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeDate, decodeOutput, value } from '../../src/core/shape.js'

const shape = {
  sid: value.text('SID'),
  count: value.number('Count'),
  created: value.date('Created', { codec: 'rfc2822' }),
  sent: value.date('Sent', { codec: 'rfc2822', nullable: true }),
  seen: value.date('Seen', { codec: 'iso8601', optional: true }),
  parts: value.list('Parts', {
    item: value.collection('Part', { shape: { at: value.date('At', { codec: 'iso8601' }) } }),
  }),
  days: value.list('Days', { item: value.date('Day', { codec: 'rfc2822' }) }),
  inner: value.collection('Inner', { nullable: true, shape: { at: value.date('At', { codec: 'iso8601' }) } }),
} as const

const mediaShape = {
  media: value.list('Media', {
    derived: 'indexedMedia',
    item: value.collection('Medium', { shape: { url: value.text('URL'), contentType: value.text('Content Type') } }),
  }),
} as const

const noon = new Date('2026-01-05T12:00:00Z')

describe('an output', () => {
  it('is the reply with its dates read, whatever the depth', () => {
    const raw = {
      sid: 'a',
      count: 3,
      created: 'Mon, 05 Jan 2026 12:00:00 +0000',
      sent: null,
      seen: '2026-01-05T12:00:00Z',
      parts: [{ at: '2026-01-05T13:00:00+01:00', other: 1 }],
      days: ['Mon, 05 Jan 2026 12:00:00 GMT', null],
      inner: { at: '2026-01-05T12:00:00.000Z' },
    }
    expect(decodeOutput(shape, raw)).toEqual({
      ...raw,
      created: noon,
      seen: noon,
      parts: [{ at: noon, other: 1 }],
      days: [noon, null],
      inner: { at: noon },
    })
  })

  it('keeps unknown keys, numbers in texts and what is of another type than documented', () => {
    const raw = { sid: 5, count: '3', created: 7, parts: 'none', inner: null, days: {}, added_later: [1] }
    expect(decodeOutput(shape, raw)).toEqual(raw)
  })

  it('adds no key that the reply does not have', () => {
    expect(decodeOutput(shape, {})).toEqual({})
  })

  it('leaves the reply itself alone', () => {
    const raw = Object.freeze({ created: 'Mon, 05 Jan 2026 12:00:00 +0000' })
    expect(decodeOutput(shape, raw)).not.toBe(raw)
    expect(raw.created).toBe('Mon, 05 Jan 2026 12:00:00 +0000')
  })
})

describe('a date of a reply', () => {
  it.each([
    ['rfc2822', 'Mon, 05 Jan 2026 12:00:00 +0000'],
    ['rfc2822', '5 Jan 2026 12:00 GMT'],
    ['rfc2822', 'Mon, 05 Jan 2026 07:00:00 -0500'],
    ['iso8601', '2026-01-05T12:00Z'],
    ['iso8601', '2026-01-05T12:00:00.000000Z'],
    ['iso8601', '2026-01-05T14:00:00+02:00'],
  ] as const)('in %s is read: %s', (codec, text) => {
    expect(decodeDate(codec, text)).toEqual(noon)
  })

  it.each([
    ['rfc2822', '2026-01-05T12:00:00Z'],
    ['rfc2822', '2026'],
    ['rfc2822', 'Mon, 99 Jan 2026 12:00:00 +0000'],
    ['iso8601', '2026-01-05'],
    ['iso8601', '2026-01-05T12:00:00'],
    ['iso8601', '2026-13-45T12:00:00Z'],
    ['iso8601', ''],
  ] as const)('that is no %s date stays the text it is: %s', (codec, text) => {
    expect(decodeDate(codec, text)).toBe(text)
  })
})

describe('the media of a message post', () => {
  const mediaOf = (raw: Record<string, unknown>) => decodeOutput(mediaShape, raw).media

  it('are collected from the numbered parameters, which stay', () => {
    const raw = {
      NumMedia: '2',
      MediaUrl0: 'https://example.com/0',
      MediaContentType0: 'image/png',
      MediaUrl1: 'https://example.com/1',
    }
    expect(decodeOutput(mediaShape, raw)).toEqual({
      ...raw,
      media: [
        { url: 'https://example.com/0', contentType: 'image/png' },
        { url: 'https://example.com/1', contentType: '' },
      ],
    })
  })

  it('are none where none are announced', () => {
    expect(mediaOf({})).toEqual([])
    expect(mediaOf({ NumMedia: '0', MediaUrl0: 'https://example.com/0' })).toEqual([])
  })

  it('skip an index that is missing', () => {
    expect(mediaOf({ NumMedia: '2', MediaUrl1: 'https://example.com/1' })).toEqual([
      { url: 'https://example.com/1', contentType: '' },
    ])
  })

  it('believe no number that nobody could mean', () => {
    const urls = Object.fromEntries(
      Array.from({ length: 200 }, (_, index) => [`MediaUrl${index}`, 'https://example.com/']),
    )
    expect(mediaOf({ ...urls, NumMedia: '1e12' })).toHaveLength(100)
    for (const hostile of ['-1', 'NaN', 'many', '', '0x', [], {}, null, '1; 2'])
      expect(mediaOf({ ...urls, NumMedia: hostile })).toEqual([])
  })

  it('are never more than announced, whatever is announced', () => {
    const urls = Object.fromEntries(
      Array.from({ length: 9 }, (_, index) => [`MediaUrl${index}`, 'https://example.com/']),
    )
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.double().map(String), fc.maxSafeInteger().map(String)), (announced) => {
        const media = mediaOf({
          ...urls,
          NumMedia: typeof announced === 'symbol' ? '1' : announced,
        }) as readonly unknown[]
        expect(media.length).toBeLessThanOrEqual(9)
      }),
    )
  })
})
