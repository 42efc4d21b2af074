import { describe, expect, it } from 'vitest'
import { simulatorIds, simulatorNumbers } from '../../src/simulator/index.js'
import { useDesk } from './shell.js'
import { personAt } from './terminal-of-a-person.js'

const desk = useDesk()
const publicUrl = 'https://hooks.example.com'
const { main, agent } = simulatorNumbers

interface Added {
  readonly id: string
  readonly url: string
}
const words = ['hooks', 'add', 'watchNewCalls', '--public-url', publicUrl, '--webhook-name', 'Reception']
const add = async (...more: string[]): Promise<Added> => {
  const ran = await desk.run([...words, '--reply', 'say', '--say', 'Please hold.', ...more, '--json'])
  expect(ran).toMatchObject({ code: 0 })
  return ran.json() as Added
}
/** What SignalWire knows of a number now. */
const number = async (id: string = simulatorIds.mainNumber) => {
  const ran = await desk.run(['run', 'makeApiCall', '--url', `/api/relay/rest/phone_numbers/${id}`, '--json'])
  return (ran.json() as { body: Record<string, unknown> }).body
}

describe('hooks add <module>', () => {
  it('prints the URL, and how to set it up by hand', async () => {
    const ran = await desk.run([...words, '--reply', 'hangUp'])
    expect(ran.code).toBe(0)
    expect(ran.stdout).toMatch(/^https:\/\/hooks\.example\.com\/hooks\/[\w-]{22}\/call\n/)
    for (const part of ['hooks attach', 'LaML Webhooks', 'When a call comes in', 'Save'])
      expect(ran.stdout).toContain(part)
    // Nothing is sent to SignalWire.
    expect(desk.simulator.requests).toEqual([])
  })

  it.each([
    [['hooks', 'add', 'watchNewCalls', '--webhook-name', 'A', '--reply', 'hangUp'], '--public-url'],
    [[...words], '--reply'],
    [[...words, '--reply', 'say'], '--say'],
    [['hooks', 'add', 'createCall', '--webhook-name', 'A'], 'watchNewCalls, watchNewMessages'],
    [['hooks', 'add', 'watchCall'], 'Did you mean'],
    [['hooks', 'add'], 'Missing required argument'],
  ])('refuses %j', async (typed, says) => {
    const { code, stderr } = await desk.run(typed)
    expect(code).toBe(2)
    expect(stderr).toContain(says)
    expect((await desk.run(['hooks', 'list', '--json'])).json()).toEqual([])
  })

  it('offers the hook as a status callback', async () => {
    const { id } = await add()
    const ran = await desk.run(['options', 'createCall', 'statusCallback', '--json'], { env: { SIGNALWIRE_TOKEN: '' } })
    expect(ran.json()).toEqual({
      options: [{ value: `${publicUrl}/hooks/${id}/status`, label: `Reception ${publicUrl}/hooks/${id}/status` }],
    })
    expect((await desk.run(['options', 'createCall', 'statusCallback', '--filter', 'zzz'])).code).toBe(3)
  })
})

describe('hooks list', () => {
  it('shows the hooks with their URLs and numbers', async () => {
    expect(await desk.run(['hooks', 'list'])).toMatchObject({ code: 0, stdout: '' })
    const { id, url } = await add('--phone-numbers', main)
    await desk.run(['hooks', 'attach', id, '--yes'])
    expect((await desk.run(['hooks', 'list', '--json'])).json()).toEqual([
      {
        ...{ id, name: 'Reception', module: 'watchNewCalls', connection: 'environment', url },
        numbers: [{ number: main, state: 'attached' }],
      },
    ])
    const { stdout } = await desk.run(['hooks', 'list'])
    for (const part of ['Reception', url, main]) expect(stdout).toContain(part)
  })
})

describe('hooks attach and detach', () => {
  it('show what happens, and do it without being asked only with --yes', async () => {
    const { url } = await add('--phone-numbers', main)
    const before = await number()
    const refused = await desk.run(['hooks', 'attach', 'Reception'])
    expect(refused).toMatchObject({ code: 2, stdout: '' })
    for (const part of [main, 'Main line', 'no webhook is set', 'Say a text (Text: Please hold.)', '--yes'])
      expect(refused.stderr).toContain(part)
    expect(await number()).toEqual(before)

    const done = await desk.run(['hooks', 'attach', 'Reception', '--yes', '--fallback-url', 'laml-bin'])
    expect(done).toMatchObject({ code: 0, stdout: expect.stringContaining(`${main}: attached.`) })
    expect(await number()).toMatchObject({
      call_request_url: url,
      call_fallback_url: expect.stringMatching(/^https:\/\/example\.signalwire\.com\/laml-bins\//),
    })
    const back = await desk.run(['hooks', 'detach', 'Reception', '--json'])
    expect(back.json()).toMatchObject({ numbers: [{ number: main, outcome: 'detached' }], notes: [] })
    expect(await number()).toMatchObject({ call_request_url: null, call_fallback_url: null })
  })

  it.each([
    ['y', 0],
    ['n', 1],
  ])('ask a person, who answers %s', async (answer, code) => {
    const { url } = await add('--phone-numbers', main)
    const { stdin, stderr, screen } = personAt({ 'Attach?': answer })
    const ran = await desk.run(['hooks', 'attach', 'Reception'], { stdin, stderr })
    expect(ran.code).toBe(code)
    expect(screen.shown).toContain('From now on:')
    expect(await number()).toMatchObject({ call_request_url: code === 0 ? url : null })
  })

  it('refuse what cannot be restored, and attach the others', async () => {
    await add('--phone-numbers', agent, '--phone-numbers', main)
    const ran = await desk.run(['hooks', 'attach', 'Reception', '--yes', '--json'])
    expect(ran.code).toBe(1)
    expect(ran.json()).toMatchObject({
      numbers: [
        { number: agent, outcome: 'refused', before: 'Calls are answered by an AI agent.' },
        { number: main, outcome: 'attached' },
      ],
    })
    const forced = ['hooks', 'attach', 'Reception', '--number', agent, '--force', '--yes']
    expect((await desk.run(forced)).code).toBe(0)
  })

  it.each([
    [['attach', 'Nobody'], 3, 'Reception'],
    [['attach', 'Reception', '--yes'], 2, '--number'],
    [['attach', 'Reception', '--number', main, '--yes', '--fallback-url', `${publicUrl}/x`], 2, '--same-host'],
    [['attach', 'Reception', '--number', main, '--yes', '--fallback-url', 'example'], 2, 'laml-bin or none'],
    [['attach', 'Reception', '--number', '+12025550199', '--yes'], 1, 'does not have this number'],
  ])('hooks %j ends with code %i', async (typed, code, says) => {
    await add()
    const ran = await desk.run(['hooks', ...typed])
    expect(ran.code).toBe(code)
    expect(ran.stderr).toContain(says)
  })
})

describe('hooks check', () => {
  it('ends with code 1 until everything is as attach made it', async () => {
    const { url } = await add('--phone-numbers', main)
    await desk.run(['hooks', 'attach', 'Reception', '--yes'])
    expect(await desk.run(['hooks', 'check', '--json'])).toMatchObject({ code: 0, stdout: '[]\n' })
    const body = JSON.stringify({ call_request_url: url, call_request_method: 'GET' })
    const put = ['run', 'makeApiCall', '--method', 'PUT', '--body', body]
    await desk.run([...put, '--url', `/api/relay/rest/phone_numbers/${simulatorIds.mainNumber}`])
    expect(await number()).toMatchObject({ call_request_method: 'GET' })
    const found = await desk.run(['hooks', 'check'])
    expect(found).toMatchObject({ code: 1, stdout: expect.stringContaining('--repair sets it again') })
    expect(await desk.run(['hooks', 'check', '--repair', '--json'])).toMatchObject({ code: 0 })
    expect(await number()).toMatchObject({ call_request_method: 'POST' })
    expect((await desk.run(['hooks', 'check'])).code).toBe(0)
  })
})

describe('hooks remove', () => {
  it('refuses while numbers are attached, unless it is told --yes', async () => {
    const { url } = await add('--phone-numbers', main)
    await desk.run(['hooks', 'attach', 'Reception', '--yes'])
    const refused = await desk.run(['hooks', 'remove', 'Reception'])
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining(main) })
    expect(await number()).toMatchObject({ call_request_url: url })
    expect(await desk.run(['hooks', 'remove', 'Reception', '--yes', '--json'])).toMatchObject({ code: 0 })
    expect(await number()).toMatchObject({ call_request_url: null })
    expect((await desk.run(['hooks', 'list', '--json'])).json()).toEqual([])
  })

  it('keeps a hook whose number could not be detached, unless it is forced', async () => {
    await add('--phone-numbers', main)
    await desk.run(['hooks', 'attach', 'Reception', '--yes'])
    desk.simulator.fault({ method: 'PUT', path: '*/phone_numbers/*', status: 403, times: 'always' })
    expect((await desk.run(['hooks', 'remove', 'Reception', '--yes'])).code).toBe(1)
    expect((await desk.run(['hooks', 'list', '--json'])).json()).toHaveLength(1)
    expect((await desk.run(['hooks', 'remove', 'Reception', '--yes', '--force'])).code).toBe(0)
    desk.simulator.clearFaults()
    // What the number did before is still known.
    expect((await desk.run(['hooks', 'check'])).code).toBe(1)
    expect((await desk.run(['hooks', 'check', '--repair'])).code).toBe(0)
    expect(await number()).toMatchObject({ call_request_url: null })
  })

  it('needs no consent where no number is attached', async () => {
    const { id } = await add()
    expect(await desk.run(['hooks', 'remove', id])).toMatchObject({ code: 0, stdout: 'Removed the hook Reception.\n' })
  })
})
