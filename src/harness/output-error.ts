import { failed } from './command-error.js'

/** Codes of a stream whose reader went away; which of them comes depends on the system and on how soon it is noticed. */
const gone = ['EPIPE', 'EOF', 'ECONNRESET', 'ERR_STREAM_DESTROYED', 'ERR_STREAM_WRITE_AFTER_END']

/** What was printed could not be handed over. */
export class OutputError extends Error {
  override readonly name = 'OutputError'
  readonly code: string

  constructor(cause: Error) {
    super(cause.message, { cause })
    this.code = 'code' in cause ? String(cause.code) : 'unknown'
  }

  /** Whether the reader had enough, as `head` has after some lines. That is no failure. */
  get readerGone(): boolean {
    return gone.includes(this.code)
  }

  /** The same in words for the person who typed the command. */
  described() {
    const why = this.code === 'ENOSPC' ? 'the disk is full' : `the system said ${this.code}`
    return failed('output_not_written', `The output could not be written: ${why}.`)
  }
}
