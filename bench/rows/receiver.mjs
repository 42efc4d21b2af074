import { median } from '../measure.mjs'
import { fillStore } from '../store.mjs'

const events = 1_000_000
const label = {
  standalone: 'receiver, standalone',
  router: 'receiver, in an Express app',
  express: 'Express 5, urlencoded, storing nothing',
  twilio: 'Express 5, twilio webhook(), storing nothing',
  verifying: 'node:http, same verification, storing nothing',
}
const program = (name, task) => ({
  label: label[name],
  program: 'webhook-posts.mjs',
  task: { name, ...task, expected: task.posts },
})
const numbers = (values, digits = 1) => values.map((value) => value.toFixed(digits)).join(' ')
/** How much of its core the client used: near 100 it would be what is measured. */
const percent = (measured) =>
  numbers(
    measured.map(({ clientBusy }) => clientBusy * 100),
    0,
  )

export const receiver = {
  id: 'receiver',
  what: 'webhook posts received, 50 connections, a million events stored',
  unit: 'posts/s',
  value: ({ perSecond }) => perSecond,
  runs: 4,
  start: (entry) => fillStore(entry, events),
  programs: () => [
    program('standalone', { kind: 'standalone', warmUp: 6000, posts: 30_000, halfLoadMs: 2000 }),
    program('router', { kind: 'router', warmUp: 4000, posts: 14_000 }),
    program('express', { kind: 'express', warmUp: 3000, posts: 9000 }),
    program('twilio', { kind: 'expressTwilio', header: 'x-twilio-signature', warmUp: 3000, posts: 8000 }),
    program('verifying', { kind: 'verifying', warmUp: 6000, posts: 40_000 }),
  ],
  comparisons: [
    { what: 'receiving, standalone', of: label.standalone, over: label.express, budget: { atLeast: 2.5 } },
    { what: 'receiving, in an Express app', of: label.router, over: label.express, budget: { atLeast: 1.4 } },
    { what: 'receiving, standalone', of: label.standalone, over: label.twilio, budget: { atLeast: 3 } },
    { what: 'receiving, standalone', of: label.standalone, over: label.verifying, budget: { atLeast: 0.6 } },
  ],
  also({ programs, measured }) {
    const [standalone, router] = measured
    const p99 = standalone.map(({ half }) => half.p99)
    const rates = standalone.map(({ half }) => half.perSecond)
    const stores = [...standalone, ...router]
    return [
      {
        what: 'receiving, standalone, p99 at half its peak load, budget under 50 ms',
        found: `${numbers(p99)} ms at ${numbers(rates, 0)} posts/s`,
        ok: median(p99) < 50,
      },
      { what: 'events per commit, standalone', found: numbers(standalone.map((one) => one.eventsPerCommit)) },
      { what: 'events per commit, in an Express app', found: numbers(router.map((one) => one.eventsPerCommit)) },
      {
        what: 'opening the store, its index rebuilt',
        found: `${numbers(
          stores.map(({ rebuildMs }) => rebuildMs),
          0,
        )} ms`,
      },
      ...programs.map(({ label: what }, index) => ({
        what: `${what}, CPU a post`,
        found: `${numbers(measured[index].map(({ cpuUs }) => cpuUs))} us, client busy ${percent(measured[index])}%`,
      })),
    ]
  },
}
