import { randomUUID } from 'node:crypto'
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { dirname } from 'node:path'
import { failed } from './command-error.js'
import type { Session } from './session.js'

export interface LockSettings {
  /** How long to wait for whoever holds the lock, in milliseconds. */
  readonly patienceMs: number
  /** What the holder does, to say why this command ends, such as `Another command changes the stored connections`. */
  readonly holder: string
  /** Told once, where there is somebody to wait for. */
  readonly onWait?: (() => Promise<void>) | undefined
}

const againMs = 25
/** A lock without an owner is one that is just being written, or whose writer was killed at that very moment. */
const oldestUnwrittenMs = 10_000
/** Tells this process from an earlier one with the same number, as the first process of a container has each time. */
const thisRun = randomUUID()

/**
 * Does something that only one process may do at a time with a file. The lock is a file beside it that names its owner;
 * that of a process of this computer that is gone is taken over.
 *
 * @param path the file that is worked with.
 * @throws CommandError where another process holds the lock for longer than this one waits.
 */
export async function withFileLock<T>(
  session: Session,
  path: string,
  settings: LockSettings,
  work: () => Promise<T>,
): Promise<T> {
  const lock = `${path}.lock`
  await take(session, lock, settings)
  try {
    return await work()
  } finally {
    await rm(lock, { force: true })
  }
}

async function take({ io }: Session, lock: string, settings: LockSettings): Promise<void> {
  const { patienceMs, holder, onWait } = settings
  if (await create(lock)) return
  const end = io.clock.now() + patienceMs
  let told = false
  for (;;) {
    if (await isAbandoned(lock, io.clock.now())) await removeAbandoned(lock, io.clock.now())
    else {
      if (!told) await onWait?.()
      told = true
      if (io.clock.now() >= end)
        throw failed('busy', `${holder}. Try again once it has ended. If none is running, remove ${lock} first.`)
      await io.clock.sleep(againMs, io.signal)
    }
    if (await create(lock)) return
  }
}

/** Creates the lock, unless it is there. */
async function create(lock: string): Promise<boolean> {
  const owner = JSON.stringify({ pid: process.pid, host: hostname(), run: thisRun })
  try {
    await mkdir(dirname(lock), { recursive: true, mode: 0o700 })
    await writeFile(lock, owner, { flag: 'wx', mode: 0o600 })
    return true
  } catch (thrown) {
    const code = codeOf(thrown)
    if (code === 'EEXIST') return false
    throw failed('unwritable_file', `${lock} cannot be written: the system said ${code}.`)
  }
}

/** Removes a lock that nobody holds. One process at a time may, so that none removes the lock that another just took. */
async function removeAbandoned(lock: string, now: number): Promise<void> {
  const removing = `${lock}.removing`
  if (!(await create(removing))) {
    // Its owner can only be gone where it was killed between two system calls.
    if (await isAbandoned(removing, now)) await rm(removing, { force: true })
    return
  }
  try {
    if (await isAbandoned(lock, now)) await rm(lock, { force: true })
  } finally {
    await rm(removing, { force: true })
  }
}

async function isAbandoned(lock: string, now: number): Promise<boolean> {
  try {
    const owner = ownerOf(await readFile(lock, 'utf8'))
    if (owner === undefined) return now - (await stat(lock)).mtimeMs > oldestUnwrittenMs
    if (owner.host !== hostname()) return false
    return owner.pid === process.pid ? owner.run !== thisRun : !isRunning(owner.pid)
  } catch (thrown) {
    if (codeOf(thrown) === 'ENOENT') return false
    throw failed('unreadable_file', `${lock} cannot be read: the system said ${codeOf(thrown)}.`)
  }
}

interface Owner {
  readonly pid: number
  readonly host: string
  readonly run: string
}

function ownerOf(content: string): Owner | undefined {
  try {
    const owner = JSON.parse(content) as Partial<Owner> | null
    const { pid, host, run } = owner ?? {}
    return Number.isSafeInteger(pid) && typeof host === 'string' && typeof run === 'string'
      ? { pid: pid as number, host, run }
      : undefined
  } catch {
    return undefined
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (thrown) {
    // Anything else than "no such process" speaks of one that may not be signalled.
    return codeOf(thrown) !== 'ESRCH'
  }
}

const codeOf = (thrown: unknown): string =>
  thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'unknown'
