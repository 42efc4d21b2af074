import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createManualClock } from '../../src/core/manual-clock.js'
import { type LockSettings, withFileLock } from '../../src/harness/file-lock.js'
import type { Io } from '../../src/harness/io.js'
import type { Session } from '../../src/harness/session.js'
import { createTerminal } from '../../src/harness/terminal.js'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'signalwire-connector-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const path = () => join(folder, 'some.json')
const lock = () => `${path()}.lock`
const settings: LockSettings = { patienceMs: 1000, holder: 'Somebody works with it' }
const gone = () => spawnSync(process.execPath, ['-e', '']).pid
const held = (owner: object) => writeFileSync(lock(), JSON.stringify({ host: hostname(), run: 'another', ...owner }))

function sessionAt(clock: Io['clock'], signal = new AbortController().signal): Session {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  const io: Io = { stdout: nowhere, stderr: nowhere, stdin: Readable.from(['']), env: {}, clock, signal }
  return { io, terminal: createTerminal(io), argv: [] }
}

/** A clock whose sleeps are over at once, and which moves on by them. */
function quickClock(): Io['clock'] {
  let now = Date.UTC(2026, 0, 5, 12)
  return {
    now: () => now,
    sleep: async (ms) => {
      now += ms
      await new Promise((resolve) => setImmediate(resolve))
    },
  }
}

describe('a lock', () => {
  it('lets one work at a time, and is gone afterwards', async () => {
    const session = sessionAt({ ...quickClock(), now: () => 0 })
    let inside = 0
    const seen: number[] = []
    const work = async () => {
      seen.push(++inside)
      await new Promise((resolve) => setImmediate(resolve))
      inside -= 1
    }
    await Promise.all(Array.from({ length: 20 }, () => withFileLock(session, path(), settings, work)))
    expect(seen).toEqual(new Array(20).fill(1))
    // The control: without it they overlap.
    await Promise.all([work(), work()])
    expect(seen.slice(20)).toEqual([1, 2])
    expect(existsSync(lock())).toBe(false)
  })

  it('is given back where the work fails', async () => {
    const session = sessionAt(createManualClock())
    const failing = withFileLock(session, path(), settings, () => Promise.reject(new Error('It failed')))
    await expect(failing).rejects.toThrow('It failed')
    expect(await withFileLock(session, path(), settings, async () => 'done')).toBe('done')
  })

  it.each([
    ['a process that is gone', () => held({ pid: gone() })],
    ['an earlier process of the same number', () => held({ pid: process.pid })],
    [
      'a process that was killed while it took it',
      () => {
        writeFileSync(lock(), '')
        utimesSync(lock(), 0, 0)
      },
    ],
  ])('of %s is taken over', async (_, hold) => {
    hold()
    const session = sessionAt(quickClock())
    const owner = await withFileLock(session, path(), settings, async () => JSON.parse(readFileSync(lock(), 'utf8')))
    expect(owner).toMatchObject({ pid: process.pid })
  })

  it('of a process that is gone is taken over by one at a time', async () => {
    held({ pid: gone() })
    const session = sessionAt({ ...quickClock(), now: () => 0 })
    let inside = 0
    const seen = await Promise.all(
      Array.from({ length: 20 }, () =>
        withFileLock(session, path(), settings, async () => {
          const here = ++inside
          await new Promise((resolve) => setImmediate(resolve))
          inside -= 1
          return here
        }),
      ),
    )
    expect(seen).toEqual(new Array(20).fill(1))
  })

  it.each([
    ['a process that runs', () => held({ pid: process.ppid })],
    ['another computer', () => held({ pid: gone(), host: 'elsewhere.example.com' })],
  ])('of %s is waited for, and not for ever', async (_, hold) => {
    hold()
    let waits = 0
    const told = { ...settings, onWait: async () => void waits++ }
    const waiting = withFileLock(sessionAt(quickClock()), path(), told, async () => 'done')
    await expect(waiting).rejects.toMatchObject({ code: 'busy', exitCode: 1, message: expect.stringContaining(lock()) })
    expect(waits).toBe(1)
    expect(existsSync(lock())).toBe(true)
  })

  it('is no longer waited for after Ctrl-C', async () => {
    held({ pid: process.ppid })
    const session = sessionAt(createManualClock(), AbortSignal.abort(new Error('Interrupted')))
    await expect(withFileLock(session, path(), settings, async () => 'done')).rejects.toThrow('Interrupted')
  })
})
