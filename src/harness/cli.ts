#!/usr/bin/env node
import { systemClock } from '../core/clock.js'
import { main } from './main.js'

const interrupted = new AbortController()
const interrupt = (): void => {
  // A second Ctrl-C ends at once, should something not listen to the first.
  if (interrupted.signal.aborted) process.exit(130)
  interrupted.abort(new Error('Interrupted'))
}
process.on('SIGINT', interrupt)
process.on('SIGTERM', interrupt)
// A reader that goes away, as `head` does, is told to whoever writes; here it must only not end the process.
process.stdout.on('error', () => undefined)
process.stderr.on('error', () => undefined)

process.exitCode = await main(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  stdin: process.stdin,
  env: process.env,
  clock: systemClock,
  signal: interrupted.signal,
})
