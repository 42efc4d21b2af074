import { PassThrough, Writable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { ndjsonConsumer } from '../../src/delivery/index.js'
import { settled, until, useDesk } from './desk.js'

const desk = useDesk()

describe('events as lines of JSON', () => {
  it('are one line for each bundle, which only one line break ends', async () => {
    const stream = new PassThrough()
    await desk.append(['one', 'two\nlines\u2028and\u009b31m\u202eodd characters'])
    desk.start(ndjsonConsumer(stream), { bundlesOf: ({ body }) => [{ body }, { at: new Date(0) }] })
    await until(() => desk.reports.filter(({ kind }) => kind === 'delivered').length === 2)
    const written = String(stream.read())
    expect(written).not.toMatch(/[\u2028\u009b\u202e]/)
    const lines = written.trimEnd().split('\n')
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      { body: 'one' },
      { at: '1970-01-01T00:00:00.000Z' },
      { body: 'two\nlines\u2028and\u009b31m\u202eodd characters' },
      { at: '1970-01-01T00:00:00.000Z' },
    ])
  })

  it('are acknowledged only once they are handed over, so that a slow reader slows delivery down', async () => {
    const handOver: (() => void)[] = []
    const stream = new Writable({ write: (_chunk, _encoding, done) => void handOver.push(done) })
    await desk.append(['one', 'two'])
    desk.start(ndjsonConsumer(stream))
    await until(() => handOver.length === 1)
    await settled()
    expect(desk.reports.some(({ kind }) => kind === 'delivered')).toBe(false)
    handOver[0]?.()
    await until(() => desk.reports.some(({ kind }) => kind === 'delivered'))
    await until(() => handOver.length === 2)
    handOver[1]?.()
  })

  it.each(['EPIPE', 'ERR_STREAM_DESTROYED'])('end delivery with %s, and the event is offered again', async (code) => {
    const stream = new Writable({
      write: (_chunk, _encoding, done) => done(Object.assign(new Error('closed'), { code })),
    })
    await desk.append(['one'])
    const deliverer = desk.start(ndjsonConsumer(stream))
    await expect(deliverer.done).rejects.toMatchObject({ code: 'consumer_gone' })
    expect(await desk.open()).toEqual(['one'])
  })

  it('are offered again later where the stream fails in another way', async () => {
    const stream = new Writable({
      write: (_chunk, _encoding, done) => done(Object.assign(new Error('No space left'), { code: 'ENOSPC' })),
    })
    await desk.append(['one'])
    desk.start(ndjsonConsumer(stream))
    await until(() => desk.reports.some(({ kind }) => kind === 'deferred'))
  })
})
