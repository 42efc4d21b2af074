import type { Writable } from 'node:stream'
import type { Consumer } from './consumer.js'
import { consumerGone } from './failure.js'

export interface NdjsonOptions {
  /** Spells one bundle without a line break. @default JSON, with what a terminal would obey escaped */
  readonly line?: ((bundle: unknown) => string) | undefined
}

// Control characters that JSON leaves as they are, and those that turn the direction of the text around them.
const obeyed = /[\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g

const jsonLine = (bundle: unknown): string =>
  JSON.stringify(bundle).replace(obeyed, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** Codes of a stream whose reader went away. */
const closed = ['EPIPE', 'ERR_STREAM_DESTROYED', 'ERR_STREAM_WRITE_AFTER_END', 'ECONNRESET', 'EOF']

/**
 * A consumer that writes one line of JSON for each bundle. An event is acknowledged once the stream has handed all its lines
 * over, so a reader that is slow slows delivery down. One that went away ends delivery: the event is offered again.
 */
export function ndjsonConsumer(stream: Writable, { line = jsonLine }: NdjsonOptions = {}): Consumer {
  // A failing stream says so twice: to whoever writes, and in an event that would end the process unheard.
  stream.on('error', () => undefined)
  return ({ bundles }) =>
    new Promise<void>((resolve, reject) => {
      const lines = bundles.map((bundle) => `${line(bundle)}\n`).join('')
      stream.write(lines, (error) => {
        if (!error) resolve()
        else reject('code' in error && closed.includes(String(error.code)) ? readerGone() : error)
      })
    })
}

const readerGone = () =>
  consumerGone(
    'Nobody reads the output any more.',
    'Start it again with a reader; what was not written is offered again.',
  )
