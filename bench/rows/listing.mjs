import { compatibilityApi, connector, plainHttp, twilio } from './programs.mjs'

const calls = 10_000

export const listing = {
  id: 'listing',
  what: 'listing 10,000 calls, cold process, 0 ms a page',
  unit: 'ms',
  budget: { atMost: 0.6 },
  runs: 9,
  server: { calls },
  programs() {
    const task = { name: 'list', calls, pageSize: 1000, expected: calls }
    return [connector(task), twilio(task), compatibilityApi(task), plainHttp(task)]
  },
}
