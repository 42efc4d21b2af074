import { rmSync, statSync } from 'node:fs'
import { createConnection, createServer } from 'node:net'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { systemClock } from '../../src/core/clock.js'
import { isConnectorError } from '../../src/core/errors.js'
import { EmbeddedLedger } from '../../src/ledger/embedded-ledger.js'
import { openLedger, type SharedLedger } from '../../src/ledger/open-ledger.js'
import { takeOwnership } from '../../src/ledger/owner-lock.js'
import { type Compiled, compileLedger } from './compiled.js'
import { testLedger } from './contract.js'
import { event, newFolder } from './engine.js'
import { guestStore } from './shared-store.js'

testLedger('a guest of a ledger that another owns', guestStore)

let folder: string
let path: string
const opened: SharedLedger[] = []

beforeEach(() => {
  folder = newFolder()
  path = join(folder, 'ledger.sqlite')
})
afterEach(async () => {
  for (const ledger of opened.splice(0).reverse()) await ledger.close()
  rmSync(folder, { recursive: true, force: true })
})

const open = async (at = path) => {
  // Tries at once what it would try again after a while.
  const ledger = await openLedger({ path: at, clock: { ...systemClock, sleep: async () => {} } })
  opened.push(ledger)
  return ledger
}
const keysOf = async (ledger: SharedLedger) => (await ledger.events.list()).map(({ key }) => key).sort()

describe('several ledgers on one file', () => {
  it('have one owner, and see what any of them writes', async () => {
    const [owner, first, second] = [await open(), await open(), await open()]
    expect(await Promise.all([owner, first, second].map((ledger) => ledger.role()))).toEqual([
      'owner',
      'guest',
      'guest',
    ])
    await Promise.all([owner.append([event('a')]), first.append([event('b')]), second.append([event('c')])])
    expect(await first.append([event('a')])).toMatchObject([{ outcome: 'repeated' }])
    for (const ledger of [owner, first, second]) expect(await keysOf(ledger)).toEqual(['a', 'b', 'c'])
  })

  it('tell each other about new events', async () => {
    const [owner, guest] = [await open(), await open()]
    const told = new Promise((resolve) => owner.onAppended(resolve))
    await guest.append([event('a')])
    expect(await told).toEqual(['hook-1'])
    const toldGuest = new Promise((resolve) => guest.onAppended(resolve))
    await owner.append([event('b')])
    expect(await toldGuest).toEqual(['hook-1'])
  })

  it('give errors that can be told apart', async () => {
    await open()
    const guest = await open()
    const lease = await guest.lease({ hook: 'hook-1', consumer: 'scenario' }, { holder: 'one' })
    await guest.lease({ hook: 'hook-1', consumer: 'scenario' }, { holder: 'one' })
    if (!lease) throw new Error('There was no lease.')
    const thrown = await guest.advance(lease, [1]).catch((error: unknown) => error)
    expect(isConnectorError(thrown)).toBe(true)
    const owners = await leaseLostWithoutSocket()
    expect(thrown).toMatchObject({ ...owners, name: 'RuntimeError', code: 'lease_lost', retry: 'never' })
  })

  it('let a guest take the place of an owner that closes, in the midst of its appends', async () => {
    const owner = await open()
    const guest = await open()
    const appends = Array.from({ length: 50 }, (_, index) => guest.append([event(`key-${index}`)]))
    await owner.close()
    await Promise.all(appends)
    expect(await guest.role()).toBe('owner')
    expect(await keysOf(guest)).toHaveLength(50)
    const next = await open()
    expect(await next.role()).toBe('guest')
    expect(await keysOf(next)).toHaveLength(50)
  })

  it('count an attempt once that is reported again to the next owner', async () => {
    const owner = await open()
    const guest = await open()
    const [{ row } = { row: 0 }] = await guest.append([event('a')])
    const lease = await guest.lease({ hook: 'hook-1', consumer: 'scenario' }, { holder: 'one' })
    if (!lease) throw new Error('There was no lease.')
    const deferred = await guest.defer(lease, { row, attempt: 1 }, { reason: 'busy' })
    await owner.close()
    expect(await guest.defer(lease, { row, attempt: 1 }, { reason: 'busy' })).toEqual(deferred)
  })

  it('are closed to other users, and to whoever closed them', async () => {
    const owner = await open()
    expect(statSync(`${path}.sock`).mode & 0o777).toBe(0o600)
    await owner.close()
    await expect(owner.append([event('a')])).rejects.toMatchObject({ code: 'ledger_closed' })
    expect(() => statSync(`${path}.sock`)).toThrow('ENOENT')
  })

  it('survive a guest that talks nonsense', async () => {
    const owner = await open()
    for (const nonsense of ['no json\n', '{"id":1,"method":"constructor","args":[]}\n', '{"id":1}\n', '[]\n']) {
      const socket = createConnection(`${path}.sock`)
      await new Promise((resolve) => socket.once('data', resolve))
      const answered = new Promise((resolve) => socket.once('data', resolve).once('close', resolve))
      socket.write(nonsense)
      await answered
      socket.destroy()
    }
    expect(await (await open()).append([event('a')])).toMatchObject([{ outcome: 'appended' }])
    expect(await owner.role()).toBe('owner')
  })
})

/** The message that the same mistake gives without a socket in between. */
async function leaseLostWithoutSocket() {
  const ledger = EmbeddedLedger.open({ path: join(folder, 'other.sqlite') })
  const lease = { subscription: { hook: 'hook-1', consumer: 'scenario' }, holder: 'one', token: 1, endsAt: 0 }
  const thrown = await ledger.advance(lease, [1]).catch((error: unknown) => error)
  await ledger.close()
  const { message, advice } = thrown as { message: string; advice: string }
  return { message, advice }
}

describe('an owner that cannot be asked', () => {
  it('is named when it does not answer', async () => {
    const release = takeOwnership(path)
    await expect(open()).rejects.toMatchObject({
      code: 'ledger_owned',
      message: expect.stringContaining('does not answer'),
    })
    release?.()
    expect(await (await open()).role()).toBe('owner')
  })

  it('is named when it runs another version', async () => {
    const release = takeOwnership(path)
    const server = createServer((socket) => socket.end('{"ledger":2}\n')).listen(`${path}.sock`)
    await expect(open()).rejects.toMatchObject({ code: 'ledger_version', message: expect.stringContaining('Restart') })
    await new Promise((resolve) => server.close(resolve))
    release?.()
  })

  it('is named when it has brought the file to another format', async () => {
    await open()
    const other = new Sqlite(path)
    other.pragma('user_version = 99')
    other.close()
    await expect(open()).rejects.toMatchObject({
      code: 'ledger_version',
      message: expect.stringContaining('format 99'),
    })
  })

  it('is named when its path is too long for a socket, though it works itself', async () => {
    const long = join(folder, 'x'.repeat(100), 'ledger.sqlite')
    const owner = await open(long)
    expect(await owner.append([event('a')])).toMatchObject([{ outcome: 'appended' }])
    await expect(open(long)).rejects.toMatchObject({
      code: 'ledger_owned',
      message: expect.stringContaining('too long'),
    })
  })
})

describe('an owner in another process', () => {
  let compiled: Compiled
  beforeAll(() => {
    compiled = compileLedger()
  })
  afterAll(() => compiled.remove())

  it('is replaced by a guest when it is killed, and no append of the guest fails or is lost', async () => {
    const holder = compiled.start('holder.mjs', path)
    expect(await holder.lines.next()).toMatchObject({ value: 'owner' })
    const guest = await openLedger({ path })
    opened.push(guest)
    expect(await guest.role()).toBe('guest')
    await guest.append([event('before')])
    const appends = Array.from({ length: 200 }, (_, index) => guest.append([event(`key-${index}`)]))
    await holder.kill()
    await Promise.all(appends)
    await guest.append([event('after')])
    expect(await guest.role()).toBe('owner')
    expect((await guest.stats()).events).toBe(202)
  })
})
