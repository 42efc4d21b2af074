import { expect, test } from 'vitest'
import { POSTS_KEPT, PostLog, type WebhookAttempt } from '../../../src/simulator/webhooks/post-log.js'

const attempt = (at: number): WebhookAttempt => ({
  at,
  kind: 'call',
  sid: '',
  method: 'POST',
  url: 'http://127.0.0.1/',
  params: [],
  attempt: 1,
  fallback: false,
  redirects: 0,
  repeat: false,
  status: 200,
  ms: 1,
  called: true,
})

test('the log of webhooks keeps the last ones, and gives copies', () => {
  const log = new PostLog()
  for (let at = 1; at <= POSTS_KEPT + 1000; at++) log.add(attempt(at))
  const list = log.list()
  expect([list.length, list[0]?.at, list.at(-1)?.at]).toEqual([POSTS_KEPT, 1001, POSTS_KEPT + 1000])
  log.clear()
  expect([list.length, log.list()]).toEqual([POSTS_KEPT, []])
})
