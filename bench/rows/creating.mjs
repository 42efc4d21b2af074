import { compatibilityApi, connector, plainHttp, twilio } from './programs.mjs'

export const creating = {
  id: 'creating',
  what: 'creating messages, 50 in flight',
  unit: 'requests/s',
  value: ({ perSecond }) => perSecond,
  budget: { atLeast: 1.25 },
  runs: 7,
  server: { calls: 0 },
  programs({ from }) {
    const messages = 5000
    const task = {
      name: 'create',
      to: '+12025550142',
      from,
      warmUp: 1000,
      messages,
      inFlight: 50,
      expected: messages,
    }
    return [connector(task), twilio(task), compatibilityApi(task), plainHttp(task)]
  },
}
