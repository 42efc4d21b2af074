import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createManualClock, type ManualClock } from '../../src/core/manual-clock.js'
import { openLedger, type SharedLedger } from '../../src/ledger/open-ledger.js'
import type { NewEvent } from '../../src/ledger/port.js'
import { typed } from './shell.js'

const hook = 'AAAAAAAAAAAAAAAAAAAAAA'
const removedHook = 'BBBBBBBBBBBBBBBBBBBBBB'
const scenario = { hook, consumer: 'scenario' }
const hour = 3_600_000

let home: string
let clock: ManualClock
let count = 0

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'events-'))
  clock = createManualClock()
})
afterEach(() => rmSync(home, { recursive: true }))

const run = (...words: string[]) => typed(['events', ...words], { env: { SIGNALWIRE_CONNECTOR_HOME: home }, clock })

/** Does something with the ledger that the command line uses. */
async function stored<T>(work: (ledger: SharedLedger) => Promise<T>): Promise<T> {
  const ledger = await openLedger({ path: join(home, 'ledger.db'), clock })
  try {
    return await work(ledger)
  } finally {
    await ledger.close()
  }
}

const event = (rest: Partial<NewEvent> = {}): NewEvent => ({
  connection: 'main',
  hook,
  type: 'incomingCall',
  key: `CA${++count}`,
  body: JSON.stringify({
    event: 'incomingCall',
    module: 'watchNewCalls',
    bundles: [],
    params: { From: '+12025550100' },
  }),
  reply: '<Response><Hangup/></Response>',
  ...rest,
})

/** Four events: delivered, a dead letter, waiting, not tried yet; and one of a hook that is gone. */
const five = () =>
  stored(async (ledger) => {
    await ledger.hooks.put({ id: hook, connection: 'main', module: 'watchNewCalls', name: 'Reception', details: {} })
    await ledger.append([event(), event({ type: 'callStatus' }), event(), event()])
    clock.advance(hour)
    await ledger.append([event({ hook: removedHook })])
    const lease = await ledger.lease(scenario, { holder: 'test' })
    if (!lease) throw new Error('There is no lease.')
    await ledger.advance(lease, [1])
    await ledger.bury(lease, 2, 'The scenario was switched off.')
    await ledger.defer(lease, { row: 3, attempt: 1 }, { reason: 'Not now.' })
    await ledger.release(lease)
  })

const rows = async (...words: string[]) => {
  const ran = await run(...words, '--json')
  expect(ran).toMatchObject({ code: 0 })
  return (ran.json() as readonly { row: number }[]).map(({ row }) => row)
}

describe('events list', () => {
  beforeEach(five)

  it('shows events, newest first, with what became of them, and nothing of what they say', async () => {
    const { code, stdout, stderr } = await run('list')
    expect(code).toBe(0)
    expect(
      stdout
        .split('\n')
        .map((line) => line.split(/ {2,}/))
        .slice(0, 6),
    ).toEqual([
      ['Row', 'Received', 'Type', 'Hook', 'Delivery'],
      ['5', '2026-01-05T13:00:00.000Z', 'incomingCall', removedHook],
      ['4', '2026-01-05T12:00:00.000Z', 'incomingCall', 'Reception', 'scenario: pending'],
      [
        '3',
        '2026-01-05T12:00:00.000Z',
        'incomingCall',
        'Reception',
        'scenario: waiting after 1 attempt, again at 2026-01-05T13:00:05.000Z',
      ],
      ['2', '2026-01-05T12:00:00.000Z', 'callStatus', 'Reception', 'scenario: dead after 1 attempt'],
      ['1', '2026-01-05T12:00:00.000Z', 'incomingCall', 'Reception', 'scenario: delivered'],
    ])
    expect(stderr).toContain('5 events.')
    expect(stdout + (await run('list', '--json')).stdout).not.toMatch(/12025550100|Hangup/)
  })

  it.each([
    [
      ['--hook', 'Reception'],
      [4, 3, 2, 1],
    ],
    [
      ['--hook', hook],
      [4, 3, 2, 1],
    ],
    [['--hook', removedHook], [5]],
    [['--type', 'callStatus'], [2]],
    [['--dead'], [2]],
    [['--undelivered'], [4, 3]],
    [['--undelivered', '--limit', '1'], [4]],
    [['--undelivered', '--consumer', 'another'], []],
    [['--since', '2026-01-05T13:00:00Z'], [5]],
    [['--since', '2026-01-05 14:00', '--time-zone', 'Europe/Berlin'], [5]],
    [
      ['--limit', '2'],
      [5, 4],
    ],
    [
      ['--limit', '2', '--before', '4'],
      [3, 2],
    ],
  ])('keeps to %j', async (words, expected) => {
    expect(await rows('list', ...words)).toEqual(expected)
  })

  it.each([
    [['--limit', '0'], '--limit'],
    [['--limit', 'many'], '--limit'],
    [['--before', 'x'], 'no row'],
    [['--since', 'yesterday'], '--since must be'],
    [['--dead', '--undelivered'], 'exclude'],
  ])('refuses %j', async (words, says) => {
    const { code, stderr } = await run('list', ...words)
    expect(code).toBe(2)
    expect(stderr).toContain(says)
  })

  it('says that there is no such hook', async () => {
    const { code, stderr } = await run('list', '--hook', 'Receptoin')
    expect(code).toBe(3)
    expect(stderr).toContain('Did you mean Reception?')
  })
})

describe('events dead', () => {
  it('lists dead letters with their reasons', async () => {
    await five()
    expect(await rows('dead')).toEqual([2])
    const { code, stdout } = await run('dead')
    expect(code).toBe(0)
    expect(stdout).toContain('scenario: The scenario was switched off.')
  })

  it('creates nothing where nothing was ever stored', async () => {
    for (const command of ['list', 'dead']) {
      expect(await rows(command)).toEqual([])
      expect((await run(command)).code).toBe(0)
    }
    expect(await run('show', '1')).toMatchObject({ code: 3 })
    expect(await run('replay', '1')).toMatchObject({ code: 3 })
    expect(existsSync(join(home, 'ledger.db'))).toBe(false)
  })
})

describe('events show', () => {
  beforeEach(five)

  it('shows what was posted, the reply and what became of it', async () => {
    const { code, stdout } = await run('show', '2')
    expect(code).toBe(0)
    for (const part of ['From', '+12025550100', '<Hangup/>', 'Reception', 'The scenario was switched off.'])
      expect(stdout).toContain(part)
    expect((await run('show', '2', '--json')).json()).toMatchObject({
      row: 2,
      hookName: 'Reception',
      receivedAt: '2026-01-05T12:00:00.000Z',
      body: { params: { From: '+12025550100' } },
      reply: '<Response><Hangup/></Response>',
      deliveries: [{ consumer: 'scenario', state: 'dead', attempts: 1 }],
    })
  })

  it('prints nothing that a terminal would obey', async () => {
    const body = JSON.stringify({ params: { Body: '\u001b[2J\u202eevil', '\u001b[31mName': 'x' } })
    await stored((ledger) => ledger.append([event({ body }), event({ body: 'raw \u001b[2J text' })]))
    for (const row of ['6', '7'])
      for (const words of [[], ['--json']]) {
        const { stdout } = await run('show', row, ...words)
        expect(stdout).not.toContain('\u001b')
        expect(stdout).not.toContain('\u202e')
      }
  })

  it.each([
    ['99', 3],
    ['x', 2],
    ['0', 2],
    ['-1', 2],
  ])('of row %s ends with exit code %i', async (row, code) => {
    expect((await run('show', row)).code).toBe(code)
  })
})

describe('events replay', () => {
  beforeEach(five)
  const open = () =>
    stored(async (ledger) => {
      clock.advance(10_000)
      const lease = await ledger.lease(scenario, { holder: 'test' })
      if (!lease) throw new Error('There is no lease.')
      const { deliveries } = await ledger.read(lease)
      await ledger.release(lease)
      return deliveries.map(({ row, replayed }) => ({ row, replayed }))
    })

  it('offers delivered events and dead letters again, marked', async () => {
    const before = [
      { row: 3, replayed: false },
      { row: 4, replayed: false },
    ]
    expect(await open()).toEqual(before)
    const ran = await run('replay', '1', '2', '2', '--json')
    expect(ran).toMatchObject({ code: 0 })
    expect(ran.json()).toEqual([
      { row: 1, consumer: 'scenario', outcome: 'replayed' },
      { row: 2, consumer: 'scenario', outcome: 'replayed' },
    ])
    expect(await open()).toEqual([{ row: 1, replayed: true }, { row: 2, replayed: true }, ...before])
    expect(await rows('dead')).toEqual([])
  })

  it('says what is still to be delivered anyway', async () => {
    const { code, stdout } = await run('replay', '4')
    expect(code).toBe(0)
    expect(stdout).toContain('is still to be delivered anyway')
  })

  it('replays to one consumer only where one is named', async () => {
    const archive = { hook, consumer: 'archive' }
    await stored((ledger) => ledger.subscribe(archive, { from: 'next' }))
    const ran = await run('replay', '1', '--consumer', 'archive', '--json')
    expect(ran.json()).toEqual([{ row: 1, consumer: 'archive', outcome: 'replayed' }])
    const none = await run('replay', '1', '--consumer', 'archiv')
    expect(none.code).toBe(3)
    expect(none.stderr).toContain('Did you mean archive?')
  })

  it('replays nothing where one of the rows does not exist, or nobody gets it', async () => {
    for (const wrong of ['99', '5']) expect((await run('replay', '1', wrong)).code).toBe(3)
    expect((await run('replay', 'x')).code).toBe(2)
    expect((await run('replay')).code).toBe(2)
    expect((await open()).filter(({ replayed }) => replayed)).toEqual([])
  })

  it('cannot replay what is no longer kept', async () => {
    clock.advance(8 * 24 * hour)
    await stored((ledger) => ledger.retain())
    expect(await run('replay', '1')).toMatchObject({ code: 3, stdout: expect.stringContaining('no longer kept') })
    // Event 4 is still to be delivered, so it was kept.
    expect((await run('replay', '1', '4')).code).toBe(1)
    expect((await run('show', '1')).stdout).toContain('no longer kept')
  })

  it('works beside a receiver that owns the ledger', async () => {
    await stored(async () => {
      expect((await run('replay', '1')).code).toBe(0)
      expect(await rows('list', '--hook', 'Reception')).toEqual([4, 3, 2, 1])
    })
  })
})
