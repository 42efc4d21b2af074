import { compatibilityApi, connector, twilio } from './programs.mjs'

export const firstReply = {
  id: 'first-reply',
  what: 'cold process to the first reply of getCall',
  unit: 'ms',
  budget: { atMost: 0.9 },
  runs: 15,
  server: { calls: 100 },
  programs({ callSid }) {
    const task = { name: 'getCall', callSid, expected: 1 }
    return [connector(task), twilio(task), compatibilityApi(task)]
  },
}
