import { chmodSync, rmSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import { isConnectorError } from '../core/errors.js'
import { frame, frameReader, protocolVersion, type Reply, type Request, type SentError } from './frames.js'
import type { Ledger } from './port.js'
import { runWrite } from './writes.js'

export const socketPath = (path: string): string => `${path}.sock`

/** The longest path of a Unix socket that every system takes, in bytes. */
export const longestSocketPath = 103

/** So much may wait for a guest to read it, in bytes. */
const mostUnread = 4 * 1024 * 1024

/** What the owner offers to other processes of the same user. */
export interface OwnerSocket {
  close(): Promise<void>
}

function sentError(thrown: unknown): SentError {
  if (!isConnectorError(thrown))
    return {
      problem: thrown instanceof TypeError ? thrown.message : 'The ledger failed for an unknown reason.',
      advice: 'Look at the log of the process that owns it.',
      type: 'RuntimeError',
      code: 'ledger_failed',
      retry: 'never',
    }
  const { message, advice, type, code, retry } = thrown
  return { problem: message.slice(0, message.length - advice.length).trimEnd(), advice, type, code, retry }
}

/**
 * Lets other processes write through this one. The caller holds the lock, so a socket that is there already is a dead
 * owner's and is replaced.
 *
 * @returns undefined where the path is too long for a socket: the ledger then works for this process alone.
 */
export async function offerSocket(path: string, ledger: Ledger): Promise<OwnerSocket | undefined> {
  const at = socketPath(path)
  if (Buffer.byteLength(at) > longestSocketPath) return undefined
  rmSync(at, { force: true })
  const guests = new Set<Socket>()
  const server = createServer((guest) => welcome(guest, ledger, guests))
  await listenPrivately(server, at)
  const stop = ledger.onAppended((hooks) => {
    for (const guest of guests) {
      // A guest that was stopped must not make this process grow; when it goes on, it connects again.
      if (guest.writableLength > mostUnread) guest.destroy()
      else guest.write(frame({ appended: hooks }))
    }
  })
  return {
    close: () =>
      new Promise((resolve) => {
        stop()
        rmSync(at, { force: true })
        server.close(() => resolve())
        for (const guest of guests) guest.destroySoon()
      }),
  }
}

function listenPrivately(server: Server, at: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(at, () => {
      chmodSync(at, 0o600)
      resolve()
    })
    server.unref()
  })
}

function welcome(guest: Socket, ledger: Ledger, guests: Set<Socket>): void {
  guests.add(guest)
  guest.on('close', () => guests.delete(guest))
  // A guest that goes away says so with an error as well; nothing is left to be told to it.
  guest.on('error', () => guest.destroy())
  guest.write(frame({ ledger: protocolVersion }))
  const send = (reply: Reply) => {
    if (guest.writable) guest.write(frame(reply))
  }
  const read = frameReader((value) => {
    const { id, method, args } = value as Request
    // JSON has no undefined; what was left out arrives as null.
    const given = args.map((arg) => arg ?? undefined)
    runWrite(ledger, method, given).then(
      (result) => send({ id, result }),
      (thrown: unknown) => send({ id, error: sentError(thrown) }),
    )
  })
  guest.on('data', (chunk: Buffer) => {
    try {
      read(chunk)
    } catch {
      guest.destroy()
    }
  })
}
