import { PassThrough, Writable } from 'node:stream'

/** A terminal at which somebody answers questions; `shown` is everything that stood on it. */
export function personAt(answers: Readonly<Record<string, string>>) {
  const stdin = Object.assign(new PassThrough(), { isTTY: true })
  const screen = { shown: '' }
  let unread = ''
  const stderr = Object.assign(
    new Writable({
      write(chunk, _encoding, done) {
        screen.shown += String(chunk)
        unread += String(chunk)
        for (const [question, answer] of Object.entries(answers)) {
          if (!unread.includes(question)) continue
          unread = ''
          setImmediate(() => stdin.write(`${answer}\r`))
        }
        done()
      },
    }),
    // The spinner moves the cursor with these; what it writes is enough here.
    { isTTY: true, columns: 80, cursorTo: () => true, clearLine: () => true, moveCursor: () => true },
  )
  return { stdin, stderr, screen }
}
