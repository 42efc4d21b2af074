import { describe, expect, it } from 'vitest'
import { laml } from '../../src/core/request.js'
import { applyAttach, checkHooks, detach, getHook, planAttach, removeHook } from '../../src/hooks/index.js'
import { simulatorNumbers } from '../../src/simulator/index.js'
import { calls, messages, moduleOf, publicUrl, useOffice } from './office.js'

const office = useOffice()
const say = { webhookName: 'Reception', reply: 'say', say: 'Please hold the line.' }
type Options = Partial<Parameters<typeof planAttach>[0]> & { readonly hookId: string }
const plan = (options: Options) => planAttach({ ledger: office.ledger, space: office.space, module: calls, ...options })
const apply = (planned: Awaited<ReturnType<typeof plan>>) =>
  applyAttach(planned, { ledger: office.ledger, space: office.space })
const attach = async (options: Options) => apply(await plan(options))
const detached = (hookId: string, module = calls) =>
  detach({ ledger: office.ledger, space: office.space, module, hookId })
const bins = async () => {
  const found: Readonly<Record<string, unknown>>[] = []
  const listing = { request: laml('GET', '/LamlBins'), items: 'laml_bins' }
  for await (const row of office.connection.rows(listing, { doing: 'Test' })) found.push(row)
  return found
}

describe('attach', () => {
  it('says what a number does now and what callers meet from now on, and changes nothing yet', async () => {
    const line = await office.number()
    const { hook } = await office.hook(calls, { ...say, phoneNumbers: [line.number] })
    const before = await line.now()
    const planned = await plan({ hookId: hook.id })
    const now =
      'Calls run the webhook https://old.example.com/voice?line=1; fallback https://old.example.com/fallback; status to https://old.example.com/status.'
    expect(planned.numbers).toMatchObject([{ number: line.number, now }])
    expect(planned.after).toBe(
      'Say a text (Text: Please hold the line.). While the receiver does not answer, the call or message fails.',
    )
    expect(await line.now()).toEqual(before)
  })

  it('points the number at the hook, and detach gives back everything it did before', async () => {
    const line = await office.number()
    const { hook } = await office.hook(calls, { ...say, phoneNumbers: [line.number], also: ['callStatus'] })
    const before = await line.now()
    const { numbers } = await attach({ hookId: hook.id, fallback: 'https://backup.example.com/laml' })
    expect(numbers).toMatchObject([{ number: line.number, outcome: 'attached' }])
    expect(await line.now()).toMatchObject({
      call_handler: 'laml_webhooks',
      call_receive_mode: 'voice',
      call_request_url: `${publicUrl}/hooks/${hook.id}/call`,
      call_request_method: 'POST',
      call_fallback_url: 'https://backup.example.com/laml',
      call_fallback_method: 'POST',
      call_status_callback_url: `${publicUrl}/hooks/${hook.id}/status`,
      call_status_callback_method: 'POST',
    })
    expect((await detached(hook.id)).numbers).toMatchObject([{ outcome: 'detached' }])
    const anything = { updated_at: expect.anything(), calling_handler_resource_id: expect.anything() }
    expect(await line.now()).toEqual({ ...before, ...anything })
    expect((await getHook(office.ledger, hook.id)).numbers).toEqual({})
  })

  it('leaves the status callback alone where the hook does not watch it', async () => {
    const line = await office.number()
    const { hook } = await office.hook(calls, { ...say, phoneNumbers: [line.number] })
    await attach({ hookId: hook.id })
    expect(await line.now()).toMatchObject({
      call_status_callback_url: 'https://old.example.com/status',
      call_fallback_url: null,
    })
  })

  it('sets up messages, and faxes with their mode', async () => {
    const sms = await office.number({ message_handler: 'relay_topic', message_relay_topic: 'office' })
    const text = await office.hook(messages, { webhookName: 'Orders', reply: 'nothing', phoneNumbers: [sms.number] })
    await attach({ hookId: text.hook.id, module: messages })
    const url = `${publicUrl}/hooks/${text.hook.id}/message`
    expect(await sms.now()).toMatchObject({ message_handler: 'laml_webhooks', message_request_url: url })
    await detached(text.hook.id, messages)
    expect(await sms.now()).toMatchObject({
      message_handler: 'relay_topic',
      message_relay_topic: 'office',
      message_request_url: null,
    })

    const fax = await office.number({}, ['voice', 'fax'])
    const input = { webhookName: 'Fax', reply: 'hangUp', receiveAs: 'fax', phoneNumbers: [fax.number] }
    const { hook } = await office.hook(calls, input)
    const planned = await plan({ hookId: hook.id })
    expect(planned.after).toContain('The fax is received.')
    await apply(planned)
    const faxUrl = `${publicUrl}/hooks/${hook.id}/fax`
    expect(await fax.now()).toMatchObject({ call_receive_mode: 'fax', call_request_url: faxUrl })
    await detached(hook.id)
    expect(await fax.now()).toMatchObject({ call_receive_mode: 'voice', call_request_url: null })
  })

  it('refuses a handler that the API cannot restore, unless it is forced', async () => {
    const { hook } = await office.hook(calls, { ...say, phoneNumbers: [simulatorNumbers.agent] })
    const refused = await attach({ hookId: hook.id })
    expect(refused.numbers).toMatchObject([{ outcome: 'refused', message: expect.stringContaining('ai_agent') }])
    expect((await attach({ hookId: hook.id, force: true })).numbers).toMatchObject([{ outcome: 'attached' }])
    const { numbers } = await detached(hook.id)
    expect(numbers).toMatchObject([{ outcome: 'detached', message: expect.stringContaining('was ai_agent') }])
  })

  it('refuses a message handler whose setting the API does not show', async () => {
    const line = await office.number({ message_handler: 'relay_application' })
    const { hook } = await office.hook(messages, { webhookName: 'A', reply: 'nothing', phoneNumbers: [line.number] })
    const { numbers } = await attach({ hookId: hook.id, module: messages })
    expect(numbers).toMatchObject([{ outcome: 'refused', message: expect.stringContaining('relay_application') }])
  })

  it('reports each number by itself: one that fails neither undoes nor hides the others', async () => {
    const good = await office.number()
    const bad = await office.number()
    const silent = await office.number(undefined, ['sms'])
    const last = await office.number()
    const wanted = ['+12025550199', good.number, bad.number, silent.number, last.number]
    const { hook } = await office.hook(calls, { ...say, phoneNumbers: wanted })
    office.simulator.fault({ method: 'PUT', path: `*/phone_numbers/${bad.id}`, status: 422, message: 'Not today' })
    const { numbers } = await attach({ hookId: hook.id })
    const outcomes = Object.fromEntries(numbers.map(({ number, outcome }) => [number, outcome]))
    expect(outcomes).toEqual({
      '+12025550199': 'refused',
      [good.number]: 'attached',
      [bad.number]: 'failed',
      [silent.number]: 'refused',
      [last.number]: 'attached',
    })
    // SignalWire refused, so there is nothing to remember of it.
    expect(Object.keys((await getHook(office.ledger, hook.id)).numbers).sort()).toEqual([good.id, last.id].sort())
  })

  it('refuses a number that was changed after the user was shown what it does', async () => {
    const line = await office.number()
    const { hook } = await office.hook(calls, { ...say, phoneNumbers: [line.number] })
    const planned = await plan({ hookId: hook.id })
    await line.set({ call_request_url: 'https://new.example.com/' })
    expect((await apply(planned)).numbers).toMatchObject([{ outcome: 'failed', code: 'changed_meanwhile' }])
    expect(await line.now()).toMatchObject({ call_request_url: 'https://new.example.com/' })
    expect((await attach({ hookId: hook.id })).numbers).toMatchObject([{ outcome: 'attached' }])
  })

  it('keeps the first snapshot when it is done again', async () => {
    const line = await office.number()
    const before = await line.now()
    const { hook } = await office.hook(calls, { ...say, phoneNumbers: [line.number] })
    await attach({ hookId: hook.id, fallback: 'laml-bin' })
    await attach({ hookId: hook.id, publicUrl: 'https://tunnel.example.com' })
    expect(await line.now()).toMatchObject({
      call_request_url: `https://tunnel.example.com/hooks/${hook.id}/call`,
      call_fallback_url: null,
    })
    await detached(hook.id)
    expect(await line.now()).toMatchObject({ call_request_url: before?.call_request_url })
    expect(before?.call_request_url).toBe('https://old.example.com/voice?line=1')
  })

  it('takes a number from another hook only when forced, and then gives back what was there before both', async () => {
    const line = await office.number()
    const input = { ...say, phoneNumbers: [line.number] }
    const first = (await office.hook(calls, { ...input, webhookName: 'First' })).hook.id
    const second = (await office.hook(calls, { ...input, webhookName: 'Second' })).hook.id
    await attach({ hookId: first })
    const refused = await attach({ hookId: second })
    expect(refused.numbers).toMatchObject([{ outcome: 'refused', message: expect.stringContaining('"First"') }])
    await attach({ hookId: second, force: true })
    expect((await detached(first)).numbers).toEqual([])
    await detached(second)
    expect(await line.now()).toMatchObject({ call_request_url: 'https://old.example.com/voice?line=1' })
  })

  it('refuses the credentials of another project', async () => {
    const { hook } = await office.hook(calls, { ...say, phoneNumbers: ['+12025550100'] })
    const space = { ...office.space, projectId: '00000000-0000-4000-8000-000000000000' }
    await expect(plan({ hookId: hook.id, space })).rejects.toMatchObject({ code: 'other_project' })
  })

  it('lets one command at a time change numbers', async () => {
    const line = await office.number()
    const { hook } = await office.hook(calls, { ...say, phoneNumbers: [line.number] })
    const planned = await plan({ hookId: hook.id })
    const [one, other] = await Promise.allSettled([apply(planned), apply(planned)])
    expect([one.status, other.status].sort()).toEqual(['fulfilled', 'rejected'])
    expect(other).toMatchObject({ reason: { code: 'hooks_busy' } })
  })
})

describe('the fallback', () => {
  it('laml-bin: SignalWire keeps the reply itself, until the last number is detached', async () => {
    const [one, two] = [await office.number(), await office.number()]
    const { hook } = await office.hook(calls, { ...say, say: 'Hold & wait', phoneNumbers: [one.number, two.number] })
    const others = (await bins()).length
    await attach({ hookId: hook.id, fallback: 'laml-bin' })
    const bin = (await bins()).find(({ contents }) => String(contents).includes('<Say>Hold &amp; wait</Say>'))
    expect(await one.now()).toMatchObject({ call_fallback_url: bin?.request_url })
    expect(await two.now()).toMatchObject({ call_fallback_url: bin?.request_url })
    expect(await bins()).toHaveLength(others + 1)
    await detach({ ledger: office.ledger, space: office.space, module: calls, hookId: hook.id, numbers: [one.number] })
    expect(await bins()).toHaveLength(others + 1)
    await detached(hook.id)
    expect(await bins()).toHaveLength(others)
  })

  it('laml-bin: is the same one when numbers are attached again', async () => {
    const line = await office.number()
    const { hook } = await office.hook(calls, { ...say, phoneNumbers: [line.number] })
    await attach({ hookId: hook.id, fallback: 'laml-bin' })
    const [number, count] = [await line.now(), (await bins()).length]
    await attach({ hookId: hook.id, fallback: 'laml-bin' })
    expect(await line.now()).toMatchObject({ call_fallback_url: number?.call_fallback_url })
    expect(await bins()).toHaveLength(count)
  })

  it('laml-bin: forwards without the receiver, but takes no voicemail without it', async () => {
    const line = await office.number()
    const forward = { webhookName: 'A', reply: 'forward', forwardTo: '+12025550142', phoneNumbers: [line.number] }
    const { hook } = await office.hook(calls, forward)
    await attach({ hookId: hook.id, fallback: 'laml-bin' })
    expect((await bins()).map(({ contents }) => contents)).toContainEqual(
      expect.stringContaining('<Response><Dial>+12025550142</Dial></Response>'),
    )
    const mail = await office.hook(calls, {
      webhookName: 'A',
      reply: 'voicemail',
      greeting: 'Hello',
      phoneNumbers: [line.number],
    })
    await expect(plan({ hookId: mail.hook.id, fallback: 'laml-bin' })).rejects.toMatchObject({
      code: 'reply_needs_receiver',
    })
  })

  it("refuses the receiver's own host, unless it is allowed", async () => {
    const line = await office.number()
    const { hook } = await office.hook(calls, { ...say, phoneNumbers: [line.number] })
    for (const fallback of [`${publicUrl}/again`, 'https://HOOKS.example.com:8443/again'])
      await expect(plan({ hookId: hook.id, fallback })).rejects.toMatchObject({ code: 'fallback_on_same_host' })
    const fallback = `${publicUrl}/again`
    expect((await attach({ hookId: hook.id, fallback, sameHost: true })).numbers).toMatchObject([
      { outcome: 'attached' },
    ])
    await expect(plan({ hookId: hook.id, fallback: 'ftp://example.com' })).rejects.toMatchObject({
      code: 'invalid_fallback',
    })
  })
})

describe('detach', () => {
  it('leaves a number alone that points elsewhere by now, and says so', async () => {
    const line = await office.number()
    const { hook } = await office.hook(calls, { ...say, phoneNumbers: [line.number], also: ['callStatus'] })
    await attach({ hookId: hook.id, fallback: 'laml-bin' })
    await line.set({ call_request_url: 'https://new.example.com/', call_fallback_url: 'https://new.example.com/2' })
    expect((await detached(hook.id)).numbers).toMatchObject([
      { outcome: 'left', message: expect.stringContaining('https://new.example.com/') },
    ])
    expect(await line.now()).toMatchObject({
      call_request_url: 'https://new.example.com/',
      call_fallback_url: 'https://new.example.com/2',
      // This one would have gone on to a hook that the number does not belong to.
      call_status_callback_url: 'https://old.example.com/status',
    })
  })

  it('leaves a number alone that another handler has taken over', async () => {
    const line = await office.number()
    const { hook } = await office.hook(calls, { ...say, phoneNumbers: [line.number] })
    await attach({ hookId: hook.id })
    await line.set({ call_handler: 'relay_topic', call_relay_topic: 'office' })
    expect((await detached(hook.id)).numbers).toMatchObject([{ outcome: 'left' }])
    expect(await line.now()).toMatchObject({ call_handler: 'relay_topic', call_relay_topic: 'office' })
  })

  it('gives back the number but not a fallback that others have chosen since', async () => {
    const line = await office.number()
    const { hook } = await office.hook(calls, { ...say, phoneNumbers: [line.number] })
    await attach({ hookId: hook.id })
    await line.set({ call_fallback_url: 'https://new.example.com/' })
    expect((await detached(hook.id)).numbers).toMatchObject([
      { outcome: 'detached', message: expect.stringContaining('Its fallback was changed meanwhile') },
    ])
    expect(await line.now()).toMatchObject({
      call_request_url: 'https://old.example.com/voice?line=1',
      call_fallback_url: 'https://new.example.com/',
    })
  })

  it('takes a LaML bin that is about to go off a number that points elsewhere', async () => {
    const line = await office.number()
    const { hook } = await office.hook(calls, { ...say, phoneNumbers: [line.number] })
    await attach({ hookId: hook.id, fallback: 'laml-bin' })
    await line.set({ call_request_url: 'https://new.example.com/' })
    expect((await detached(hook.id)).numbers).toMatchObject([{ outcome: 'left' }])
    expect(await line.now()).toMatchObject({
      call_request_url: 'https://new.example.com/',
      call_fallback_url: 'https://old.example.com/fallback',
    })
  })

  it('says which number the project has lost', async () => {
    const line = await office.number()
    const { hook } = await office.hook(calls, { ...say, phoneNumbers: [line.number] })
    await attach({ hookId: hook.id })
    await line.release()
    expect((await detached(hook.id)).numbers).toMatchObject([{ number: line.number, outcome: 'gone' }])
  })
})

describe('somebody who writes at the same time', () => {
  it('is noticed when the number is read again', async () => {
    const line = await office.number()
    const { hook } = await office.hook(calls, { ...say, phoneNumbers: [line.number] })
    const planned = await plan({ hookId: hook.id })
    const { ledger, space } = office
    const request: typeof space.request = async (sent) => {
      const reply = await space.request(sent)
      if (sent.request.method === 'PUT') await line.set({ call_request_url: 'https://new.example.com/' })
      return reply
    }
    const { numbers } = await applyAttach(planned, { ledger, space: { ...space, request } })
    expect(numbers).toMatchObject([{ outcome: 'failed', code: 'changed_meanwhile' }])
    const findings = await checkHooks({ ledger, space, moduleOf, repair: true })
    expect(findings.filter(({ hookId }) => hookId === hook.id)).toMatchObject([{ problem: 'half_attached' }])
    expect(await line.now()).toMatchObject({ call_request_url: 'https://new.example.com/' })
  })
})

describe('a connection that breaks', () => {
  it.each(['before', 'after'] as const)('%s the number was set leaves what check --repair needs', async (reset) => {
    const line = await office.number()
    const { hook } = await office.hook(calls, { ...say, phoneNumbers: [line.number] })
    office.simulator.fault({ method: 'PUT', path: `*/phone_numbers/${line.id}`, reset })
    expect((await attach({ hookId: hook.id })).numbers).toMatchObject([{ outcome: 'failed' }])
    const { ledger, space } = office
    const findings = await checkHooks({ ledger, space, moduleOf, repair: true })
    expect(findings.filter(({ hookId }) => hookId === hook.id)).toMatchObject([
      { problem: 'half_attached', repair: 'done' },
    ])
    const { numbers } = await getHook(ledger, hook.id)
    expect(Object.values(numbers).map(({ state }) => state)).toEqual(reset === 'after' ? ['attached'] : [])
  })

  it('does not create a second LaML bin when the answer to the first is lost', async () => {
    const line = await office.number()
    const { hook } = await office.hook(calls, { ...say, phoneNumbers: [line.number] })
    const before = (await bins()).length
    office.simulator.fault({ method: 'POST', path: '*/LamlBins', reset: 'after' })
    expect((await attach({ hookId: hook.id, fallback: 'laml-bin' })).numbers).toMatchObject([{ outcome: 'attached' }])
    expect(await bins()).toHaveLength(before + 1)
    const { ledger, space } = office
    expect((await removeHook({ ledger, space, module: calls, hookId: hook.id })).removed).toBe(true)
    expect(await bins()).toHaveLength(before)
  })
})
