import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dateForms, datePattern } from '../../src/core/patterns.js'
import { checkTimeZone, readDate } from '../../src/runtime/dates.js'

/** The instant that a text names, in ISO 8601; or what is wrong with the text. */
const read = (text: string, zone = 'UTC'): string => {
  const date = readDate(text, zone)
  return typeof date === 'string' ? date : date.instant.toISOString()
}

const missing = 'names a day or a time that does not exist'

describe('the forms that are read', () => {
  it.each([
    ['2026-01-05T09:30:15Z', '2026-01-05T09:30:15.000Z'],
    ['2026-01-05t09:30:15z', `must be ${dateForms}`],
    ['2026-01-05T09:30:15z', '2026-01-05T09:30:15.000Z'],
    ['2026-01-05T09:30Z', '2026-01-05T09:30:00.000Z'],
    ['2026-01-05T09:30:15.25Z', '2026-01-05T09:30:15.250Z'],
    ['2026-01-05T09:30:15.999999999Z', '2026-01-05T09:30:15.999Z'],
    ['2026-01-05T09:30:15+01:00', '2026-01-05T08:30:15.000Z'],
    ['2026-01-05T09:30:15-0530', '2026-01-05T15:00:15.000Z'],
    ['2026-01-05 09:30+14:00', '2026-01-04T19:30:00.000Z'],
    ['2026-01-05T09:30:15', '2026-01-05T09:30:15.000Z'],
    ['2026-01-05 09:30', '2026-01-05T09:30:00.000Z'],
    ['2026-01-05 09:30:15', '2026-01-05T09:30:15.000Z'],
    ['2026-01-05', '2026-01-05T00:00:00.000Z'],
    ['01/05/2026', '2026-01-05T00:00:00.000Z'],
    ['01/05/2026 09:30', '2026-01-05T09:30:00.000Z'],
    ['01/05/2026 09:30:15', '2026-01-05T09:30:15.000Z'],
    ['Mon, 05 Jan 2026 09:30:15 +0000', '2026-01-05T09:30:15.000Z'],
    ['Mon, 05 Jan 2026 09:30:15 GMT', '2026-01-05T09:30:15.000Z'],
    ['5 Jan 2026 09:30 -0500', '2026-01-05T14:30:00.000Z'],
    ['05 Jan 2026 09:30 UT', '2026-01-05T09:30:00.000Z'],
    ['2028-02-29', '2028-02-29T00:00:00.000Z'],
    ['2026-12-31T23:59:59Z', '2026-12-31T23:59:59.000Z'],
  ])('%s', (text, instant) => {
    expect(read(text)).toBe(instant)
  })

  it('are a Date as it is', () => {
    const date = new Date('2026-01-05T09:30:15.123Z')
    expect(readDate(date, 'Europe/Berlin')).toEqual({ instant: date })
    expect(readDate(new Date(Number.NaN), 'UTC')).toBe('is a Date without a time (Invalid Date)')
  })

  it('keep the day where there is no time', () => {
    expect(readDate('2026-01-05', 'Asia/Tokyo')).toEqual({
      instant: new Date('2026-01-04T15:00:00Z'),
      day: '2026-01-05',
    })
    expect(readDate('01/05/2026', 'America/New_York')).toEqual({
      instant: new Date('2026-01-05T05:00:00Z'),
      day: '2026-01-05',
    })
    expect(readDate('2026-01-05 00:00', 'Asia/Tokyo')).toEqual({ instant: new Date('2026-01-04T15:00:00Z') })
  })
})

describe('what is refused', () => {
  it.each([
    '2026-02-30',
    '2026-02-29',
    '2026-00-10',
    '2026-13-01',
    '2026-04-31T10:00Z',
    '2026-01-00',
    '2026-01-05 24:00',
    '2026-01-05 23:60',
    '2026-01-05 23:59:60',
    '13/05/2026',
    '02/30/2026 10:00',
    '30 Feb 2026 10:00 +0000',
    '05 Foo 2026 10:00 +0000',
    '2026-01-05T09:30:15+14:01',
    '2026-01-05T09:30:15+99:00',
    '2026-01-05T09:30:15+05:60',
    '05 Jan 2026 10:00 +0199',
  ])('the impossible %s', (text) => {
    expect(read(text)).toBe(missing)
  })

  it.each([
    '',
    ' 2026-01-05',
    '2026-1-5',
    '26-01-05',
    '05.01.2026',
    '2026/01/05',
    '1767605400',
    'now',
    '2026-01-05T9:30',
    '2026-01-05 09:30 PM',
    '2026-W02-1',
    '+002026-01-05T00:00:00Z',
    'Mon, 05 Jan 2026',
    '2026-01-05T09:30:15Z\n',
    '２０２６-01-05',
  ])('the unlisted %j, with the list', (text) => {
    expect(read(text)).toBe(`must be ${dateForms}`)
  })
})

describe('local times', () => {
  it.each([
    ['2026-01-05 09:30', 'Europe/Berlin', '2026-01-05T08:30:00.000Z'],
    ['2026-07-05 09:30', 'Europe/Berlin', '2026-07-05T07:30:00.000Z'],
    ['2026-07-05 09:30', 'America/New_York', '2026-07-05T13:30:00.000Z'],
    ['2026-07-05 09:30', 'Asia/Kolkata', '2026-07-05T04:00:00.000Z'],
    ['2026-07-05 09:30', 'Pacific/Kiritimati', '2026-07-04T19:30:00.000Z'],
  ])('%s in %s', (text, zone, instant) => {
    expect(read(text, zone)).toBe(instant)
  })

  it('that an offset makes exact ignore the zone', () => {
    expect(read('2026-07-05T09:30Z', 'Asia/Kolkata')).toBe('2026-07-05T09:30:00.000Z')
    expect(read('05 Jul 2026 09:30 +0200', 'Asia/Kolkata')).toBe('2026-07-05T07:30:00.000Z')
  })

  it.each([
    // The clocks go from 02:00 to 03:00 in Berlin, and from 02:00 to 03:00 in New York.
    ['2026-03-29 02:30', 'Europe/Berlin', '2026-03-29T01:30:00.000Z'],
    ['2026-03-08 02:30', 'America/New_York', '2026-03-08T07:30:00.000Z'],
    // There was no midnight in Sao Paulo on that day.
    ['2018-11-04', 'America/Sao_Paulo', '2018-11-04T03:00:00.000Z'],
  ])('that a change of the clocks skips are moved forward by it: %s in %s', (text, zone, instant) => {
    expect(read(text, zone)).toBe(instant)
  })

  it.each([
    ['2026-10-25 02:30', 'Europe/Berlin', '2026-10-25T00:30:00.000Z'],
    ['2026-11-01 01:30', 'America/New_York', '2026-11-01T05:30:00.000Z'],
  ])('that occur twice mean the first: %s in %s', (text, zone, instant) => {
    expect(read(text, zone)).toBe(instant)
  })

  it('do not depend on the zone of this machine', () => {
    const before = process.env.TZ
    try {
      for (const zone of ['America/New_York', 'Asia/Kolkata', 'UTC']) {
        process.env.TZ = zone
        expect(read('2026-03-08 02:30', 'Europe/Berlin')).toBe('2026-03-08T01:30:00.000Z')
        expect(read('2026-10-25 02:30', 'Europe/Berlin')).toBe('2026-10-25T00:30:00.000Z')
        expect(read('2026-11-01 01:30', 'America/New_York')).toBe('2026-11-01T05:30:00.000Z')
      }
    } finally {
      if (before === undefined) delete process.env.TZ
      else process.env.TZ = before
    }
  })
})

describe('time zones', () => {
  it.each(['UTC', 'Europe/Berlin', 'America/Argentina/Buenos_Aires'])('%s is known', (zone) => {
    expect(() => checkTimeZone(zone)).not.toThrow()
  })

  it.each(['Mars/Olympus', '', 'Europe/Berlin ', '../etc/passwd', 'x'.repeat(10_000)])('%j is not', (zone) => {
    const error = expect.objectContaining({ type: 'InvalidConfigurationError', code: 'invalid_time_zone' })
    expect(() => checkTimeZone(zone)).toThrowError(error)
    expect(() => readDate('2026-01-05', zone)).toThrowError(error)
  })
})

describe('any instant', () => {
  const instants = fc.date({
    min: new Date('1970-01-01T00:00:00Z'),
    max: new Date('2199-12-31T23:59:59Z'),
    noInvalidDate: true,
  })
  const seconds = instants.map((date) => new Date(Math.floor(date.getTime() / 1000) * 1000))
  const pad = (value: number) => String(Math.abs(value)).padStart(2, '0')
  const offsetText = (minutes: number, colon = ':') =>
    `${minutes < 0 ? '-' : '+'}${pad(Math.trunc(minutes / 60))}${colon}${pad(minutes % 60)}`
  const offsets = fc.integer({ min: -12 * 60, max: 14 * 60 })

  it('written in ISO 8601 reads back', () => {
    fc.assert(
      fc.property(instants, (date) => {
        expect(read(date.toISOString())).toBe(date.toISOString())
      }),
    )
  })

  it('written with an offset reads back, whatever the zone', () => {
    fc.assert(
      fc.property(instants, offsets, fc.constantFrom(':', ''), (date, offset, colon) => {
        const local = new Date(date.getTime() + offset * 60_000).toISOString().slice(0, -1)
        expect(read(local + offsetText(offset, colon), 'Asia/Kolkata')).toBe(date.toISOString())
      }),
    )
  })

  it('written in RFC 2822 reads back', () => {
    fc.assert(
      fc.property(seconds, offsets, (date, offset) => {
        const local = new Date(date.getTime() + offset * 60_000).toUTCString().replace('GMT', offsetText(offset, ''))
        expect(read(local)).toBe(date.toISOString())
        expect(read(date.toUTCString())).toBe(date.toISOString())
      }),
    )
  })

  it('written as local time of a zone reads back, or an hour that occurs twice reads as the first', () => {
    const zones = fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata')
    fc.assert(
      fc.property(seconds, zones, fc.boolean(), (date, zone, american) => {
        const parts = new Intl.DateTimeFormat('en-US', {
          timeZone: zone,
          hourCycle: 'h23',
          year: 'numeric',
          month: '2-digit',
          day: '2-digit',
          hour: '2-digit',
          minute: '2-digit',
          second: '2-digit',
        }).formatToParts(date)
        const part = (type: string) => parts.find((one) => one.type === type)?.value ?? ''
        const day = american
          ? `${part('month')}/${part('day')}/${part('year')}`
          : `${part('year')}-${part('month')}-${part('day')}`
        const back = Date.parse(read(`${day} ${part('hour')}:${part('minute')}:${part('second')}`, zone))
        const apart = date.getTime() - back
        // Lord Howe moves its clocks by half an hour.
        expect([0, 30 * 60_000, 60 * 60_000]).toContain(apart)
      }),
      { numRuns: 500 },
    )
  })

  it('is of a form that the JSON Schema accepts too', () => {
    const pattern = new RegExp(datePattern, 'u')
    const texts = fc.oneof(
      instants.map((date) => date.toISOString()),
      seconds.map((date) => date.toUTCString()),
      fc.stringMatching(/^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2})?)?Z?$/),
      fc.string(),
    )
    fc.assert(
      fc.property(texts, (text) => {
        if (read(text) !== `must be ${dateForms}`) expect(text).toMatch(pattern)
        else expect(text).not.toMatch(pattern)
      }),
    )
  })
})
