import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { type RunOptions, useDesk } from './shell.js'

const desk = useDesk()
const start = Date.UTC(2026, 0, 5, 12)
const addCall = (minute: number) =>
  desk.simulator.addCall({ status: 'completed', dateCreated: start + minute * 60_000 }).sid
const watched = async (...words: string[]) =>
  sidsOf(await desk.run(['watch', 'watchCalls', '--once', '--json', ...words]))
const sidsOf = ({ code, json }: Awaited<ReturnType<typeof desk.run>>) => {
  expect(code).toBe(0)
  return (json() as readonly { sid: string }[]).map(({ sid }) => sid)
}

describe('watch <module> --once', () => {
  it('starts now and then prints what is new, each item once, oldest first', async () => {
    addCall(0)
    expect(await watched()).toEqual([])
    const news = [addCall(1), addCall(2)]
    expect(await watched()).toEqual(news)
    expect(await watched()).toEqual([])
    const late = addCall(3)
    expect(await watched()).toEqual([late])
  })

  it('starts with all, and drains what Limit holds back in the next runs', async () => {
    const sids = [0, 1, 2].map(addCall)
    expect(await watched('--from', 'all', '--limit', '2')).toEqual(sids.slice(0, 2))
    expect(await watched('--from', 'all', '--limit', '2')).toEqual(sids.slice(2))
    expect(await watched('--from', 'all', '--limit', '2', '--reset')).toEqual(sids.slice(0, 2))
  })

  it('starts at a date, or with one item', async () => {
    const sids = [0, 60, 120].map(addCall)
    expect(await watched('--from', '2026-01-05 14:00', '--time-zone', 'Europe/Berlin', '--limit', '9')).toEqual(
      sids.slice(1),
    )
    expect(await watched('--reset', '--from-sid', sids[2] ?? '', '--limit', '9')).toEqual(sids.slice(2))
    expect((await desk.run(['watch', 'watchCalls', '--once', '--reset', '--from-sid', 'none'])).code).toBe(3)
  })

  it('keeps a state for each Space, project and setting, readable by its owner only', async () => {
    addCall(0)
    await watched('--from', 'all')
    await desk.run(['watch', 'watchMessages', '--once'])
    await desk.run(['watch', 'watchMessages', '--once', '--direction', 'inbound'])
    await desk.run(['watch', 'watchMessages', '--once', '--direction', 'any'])
    const folder = join(desk.home, 'states')
    const files = readdirSync(folder)
    expect(files).toHaveLength(3)
    for (const file of files) expect((statSync(join(folder, file)).mode & 0o777).toString(8)).toBe('600')
  })

  it('stores how far it got only after the bundles were printed', async () => {
    const sid = addCall(0)
    const closed = new Writable({
      write(_chunk, _encoding, done) {
        done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }))
      },
    })
    closed.on('error', () => undefined)
    const options: RunOptions = { stdout: closed }
    const lost = await desk.run(['watch', 'watchCalls', '--once', '--from', 'all'], options)
    expect(lost).toMatchObject({ code: 0, stderr: '' })
    expect(await watched('--from', 'all')).toEqual([sid])
  })

  it('prints each item once where several run at once; the later ones say that they wait', async () => {
    const sids = Array.from({ length: 6 }, (_, minute) => addCall(minute))
    const words = ['watch', 'watchCalls', '--once', '--from', 'all', '--limit', '2', '--json']
    const runs = await Promise.all(Array.from({ length: 4 }, () => desk.run(words)))
    expect(runs.flatMap(sidsOf).sort()).toEqual([...sids].sort())
    const waited = runs.filter(({ stderr }) => stderr.includes('Waiting for another watch watchCalls'))
    expect(waited).not.toHaveLength(0)
  })

  it('prints a table for people', async () => {
    const sid = addCall(0)
    const { stdout, stderr } = await desk.run(['watch', 'watchCalls', '--once', '--from', 'all'])
    expect(stdout).toContain(sid)
    expect(stderr).toContain('1 new.')
  })

  it.each([
    [['watchCalls'], '--once'],
    [['watchNewCalls', '--once'], 'Polling triggers: watchCalls, watchMessages'],
    [['getCall', '--once'], 'is no trigger'],
    [['watchCalls', '--once', '--from', 'yesterday'], '--from must be'],
    [['watchCalls', '--once', '--from', 'choose'], '--from-sid'],
    [['watchCalls', '--once', '--limit', '0'], '--limit'],
  ])('refuses %j', async (words, says) => {
    const { code, stderr } = await desk.run(['watch', ...words])
    expect(code).toBe(2)
    expect(stderr).toContain(says)
  })
})
