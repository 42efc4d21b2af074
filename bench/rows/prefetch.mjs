import { connector } from './programs.mjs'

const calls = 10_000

export const prefetch = {
  id: 'prefetch',
  what: 'listing 10,000 calls, 50 ms a page, the consumer takes 50 ms a page',
  unit: 'ms',
  budget: { atMost: 0.65 },
  runs: 5,
  server: { calls, latencyMs: 50 },
  programs() {
    const task = { calls, pageSize: 1000, pauseMs: 50, expected: calls }
    return [
      connector({ ...task, name: 'listSlowly' }),
      { ...connector({ ...task, name: 'listSlowlyWithoutPrefetch' }), label: 'a loop without prefetch' },
    ]
  },
  /** The first bundle has to be there when one page is. */
  also: ({ measured: [ours] }) => {
    const pages = Math.max(...ours.map(({ firstAfterReplies }) => firstAfterReplies))
    const times = ours.map(({ firstMs }) => firstMs.toFixed(0))
    return [
      { what: 'first bundle after the first page', found: `page ${pages}, ${times.join(' ')} ms`, ok: pages === 1 },
    ]
  },
}
