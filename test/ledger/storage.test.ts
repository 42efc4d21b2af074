import { execFileSync } from 'node:child_process'
import { chmodSync, closeSync, openSync, rmSync, statSync, truncateSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { EmbeddedLedger } from '../../src/ledger/embedded-ledger.js'
import { type Compiled, compileLedger } from './compiled.js'
import { event, newFolder } from './engine.js'

let folder: string
let path: string

beforeEach(() => {
  folder = newFolder()
  path = join(folder, 'ledger.sqlite')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const isRoot = process.getuid?.() === 0

/** Mounts a small disk at the folder; only root may. @returns undefined where that is not permitted. */
function mountDisk(at: string, size: string): (() => void) | undefined {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', at], { stdio: 'ignore' })
    return () => execFileSync('umount', ['-l', at])
  } catch {
    return undefined
  }
}

const many = (prefix: string, count: number) => Array.from({ length: count }, (_, index) => event(`${prefix}-${index}`))

describe('a full disk', () => {
  it('fails every append of the transaction, forgets them, and works again once there is room', async (test) => {
    const unmount = mountDisk(folder, '3m')
    if (!unmount) return test.skip('a small disk can be mounted by root only')
    try {
      writeFileSync(join(folder, 'filler'), Buffer.alloc(1024 * 1024))
      const ledger = EmbeddedLedger.open({ path })
      const acknowledged: string[] = []
      let failed: PromiseRejectedResult[] = []
      for (let turn = 0; failed.length === 0; turn++) {
        const results = await Promise.allSettled(many(`turn-${turn}`, 50).map((one) => ledger.append([one])))
        failed = results.filter((result) => result.status === 'rejected')
        if (failed.length === 0) acknowledged.push(...many(`turn-${turn}`, 50).map(({ key }) => key))
        else expect(failed).toHaveLength(50)
      }
      expect(failed[0]?.reason).toMatchObject({ name: 'OutOfSpaceError', code: 'disk_full', retry: 'later' })
      expect(failed[0]?.reason.message).toContain('Free some space')
      const last = acknowledged.length / 50
      await expect(ledger.append(many('still', 50))).rejects.toMatchObject({ code: 'disk_full' })
      expect((await ledger.stats()).events).toBe(acknowledged.length)

      rmSync(join(folder, 'filler'))
      const again = await ledger.append(many(`turn-${last}`, 50))
      expect(new Set(again.map(({ outcome }) => outcome))).toEqual(new Set(['appended']))
      const known = await ledger.append(acknowledged.map((key) => event(key)))
      expect(new Set(known.map(({ outcome }) => outcome))).toEqual(new Set(['repeated']))
      await ledger.close()
      const reopened = EmbeddedLedger.open({ path })
      expect((await reopened.stats()).events).toBe(acknowledged.length + 50)
      await reopened.close()
    } finally {
      unmount()
    }
  })

  it('is named when the ledger cannot even be created', (test) => {
    const unmount = mountDisk(folder, '64k')
    if (!unmount) return test.skip('a small disk can be mounted by root only')
    try {
      expect(() => EmbeddedLedger.open({ path })).toThrow(expect.objectContaining({ code: 'disk_full' }))
    } finally {
      unmount()
    }
  })
})

describe('a file that cannot be written', () => {
  it('is named, and works again once it can', async (test) => {
    const unmount = isRoot ? mountDisk(folder, '4m') : undefined
    if (isRoot && !unmount) return test.skip('root may write any file, and may not mount a disk here')
    const before = EmbeddedLedger.open({ path })
    await before.append([event('a')])
    await before.close()
    const setWritable = (writable: boolean) => {
      // Root may write whatever its mode says, but not to a disk that is mounted read-only.
      if (unmount) execFileSync('mount', ['-o', `remount,${writable ? 'rw' : 'ro'}`, folder])
      else for (const file of [path, `${path}.lock`]) chmodSync(file, writable ? 0o600 : 0o400)
    }
    try {
      setWritable(false)
      expect(() => EmbeddedLedger.open({ path })).toThrow(
        expect.objectContaining({ type: 'InvalidConfigurationError', code: 'ledger_read_only' }),
      )
      setWritable(true)
      const ledger = EmbeddedLedger.open({ path })
      expect(await ledger.append([event('a')])).toMatchObject([{ outcome: 'repeated' }])
      await ledger.close()
    } finally {
      unmount?.()
    }
  })

  it('is named when it is in a place that is no folder', () => {
    writeFileSync(join(folder, 'file'), '')
    expect(() => EmbeddedLedger.open({ path: join(folder, 'file', 'ledger.sqlite') })).toThrow(
      expect.objectContaining({ code: 'ledger_unreachable' }),
    )
  })
})

describe('a damaged file', () => {
  const overwrite = (from: number, bytes: Buffer) => {
    const file = openSync(path, 'r+')
    writeSync(file, bytes, 0, bytes.length, from)
    closeSync(file)
  }
  beforeEach(async () => {
    const ledger = EmbeddedLedger.open({ path })
    await ledger.append(many('event', 2000))
    await ledger.close()
  })
  const damaged = expect.objectContaining({ code: 'ledger_damaged', retry: 'never' })

  it('is named where its beginning was overwritten', () => {
    overwrite(0, Buffer.alloc(100, 'x'))
    expect(() => EmbeddedLedger.open({ path })).toThrow(damaged)
  })

  it('is named where its middle was overwritten', () => {
    overwrite(4096, Buffer.alloc(statSync(path).size - 8192, 'x'))
    expect(() => EmbeddedLedger.open({ path })).toThrow(damaged)
  })

  it('is named where its end is missing', () => {
    truncateSync(path, Math.floor(statSync(path).size / 8192) * 4096)
    expect(() => EmbeddedLedger.open({ path })).toThrow(damaged)
  })

  it('gives its lock back, so that a good file in its place opens', async () => {
    overwrite(0, Buffer.alloc(100, 'x'))
    expect(() => EmbeddedLedger.open({ path })).toThrow(damaged)
    rmSync(path)
    const ledger = EmbeddedLedger.open({ path })
    expect(await ledger.append([event('a')])).toMatchObject([{ outcome: 'appended' }])
    await ledger.close()
  })
})

describe('a program that has locked the file', () => {
  it('fails appends until it lets go, and nothing is remembered of them', async () => {
    const ledger = EmbeddedLedger.open({ path })
    const other = new Sqlite(path)
    other.exec('BEGIN IMMEDIATE')
    await expect(ledger.append([event('a')])).rejects.toMatchObject({ code: 'ledger_busy', retry: 'later' })
    other.exec('ROLLBACK')
    other.close()
    expect(await ledger.append([event('a')])).toMatchObject([{ outcome: 'appended' }])
    await ledger.close()
  })
})

describe('a second owner', () => {
  let compiled: Compiled
  beforeAll(() => {
    compiled = compileLedger()
  })
  afterAll(() => compiled.remove())
  const owned = expect.objectContaining({ code: 'ledger_owned', retry: 'later' })

  it('is refused while the first lives, and welcome the moment it is killed', async () => {
    const first = compiled.start('holder.mjs', path)
    expect(await first.lines.next()).toMatchObject({ value: 'owner' })
    expect(() => EmbeddedLedger.open({ path })).toThrow(owned)
    await first.kill()
    const second = EmbeddedLedger.open({ path })
    await second.close()
  })

  it('is refused in the same process, and does not loosen the lock for others by trying', async () => {
    const first = EmbeddedLedger.open({ path })
    expect(() => EmbeddedLedger.open({ path })).toThrow(owned)
    const lock = new Sqlite(`${path}.lock`, { timeout: 0 })
    expect(() => lock.exec('BEGIN EXCLUSIVE')).toThrow('locked')
    lock.close()
    const script = `
      const db = new (require('better-sqlite3'))(process.argv[1], { timeout: 0 })
      try { db.exec('BEGIN EXCLUSIVE'); console.log('taken') } catch (error) { console.log(error.code) }`
    const inAnotherProcess = () => execFileSync(process.execPath, ['-e', script, `${path}.lock`], { encoding: 'utf8' })
    expect(inAnotherProcess()).toBe('SQLITE_BUSY\n')
    await first.close()
    expect(inAnotherProcess()).toBe('taken\n')
  })
})

describe('a closed ledger', () => {
  it('says so, after it has written what it was given before', async () => {
    const ledger = EmbeddedLedger.open({ path })
    const last = ledger.append([event('a')])
    await ledger.close()
    await ledger.close()
    expect(await last).toMatchObject([{ outcome: 'appended' }])
    await expect(ledger.append([event('b')])).rejects.toMatchObject({ code: 'ledger_closed' })
    await expect(ledger.events.list()).rejects.toMatchObject({ code: 'ledger_closed' })
  })
})

it('keeps its files to their owner', async () => {
  const ledger = EmbeddedLedger.open({ path })
  await ledger.append([event('a')])
  for (const ending of ['', '-wal', '-shm', '.lock']) expect(statSync(path + ending).mode & 0o777).toBe(0o600)
  await ledger.close()
})
