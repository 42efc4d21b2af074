import { createConnection, type Socket } from 'node:net'
import { ConnectorError, type ErrorType, type RetryAdvice } from '../core/errors.js'
import { frame, frameReader, type Hello, longestFrame, protocolVersion, type Reply, type SentError } from './frames.js'

/** The owner ended, or closed the ledger: the request may or may not have been done. Only seen inside the ledger. */
export class OwnerGone extends Error {
  override readonly name = 'OwnerGone'
}

interface Waiting {
  readonly resolve: (value: unknown) => void
  readonly reject: (error: Error) => void
}

const revived = ({ problem, advice, type, code, retry }: SentError): ConnectorError =>
  new ConnectorError(problem, { type: type as ErrorType, code, retry: retry as RetryAdvice, advice })

const otherVersion = (version: number): ConnectorError =>
  new ConnectorError(
    `The ledger's owner speaks version ${version} of its protocol; this process speaks ${protocolVersion}.`,
    {
      type: 'InvalidConfigurationError',
      code: 'ledger_version',
      retry: 'never',
      advice: 'Restart the process that owns the ledger, so that both run the same version of signalwire-connector.',
    },
  )

/** A guest's line to the owner. */
export class OwnerConnection {
  readonly #socket: Socket
  readonly #waiting = new Map<number, Waiting>()
  readonly #onAppended: (hooks: readonly string[]) => void
  #lastId = 0

  /**
   * Connects to the socket.
   *
   * @throws OwnerGone where nobody listens there.
   */
  static connect(at: string, onAppended: (hooks: readonly string[]) => void): Promise<OwnerConnection> {
    return new Promise((resolve, reject) => {
      const socket = createConnection(at)
      const connection = new OwnerConnection(socket, onAppended)
      const read = frameReader((value) => {
        if (!('ledger' in (value as Hello))) return connection.#take(value as Reply)
        const { ledger } = value as Hello
        if (ledger === protocolVersion) return resolve(connection)
        reject(otherVersion(ledger))
        socket.destroy()
      })
      socket.on('data', (chunk: Buffer) => {
        try {
          read(chunk)
        } catch {
          socket.destroy()
        }
      })
      // 'close' follows, and tells everybody who waits.
      socket.on('error', () => socket.destroy())
      socket.on('close', () => {
        reject(new OwnerGone())
        connection.#end()
      })
    })
  }

  private constructor(socket: Socket, onAppended: (hooks: readonly string[]) => void) {
    this.#socket = socket
    this.#onAppended = onAppended
  }

  get isOpen(): boolean {
    return this.#socket.writable
  }

  /** Asks the owner. @throws OwnerGone where it ends before it replies. */
  ask(method: string, args: readonly unknown[]): Promise<unknown> {
    if (!this.isOpen) return Promise.reject(new OwnerGone())
    this.#lastId += 1
    const id = this.#lastId
    const request = frame({ id, method, args })
    // The owner would hang up on it, and asking again could not help.
    if (request.length > longestFrame)
      return Promise.reject(new RangeError('The events are too large to be sent at once.'))
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
      this.#socket.write(request)
    })
  }

  close(): void {
    this.#socket.destroy()
  }

  #take(reply: Reply): void {
    if ('appended' in reply) {
      this.#onAppended(reply.appended)
      return
    }
    const waiting = this.#waiting.get(reply.id)
    this.#waiting.delete(reply.id)
    if ('error' in reply) waiting?.reject(revived(reply.error))
    else waiting?.resolve(reply.result)
  }

  #end(): void {
    for (const { reject } of this.#waiting.values()) reject(new OwnerGone())
    this.#waiting.clear()
  }
}
