import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { allModules } from '../../src/harness/find-module.js'
import { simulatorIds, simulatorNumbers } from '../../src/simulator/index.js'
import { expectNoSecrets, useDesk } from './shell.js'

const desk = useDesk({ seed: { calls: 30, messages: 30 } })
const sidOfNobody = '3a9f2c5e-7d41-4b0e-9c88-1f6b2d7e4a10'
const caller = '+12025550142'
const message = ['run', 'createMessage', '--from', simulatorNumbers.main, '--to', caller, '--content-type', 'body']
const call = ['run', 'createCall', '--from', simulatorNumbers.main, '--to', caller]
const document = ['--call-identifier', 'url', '--url', 'https://example.com/welcome.xml']
const incomingCall = `CallSid=${sidOfNobody}&From=%2B12025550142&To=%2B12025550101&Direction=inbound&CallStatus=ringing`
const incomingMessage = `MessageSid=${sidOfNobody}&From=%2B12025550142&To=%2B12025550101&Body=Hello`

interface Trial {
  readonly good: () => readonly string[]
  readonly stdin?: string
  readonly gives: object
  readonly bad: readonly string[]
  readonly names: string
}

const trials: Readonly<Record<string, Trial>> = {
  watchNewCalls: {
    good: () => ['--webhook-name', 'Reception', '--reply', 'say', '--say', 'Hello', '--post', '-'],
    stdin: incomingCall,
    gives: [{ CallSid: sidOfNobody, From: caller }],
    bad: ['--webhook-name', 'Reception', '--reply', 'sing', '--post', '-'],
    names: '--reply',
  },
  watchCalls: {
    good: () => ['--limit', '1'],
    gives: [{ sid: expect.any(String), status: expect.any(String) }],
    bad: ['--limit', '0'],
    names: '--limit',
  },
  searchCalls: {
    good: () => ['--status', 'completed', '--limit', '2'],
    gives: [{ status: 'completed' }, { status: 'completed' }],
    bad: ['--start-time', '2026-02-30'],
    names: '--start-time',
  },
  getCall: {
    good: () => ['--call-sid', desk.simulator.addCall({ to: caller }).sid],
    gives: { to: caller },
    bad: ['--call-sid', '../Messages'],
    names: '--call-sid',
  },
  createCall: {
    good: () => [
      ...call.slice(2),
      ...document,
      '--record',
      '--status-callback-event',
      'ringing',
      '--status-callback-event',
      'answered',
    ],
    gives: { to: caller, status: 'queued' },
    bad: [...call.slice(2), ...document, '--timeout', '601'],
    names: '--timeout',
  },
  updateCall: {
    good: () => ['--call-sid', desk.simulator.addCall({ status: 'in-progress' }).sid, '--status', 'completed'],
    gives: { status: 'completed' },
    bad: ['--call-sid', sidOfNobody],
    names: 'There is nothing to update',
  },
  deleteCall: {
    good: () => ['--call-sid', desk.simulator.addCall({ status: 'completed' }).sid],
    gives: { sid: expect.any(String) },
    bad: [],
    names: '--call-sid',
  },
  watchNewMessages: {
    good: () => ['--webhook-name', 'Orders', '--reply', 'text', '--text', 'Thank you', '--post', '-'],
    stdin: incomingMessage,
    gives: [{ MessageSid: sidOfNobody, Body: 'Hello' }],
    bad: ['--webhook-name', 'Orders', '--reply', 'text', '--post', '-'],
    names: '--text',
  },
  watchMessages: {
    good: () => ['--limit', '2'],
    gives: [{ sid: expect.any(String) }, { sid: expect.any(String) }],
    bad: ['--limit', 'many'],
    names: '--limit',
  },
  searchMessages: {
    good: () => ['--from', simulatorNumbers.main, '--limit', '1'],
    gives: [{ from: simulatorNumbers.main }],
    bad: ['--status', 'sended'],
    names: '--status',
  },
  getMessage: {
    good: () => ['--message-sid', desk.simulator.addMessage({ body: 'Hello' }).sid],
    gives: { body: 'Hello' },
    bad: ['--message-sid', ''],
    names: '--message-sid',
  },
  createMessage: {
    good: () => [...message.slice(2), '--body', '-5 degrees today'],
    gives: { body: '-5 degrees today', status: 'queued' },
    bad: [...message.slice(2)],
    names: '--body',
  },
  clearMessage: {
    good: () => ['--message-sid', desk.simulator.addMessage({ status: 'delivered' }).sid],
    gives: { body: '' },
    bad: ['--message-sid', 'SM123'],
    names: '--message-sid',
  },
  deleteMessage: {
    good: () => ['--message-sid', desk.simulator.addMessage({ status: 'delivered' }).sid],
    gives: { sid: expect.any(String) },
    bad: ['--message-sid', '%2f'],
    names: '--message-sid',
  },
  makeApiCall: {
    good: () => ['--url', '/api/relay/rest/phone_numbers', '--qs', 'page_size=2'],
    gives: { statusCode: 200, body: { data: [{ number: expect.any(String) }, { number: expect.any(String) }] } },
    bad: ['--url', 'https://example.com/'],
    names: 'URL',
  },
}

describe('run <module>', () => {
  it('is tried with every module', () => {
    expect(Object.keys(trials)).toEqual(allModules.map(({ id }) => id))
  })

  describe.each(Object.entries(trials))('%s', (id, trial) => {
    const options = trial.stdin === undefined ? {} : { stdin: trial.stdin }

    it('does its work and prints JSON', async () => {
      const ran = await desk.run(['run', id, ...trial.good(), '--json'], options)
      expect(ran.stderr).toBe('')
      expect(ran.code).toBe(0)
      expect(ran.json()).toMatchObject(trial.gives)
    })

    it('prints for people', async () => {
      const ran = await desk.run(['run', id, ...trial.good()], options)
      expect(ran.code).toBe(0)
      expect(ran.stdout).not.toMatch(/^[[{]/)
      expect(ran.stdout.trim()).not.toBe('')
    })

    it('refuses wrong input as wrong usage, naming the flag, before anything is sent', async () => {
      const ran = await desk.run(['run', id, ...trial.bad], options)
      expect(ran).toMatchObject({ code: 2, stdout: '' })
      expect(ran.stderr).toContain(trial.names)
      expect(desk.simulator.requests).toEqual([])
      const json = await desk.run(['run', id, ...trial.bad, '--json'], options)
      expect(json.json()).toMatchObject({ error: { code: expect.any(String), message: expect.any(String) } })
      expect(json.stderr).toBe('')
    })

    it('shows each of its fields in its help', async () => {
      const { code, stdout } = await desk.run(['run', id, '--help'])
      expect(code).toBe(0)
      expect(stdout).toContain(`signalwire-connector run ${id}`)
      expect(stdout).toContain('--json')
    })
  })
})

describe('the input', () => {
  it('names everything that is wrong at once', async () => {
    const { stderr } = await desk.run([
      ...message,
      '--to',
      '0202',
      '--validity-period',
      'soon',
      '--send-as-mms',
      'maybe',
    ])
    expect(
      stderr
        .split('\n')
        .filter((line) => line.startsWith('  --'))
        .map((line) => line.trim().split(' ')[0]),
    ).toEqual(['--to', '--body', '--validity-period', '--send-as-mms'])
  })

  it('reads booleans as given, negated, and spelled out', async () => {
    const sent = async (...words: string[]) => {
      desk.simulator.clearRequests()
      expect((await desk.run([...call, ...document, ...words])).code).toBe(0)
      return JSON.stringify(desk.simulator.requests[0])
    }
    expect(await sent('--record')).toContain('["Record","true"]')
    expect(await sent('--record', 'false')).toContain('["Record","false"]')
    expect(await sent('--no-record')).toContain('["Record","false"]')
    // Help says that SignalWire uses `no` where it is empty.
    expect(await sent('--record', 'yes')).toContain('["Record","true"]')
    expect(await sent('--record', 'no')).toContain('["Record","false"]')
    expect(await sent()).not.toContain('Record')
  })

  it('repeats a flag for each item of a list', async () => {
    const media = ['https://example.com/a.jpg', 'https://example.com/b.jpg']
    const words = media.flatMap((url) => ['--media-url', url])
    const { code } = await desk.run([...message.slice(0, -1), 'media', ...words])
    expect(code).toBe(0)
    const body = JSON.stringify(desk.simulator.requests[0])
    for (const url of media) expect(body).toContain(url)
  })

  it('passes an empty value on, which the form refuses', async () => {
    const { code, stderr } = await desk.run([...message, '--body', ''])
    expect(code).toBe(2)
    expect(stderr).toContain('--body (Body) must not be empty')
  })

  it('comes from a file, and flags win over it', async () => {
    const file = join(desk.home, 'input.json')
    writeFileSync(file, JSON.stringify({ to: caller, from: simulatorNumbers.main, contentType: 'body', body: 'one' }))
    const ran = await desk.run(['run', 'createMessage', '--input', file, '--body', 'two', '--json'])
    expect(ran.json()).toMatchObject({ to: caller, body: 'two' })
  })

  it('comes from the standard input', async () => {
    const ran = await desk.run(['run', 'searchCalls', '--input', '-', '--json'], { stdin: '{"limit": 3}' })
    expect(ran.json()).toHaveLength(3)
  })

  it.each([
    ['no JSON', 'limit=3', 'is not JSON'],
    ['no object', '[1]', 'must be a JSON object'],
    ['an unknown field', '{"limitt": 3}', 'did you mean limit?'],
  ])('refuses %s', async (_, stdin, says) => {
    const { code, stderr } = await desk.run(['run', 'searchCalls', '--input', '-'], { stdin })
    expect(code).toBe(2)
    expect(stderr).toContain(says)
  })

  it('refuses a file that is not there', async () => {
    const { code, stderr } = await desk.run(['run', 'searchCalls', '--input', join(desk.home, 'none.json')])
    expect(code).toBe(2)
    expect(stderr).toContain('there is no such file')
  })

  it('refuses pairs without = and JSON that is none', async () => {
    const { code, stderr } = await desk.run([
      'run',
      'makeApiCall',
      '--url',
      '/api/x',
      '--qs',
      'page_size',
      '--body',
      'text',
    ])
    expect(code).toBe(2)
    expect(stderr).toContain('--qs (Query String) must be key=value')
    expect(stderr).toContain('--body (Body) must be JSON')
  })

  it('suggests the value of a select that was meant', async () => {
    const { stderr } = await desk.run(['run', 'searchCalls', '--status', 'compleated'])
    expect(stderr).toContain('Did you mean completed?')
  })

  it('reads dates in the time zone that is given', async () => {
    const words = ['run', 'searchCalls', '--start-time-type', 'after', '--start-time', '2026-01-05 12:00']
    await desk.run([...words, '--time-zone', 'America/New_York'])
    expect(JSON.stringify(desk.simulator.requests[0]?.query)).toContain('05 Jan 2026 17:00:00')
    expect((await desk.run([...words, '--time-zone', 'Mars/Base'])).code).toBe(2)
  })
})

describe('failures of the API', () => {
  it('end with 1 and say the code, what to do and where to read more', async () => {
    const words = ['run', 'getCall', '--call-sid', sidOfNobody]
    const ran = await desk.run(words)
    expect(ran).toMatchObject({ code: 1, stdout: '' })
    expect(ran.stderr).toMatch(/^error: Get a Call failed: .*20404/)
    expect(ran.stderr).toContain('Check the SID')
    expect(ran.stderr).toContain('https://')
    const json = await desk.run([...words, '--json'])
    expect(json.json()).toMatchObject({ error: { type: 'DataError', status: 404, signalwireCode: '20404' } })
  })

  it('tell a wrong token apart, without printing it', async () => {
    const wrong = 'PT-a-token-that-does-not-exist'
    const ran = await desk.run(['run', 'searchCalls'], { env: { SIGNALWIRE_TOKEN: wrong } })
    expect(ran.code).toBe(1)
    expect(ran.stderr).toContain('Auth Token')
    expect(ran.stderr + ran.stdout).not.toContain(wrong)
  })

  it('hide the token where the API repeats it', async () => {
    const { authToken } = desk.simulator.credentials
    const { sid } = desk.simulator.addMessage({ body: `It is ${authToken}.`, status: 'delivered' })
    const words = ['run', 'getMessage', '--message-sid', sid]
    expect((await desk.run(words)).stdout).toMatch(/body +It is \[secret\]\./)
    expect((await desk.run([...words, '--json'])).json()).toMatchObject({ body: 'It is [secret].' })
    // The control: the check that every run goes through sees a token.
    const printed = { code: 0, stdout: authToken, stderr: '', json: () => undefined } as const
    expect(() => expectNoSecrets(printed, desk.simulator)).toThrow()
  })

  it('hide a secret field that the API repeats', async () => {
    const secret = 'a-password-of-somebody'
    desk.simulator.fault({ method: 'POST', code: 21201, message: `Wrong: ${secret}` })
    const ran = await desk.run([...call, ...document, '--sip-auth-password', secret])
    expect(ran.code).toBe(1)
    expect(ran.stderr).not.toContain(secret)
  })
})

describe('what came from elsewhere', () => {
  const hostile = 'a\u001b[2Jb\u001b]0;title\u0007c\u202Ed\u009b31me\nf'

  it('cannot control the terminal', async () => {
    const { sid } = desk.simulator.addMessage({ body: hostile, status: 'delivered' })
    const ran = await desk.run(['run', 'getMessage', '--message-sid', sid])
    expect(ran.stdout).toMatch(/body +abcde f/)
    expect(ran.stdout).not.toMatch(/[^\P{Cc}\n]|\u202e/u)
  })

  it('stays whole in JSON, spelled harmlessly', async () => {
    const { sid } = desk.simulator.addMessage({ body: hostile, status: 'delivered' })
    const ran = await desk.run(['run', 'getMessage', '--message-sid', sid, '--json'])
    expect(ran.json()).toMatchObject({ body: hostile })
    expect(ran.stdout).not.toMatch(/[^\P{Cc}\n]|\u202e/u)
  })
})

describe('tables', () => {
  it('fit the terminal and never cut a SID', async () => {
    for (const columns of [60, 80, 160]) {
      const { stdout } = await desk.run(['run', 'searchMessages', '--limit', '3'], { columns })
      const [head = '', ...rows] = stdout.trimEnd().split('\n')
      expect(head).toContain('SID')
      expect(rows).toHaveLength(3)
      for (const row of rows) expect(row).toMatch(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/)
      expect(Math.max(...rows.map((row) => row.length))).toBeLessThanOrEqual(columns)
    }
  })

  it('say that there may be more, and that there is nothing', async () => {
    expect((await desk.run(['run', 'searchCalls', '--limit', '3'])).stderr).toContain('there may be more')
    const none = await desk.run(['run', 'searchCalls', '--to', '+12025550199'])
    expect(none).toMatchObject({ code: 0, stdout: '', stderr: 'No bundles.\n' })
  })
})

describe('an instant trigger', () => {
  const words = ['run', 'watchNewCalls', '--webhook-name', 'Reception', '--reply', 'say', '--say', 'Hello']

  it('needs a post and no connection', async () => {
    const none = { SIGNALWIRE_SPACE: '', SIGNALWIRE_PROJECT_ID: '', SIGNALWIRE_TOKEN: '' }
    expect((await desk.run(words, { env: none })).stderr).toContain('--post')
    const ran = await desk.run([...words, '--post', '-', '--json'], { env: none, stdin: incomingCall })
    expect(ran.json()).toHaveLength(1)
  })

  it('takes a post as JSON', async () => {
    const stdin = JSON.stringify(Object.fromEntries(new URLSearchParams(incomingCall)))
    expect((await desk.run([...words, '--post', '-', '--json'], { stdin })).json()).toMatchObject([{ From: caller }])
  })

  it('says which event does not start it', async () => {
    const ran = await desk.run([...words, '--post', '-'], { stdin: incomingMessage })
    expect(ran).toMatchObject({ code: 0, stdout: '' })
    expect(ran.stderr).toContain('The post is an event of the type incomingMessage, which does not start this module.')
  })

  it('refuses a post that cannot be read', async () => {
    expect((await desk.run([...words, '--post', '-'], { stdin: '' })).code).toBe(2)
  })
})

describe('a polling trigger', () => {
  it('shows the newest, oldest of them first, and stores nothing', async () => {
    const first = await desk.run(['run', 'watchCalls', '--limit', '3', '--json'])
    const search = await desk.run(['run', 'searchCalls', '--limit', '3', '--json'])
    expect(first.json()).toEqual((search.json() as unknown[]).toReversed())
    expect((await desk.run(['run', 'watchCalls', '--limit', '3', '--json'])).stdout).toBe(first.stdout)
  })
})

describe('a polling trigger with a direction', () => {
  it('shows only what it would emit', async () => {
    const ran = await desk.run(['run', 'watchMessages', '--direction', 'inbound', '--limit', '4', '--json'])
    expect(ran.json()).toEqual(new Array(4).fill(expect.objectContaining({ direction: 'inbound' })))
    const all = await desk.run(['run', 'watchMessages', '--limit', '4', '--json'])
    expect(all.json()).toContainEqual(expect.objectContaining({ direction: 'outbound-api' }))
  })
})

describe('an unknown outcome', () => {
  it('is said, and looked for with --reconcile', async () => {
    const broken = { method: 'POST', reset: 'after' } as const
    desk.simulator.fault(broken)
    const lost = await desk.run([...message, '--body', 'once', '--json'])
    expect(lost.json()).toMatchObject({ error: { code: 'outcome_unknown' } })
    desk.simulator.fault(broken)
    const found = await desk.run([...message, '--body', 'twice', '--json', '--reconcile'])
    expect(found.json()).toMatchObject({ body: 'twice' })
    expect(desk.simulator.requests.filter(({ method }) => method === 'POST')).toHaveLength(2)
  })

  it('cannot be reconciled where nothing is created', async () => {
    expect((await desk.run(['run', 'getCall', '--call-sid', simulatorIds.application, '--reconcile'])).code).toBe(2)
  })
})
