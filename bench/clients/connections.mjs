// Connections that cost as little as possible, so that servers are measured and not the client: ready-made bytes go out,
// and of a reply only its status and length are read.
import { connect } from 'node:net'

const endOfHead = Buffer.from('\r\n\r\n')

class Connection {
  #socket
  #received
  #settle

  constructor(port) {
    this.#socket = connect({ port, host: '127.0.0.1', noDelay: true })
    this.#socket.on('data', (chunk) => this.#onData(chunk))
    this.#socket.on('error', (error) => this.#settle?.(error))
    this.#socket.on('close', () => this.#settle?.(new Error('The server closed a connection.')))
  }

  /** Calls `settle` with undefined for a reply of status 200, else with what is wrong. */
  send(bytes, settle) {
    this.#settle = settle
    this.#socket.write(bytes)
  }

  end() {
    this.#settle = undefined
    this.#socket.destroy()
  }

  #onData(chunk) {
    const received = this.#received ? Buffer.concat([this.#received, chunk]) : chunk
    const end = received.indexOf(endOfHead)
    const head = end === -1 ? '' : received.latin1Slice(0, end)
    const length = end === -1 ? 0 : Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1])
    if (end === -1 || received.length < end + 4 + length) {
      this.#received = received
      return
    }
    this.#received = undefined
    const settle = this.#settle
    this.#settle = undefined
    settle?.(head.startsWith('HTTP/1.1 200 ') ? undefined : new Error(`The server answered ${head.slice(0, 30)}`))
  }
}

export const openConnections = (port, count) => Array.from({ length: count }, () => new Connection(port))

/** Every connection sends its next post when it has the reply to the last. @returns posts per second. */
export async function asFastAsPossible(connections, posts) {
  const start = performance.now()
  let next = 0
  const work = (connection) =>
    new Promise((resolve, reject) => {
      const go = (error) => {
        if (error) reject(error)
        else if (next < posts.length) connection.send(posts[next++], go)
        else resolve()
      }
      go()
    })
  await Promise.all(connections.map(work))
  return posts.length / ((performance.now() - start) / 1000)
}

/**
 * Sends at a fixed rate, whatever the server does. A post that finds no free connection waits, and its wait counts.
 *
 * @returns the latencies in milliseconds, sorted, each from when the post was due.
 */
export function atRate(connections, posts, perSecond) {
  return new Promise((resolve, reject) => {
    const free = [...connections]
    const latencies = []
    const start = performance.now()
    let next = 0
    const dueAt = (index) => start + (index * 1000) / perSecond
    const sendDue = () => {
      while (free.length > 0 && next < posts.length && dueAt(next) <= performance.now()) {
        const connection = free.pop()
        const due = dueAt(next)
        connection.send(posts[next++], (error) => {
          if (error) return fail(error)
          latencies.push(performance.now() - due)
          free.push(connection)
          if (latencies.length === posts.length) finish()
          else sendDue()
        })
      }
    }
    const timer = setInterval(sendDue, 1)
    const fail = (error) => {
      clearInterval(timer)
      reject(error)
    }
    const finish = () => {
      clearInterval(timer)
      resolve(latencies.sort((a, b) => a - b))
    }
  })
}
