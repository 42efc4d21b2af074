import { connect, type Socket } from 'node:net'

/** What a server said on a connection until it closed it. */
export interface Said {
  readonly text: string
  /** The status of each answer. */
  readonly statuses: readonly number[]
}

/** Sends bytes just as they are and reads until the server closes the connection. */
export async function sendRaw(port: number, ...parts: readonly (string | Uint8Array)[]): Promise<Said> {
  const { socket, said } = openRaw(port)
  for (const part of parts) socket.write(part)
  return said
}

/** A connection that stays open until the server closes it. */
export function openRaw(port: number): { readonly socket: Socket; readonly said: Promise<Said> } {
  const socket = connect(port, '127.0.0.1')
  let text = ''
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString('latin1')
  })
  // A server that refuses may close while we still write.
  socket.on('error', () => undefined)
  const closed = new Promise<void>((resolve) => {
    socket.once('close', () => resolve())
  })
  const said = closed.then(() => ({
    text,
    statuses: [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status)),
  }))
  return { socket, said }
}
