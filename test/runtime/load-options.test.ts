import { afterEach, describe, expect, it } from 'vitest'
import {
  applications,
  faxNumbers,
  hooks,
  numberGroups,
  recentCalls,
  recentMessages,
  smsNumbers,
  sources,
  voiceNumbers,
} from '../../modules/sources/sources.js'
import type { Source } from '../../src/core/source.js'
import { type Scope, simulatorCredentials, simulatorIds, simulatorNumbers } from '../../src/simulator/index.js'
import { type Connected, connect, connectToSimulator, failureOf } from './connect.js'
import { sendJson, startServer } from './local-server.js'

const open: { close(): unknown }[] = []
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})

async function simulated(options: Parameters<typeof connectToSimulator>[0] = {}) {
  const connected = await connectToSimulator(options)
  open.push(connected.space, connected.simulator)
  return connected
}

const withScopes = (...scopes: Scope[]) => [
  {
    name: simulatorCredentials.spaceName,
    projects: [{ id: simulatorCredentials.projectId, tokens: [{ token: simulatorCredentials.authToken, scopes }] }],
  },
]

/** A Space that gives these rows under every list's name. */
async function spaceWith(rows: readonly unknown[]): Promise<Connected> {
  const server = await startServer((_, response) =>
    sendJson(response, { data: rows, calls: rows, messages: rows, applications: rows, links: {} }),
  )
  const space = await connect(server.url)
  open.push(space, server)
  return space
}

const valuesOf = async (space: Connected, source: Source, filter?: string) =>
  (await space.options(source, { filter })).options.map(({ value }) => value)

describe('every source', () => {
  it('lists what it says, newest first', async () => {
    const { simulator, space } = await simulated()
    const older = simulator.addCall({ status: 'completed', to: '+12025550142', dateCreated: '2026-01-05T09:00:00Z' })
    const newer = simulator.addCall({ dateCreated: '2026-01-05T10:00:00Z' })
    const message = simulator.addMessage({
      status: 'delivered',
      to: '+12025550143',
      dateCreated: '2026-01-05T11:00:00Z',
    })
    const { main, support, agent, voiceOnly, fax } = simulatorNumbers
    expect(await valuesOf(space, voiceNumbers)).toEqual([main, support, fax, voiceOnly, agent])
    expect(await valuesOf(space, smsNumbers)).toEqual([main, support, agent])
    expect(await valuesOf(space, faxNumbers)).toEqual([fax])
    expect(await valuesOf(space, applications)).toEqual([simulatorIds.application])
    expect(await valuesOf(space, numberGroups)).toEqual([simulatorIds.numberGroup])
    expect(await valuesOf(space, recentCalls)).toEqual([newer.sid, older.sid])
    expect((await space.options(recentCalls)).options[1]).toEqual({
      value: older.sid,
      label: `Mon, 05 Jan 2026 09:00:00 +0000 ${main} > +12025550142 completed`,
    })
    expect((await space.options(recentMessages)).options).toEqual([
      { value: message.sid, label: `Mon, 05 Jan 2026 11:00:00 +0000 ${main} > +12025550143 delivered` },
    ])
    expect((await space.options(voiceNumbers)).options[0]).toEqual({ value: main, label: `${main} Main line` })
    expect((await space.options(voiceNumbers)).options[3]).toEqual({ value: voiceOnly, label: voiceOnly })
    expect((await space.options(applications)).options[0]?.label).toBe(`Front desk ${simulatorIds.application}`)
    expect((await space.options(numberGroups)).options[0]?.label).toBe(`Campaign ${simulatorIds.numberGroup}`)
  })

  it('of this installation asks nobody', async () => {
    const { simulator, space } = await simulated()
    const local = [{ name: 'Reception', url: 'https://example.com/hooks/1/status' }]
    expect(await space.options(hooks, { local })).toEqual({
      options: [{ value: 'https://example.com/hooks/1/status', label: 'Reception https://example.com/hooks/1/status' }],
    })
    expect(await space.options(hooks)).toEqual({
      options: [],
      empty: { reason: 'noneYet', message: 'There are no hooks yet.' },
    })
    expect(simulator.requests).toEqual([])
  })
})

describe('a filter', () => {
  it('keeps what contains it, in value or label, whatever its case', async () => {
    const { space } = await simulated()
    expect(await valuesOf(space, voiceNumbers, 'MAIN l')).toEqual([simulatorNumbers.main])
    expect(await valuesOf(space, voiceNumbers, '0101')).toEqual([simulatorNumbers.support])
    expect(await valuesOf(space, voiceNumbers, '')).toHaveLength(5)
  })

  it('finds what lies behind thousands of others', async () => {
    const { simulator, space } = await simulated({ seed: { numbers: 2500 } })
    expect(await valuesOf(space, voiceNumbers, 'Agent')).toEqual([simulatorNumbers.agent])
    expect(simulator.requests).toHaveLength(3)
  })

  it('is no pattern', async () => {
    const { space } = await simulated()
    expect(await valuesOf(space, voiceNumbers, '.*')).toEqual([])
    expect(await valuesOf(space, voiceNumbers, '(')).toEqual([])
  })
})

describe('at most 500 options', () => {
  it.each([
    ['a LaML list', applications, { applications: 700 }],
    ['a Relay list with a condition', voiceNumbers, { numbers: 700 }],
  ] as const)('are loaded of %s', async (_, source, seed) => {
    const { simulator, space } = await simulated({ seed })
    const values = await valuesOf(space, source)
    expect(values).toHaveLength(500)
    expect(new Set(values).size).toBe(500)
    expect(simulator.requests).toHaveLength(1)
    // The others are there: a filter finds one.
    expect(await valuesOf(space, source, source === applications ? 'Front desk' : 'Main line')).toHaveLength(1)
  })

  it('are all there are, where there are as many', async () => {
    const { space } = await simulated({ seed: { applications: 499 } })
    expect(await valuesOf(space, applications)).toHaveLength(500)
    expect(await valuesOf(space, { ...applications, limit: 3 })).toHaveLength(3)
  })
})

describe('an empty dropdown', () => {
  it('says that there is nothing yet', async () => {
    const { space } = await simulated()
    expect(await space.options(recentCalls)).toEqual({
      options: [],
      empty: { reason: 'noneYet', message: 'There are no calls yet.' },
    })
  })

  it('says that nothing fits the condition', async () => {
    const space = await spaceWith([{ number: '+12025550100', capabilities: ['sms'] }])
    expect(await space.options(faxNumbers)).toMatchObject({ empty: { reason: 'noneYet' } })
    expect(await valuesOf(space, smsNumbers)).toEqual(['+12025550100'])
  })

  it('says that nothing matches the filter', async () => {
    const { space } = await simulated()
    expect(await space.options(voiceNumbers, { filter: 'kitchen' })).toEqual({
      options: [],
      empty: { reason: 'noMatch', message: 'No phone numbers for calls match "kitchen".' },
    })
  })

  it.each(
    (sources as readonly Source[])
      .filter((source) => source.scope !== undefined)
      .map((source) => [source.id, source] as const),
  )('says that the token lacks the scope: %s', async (_, source) => {
    const { space } = await simulated({ spaces: withScopes('Fax') })
    // Applications are open to a token for faxes, which the form has no use for.
    const loaded = await space.options(source)
    if (source.id === 'applications') expect(loaded.options).toHaveLength(1)
    else
      expect(loaded).toEqual({
        options: [],
        empty: {
          reason: 'noPermission',
          message: `SignalWire refused to list ${source.what}: the token lacks the scope ${source.scope}, or the Project ID or the token is wrong.`,
        },
      })
  })

  it('says that it could not be loaded, and why', async () => {
    const { simulator, space } = await simulated()
    for (const fault of [{ status: 400 }, { reply: 'html' }, { reply: 'truncated' }] as const) {
      simulator.fault(fault)
      const { options, empty } = await space.options(recentCalls)
      expect(options).toEqual([])
      expect(empty).toMatchObject({
        reason: 'notLoaded',
        message: expect.stringMatching(/^The calls could not be loaded\. Loading calls failed: /),
      })
    }
    await simulator.close()
    expect((await space.options(recentCalls)).empty?.reason).toBe('notLoaded')
  })

  it('is not what an abort gives', async () => {
    const { space } = await simulated()
    const reason = new Error('The user has left.')
    expect(await failureOf(space.options(recentCalls, { signal: AbortSignal.abort(reason) }))).toBe(reason)
  })

  it('is none for rows without a value', async () => {
    const space = await spaceWith([{ sid: '' }, { sid: null }, {}])
    expect(await space.options(recentCalls)).toMatchObject({ options: [], empty: { reason: 'noneYet' } })
  })
})

describe('hostile labels', () => {
  it('stay on one line, and steer no terminal', async () => {
    const names = [
      'a\nb',
      '\u001b[2J\u001b]0;title\u0007c',
      ' \t d \r\n',
      '\u0085e',
      '{number}',
      '$& $1',
      null,
      { a: 1 },
    ]
    const space = await spaceWith(
      names.map((name, index) => ({ number: `+1202555010${index}`, name, capabilities: ['voice'] })),
    )
    const { options } = await space.options(voiceNumbers)
    expect(options.map(({ label }) => label.slice('+12025550100'.length))).toEqual([
      ' a b',
      ' [2J ]0;title c',
      ' d',
      ' e',
      ' {number}',
      ' $& $1',
      '',
      ' [object Object]',
    ])
  })

  it('name no other condition than they have', async () => {
    const space = await spaceWith([
      { number: '+12025550100', capabilities: 'voice' },
      { number: '+12025550101', capabilities: null },
      { number: '+12025550102', capabilities: ['voice'] },
    ])
    expect(await valuesOf(space, voiceNumbers)).toEqual(['+12025550102'])
  })
})
