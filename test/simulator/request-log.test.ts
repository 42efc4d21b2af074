import { expect, test } from 'vitest'
import { LOG_LIMIT, loggedBody, RequestLog } from '../../src/simulator/request-log.js'

const entry = (at: number) => ({
  at,
  method: 'GET',
  path: '/api',
  query: [],
  headers: {},
  hasAuthorization: false,
  status: 200,
})

test('the log keeps the last requests and drops older ones', () => {
  const log = new RequestLog()
  for (let at = 0; at < LOG_LIMIT + 1000; at++) log.add(entry(at))
  expect(log.list()).toHaveLength(LOG_LIMIT)
  expect([log.list().at(0)?.at, log.list().at(-1)?.at]).toEqual([1000, LOG_LIMIT + 999])
})

test('the log keeps bodies of a usual size only', () => {
  expect(loggedBody({ kind: 'none' })).toEqual({})
  expect(loggedBody({ kind: 'form', pairs: [['Body', 'Hello']] })).toEqual({ form: [['Body', 'Hello']] })
  expect(loggedBody({ kind: 'form', pairs: [['Body', 'x'.repeat(70_000)]] })).toEqual({})
  expect(loggedBody({ kind: 'json', value: { name: 'New' } })).toEqual({ json: { name: 'New' } })
  expect(loggedBody({ kind: 'json', value: 'x'.repeat(70_000) })).toEqual({})
})
