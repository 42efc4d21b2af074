import { StringDecoder } from 'node:string_decoder'

/** The version of what owner and guests say to each other; both have to speak the same. */
export const protocolVersion = 1

/** Longer frames are refused; an event's body is at most as long as the receiver's limit on posts. */
export const longestFrame = 64 * 1024 * 1024

/** What the owner says first. */
export interface Hello {
  readonly ledger: number
}

export interface Request {
  readonly id: number
  readonly method: string
  readonly args: readonly unknown[]
}

/** An error as it travels; `problem` and `advice` make its message. */
export interface SentError {
  readonly problem: string
  readonly advice: string
  readonly type: string
  readonly code: string
  readonly retry: unknown
}

export type Reply =
  | { readonly id: number; readonly result?: unknown }
  | { readonly id: number; readonly error: SentError }
  | { readonly appended: readonly string[] }

/** One frame: a JSON document on a line. */
export const frame = (value: Hello | Request | Reply): string => `${JSON.stringify(value)}\n`

/**
 * Splits what arrives into frames.
 *
 * @returns a function to call with each chunk. It throws where a frame is too long or no JSON.
 */
export function frameReader(onFrame: (value: unknown) => void): (chunk: Buffer) => void {
  const decoder = new StringDecoder('utf8')
  let parts: string[] = []
  let length = 0
  return (chunk) => {
    const lines = decoder.write(chunk).split('\n')
    const rest = lines.pop() ?? ''
    for (const line of lines) {
      const whole = parts.join('') + line
      parts = []
      length = 0
      onFrame(JSON.parse(whole))
    }
    parts.push(rest)
    length += rest.length
    if (length > longestFrame) throw new RangeError('A frame is too long.')
  }
}
