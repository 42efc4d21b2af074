import { describe, expect, it } from 'vitest'
import { applyAttach, checkHooks, type Finding, getHook, planAttach, removeHook } from '../../src/hooks/index.js'
import { calls, type Line, messages, moduleOf, original, publicUrl, useOffice } from './office.js'

const office = useOffice()
const attached = async (also: readonly string[] = []) => {
  const { ledger, space } = office
  const line = await office.number()
  const input = { webhookName: 'Desk', reply: 'hangUp', phoneNumbers: [line.number], also }
  const { hook } = await office.hook(calls, input)
  const plan = await planAttach({
    ledger,
    space,
    module: calls,
    hookId: hook.id,
    fallback: 'https://backup.example.com/',
  })
  await applyAttach(plan, { ledger, space })
  return { line, hookId: hook.id }
}
const check = async (line: Line, repair = false): Promise<readonly Finding[]> => {
  const { ledger, space } = office
  const findings = await checkHooks({ ledger, space, moduleOf, repair })
  return findings.filter(({ number }) => number === line.number)
}

describe('check', () => {
  it('finds nothing wrong with a number that is as attach left it', async () => {
    const { line } = await attached()
    expect(await check(line)).toEqual([])
  })

  it('finds settings that others changed, and sets them again only when asked to', async () => {
    const { line } = await attached(['callStatus'])
    const changed = {
      call_fallback_url: 'https://new.example.com/',
      call_status_callback_url: 'https://new.example.com/s',
    }
    await line.set(changed)
    expect(await check(line)).toMatchObject([
      {
        problem: 'drift',
        repair: 'possible',
        message: expect.stringContaining('call_fallback_url (https://new.example.com/'),
      },
    ])
    expect(await line.now()).toMatchObject(changed)
    expect(await check(line, true)).toMatchObject([{ problem: 'drift', repair: 'done' }])
    expect(await line.now()).toMatchObject({ call_fallback_url: 'https://backup.example.com/' })
    expect(await check(line)).toEqual([])
  })

  it('never takes back a number that was pointed elsewhere', async () => {
    const { line, hookId } = await attached()
    await line.set({ call_request_url: 'https://new.example.com/' })
    expect(await check(line)).toMatchObject([{ problem: 'elsewhere', repair: 'possible' }])
    expect(await check(line, true)).toMatchObject([{ problem: 'elsewhere', repair: 'done' }])
    expect(await line.now()).toMatchObject({ call_request_url: 'https://new.example.com/' })
    expect((await getHook(office.ledger, hookId)).numbers).toEqual({})
  })

  it('finds a number that was released', async () => {
    const { line } = await attached()
    await line.release()
    expect(await check(line)).toMatchObject([{ problem: 'gone', repair: 'possible' }])
    await check(line, true)
    expect(await check(line)).toEqual([])
  })

  it('finds a number that points at a hook which was removed, and gives back what it did before', async () => {
    const { line, hookId } = await attached()
    const { ledger, space, simulator } = office
    simulator.fault({ method: 'PUT', path: `*/phone_numbers/${line.id}`, status: 500 })
    const options = { ledger, space, module: calls, hookId }
    expect(await removeHook({ ...options })).toMatchObject({ removed: false, numbers: [{ outcome: 'failed' }] })
    simulator.fault({ method: 'PUT', path: `*/phone_numbers/${line.id}`, status: 500 })
    expect(await removeHook({ ...options, force: true })).toMatchObject({ removed: true })
    expect(await check(line)).toMatchObject([{ problem: 'ghost', repair: 'possible' }])
    expect(await check(line, true)).toMatchObject([{ problem: 'ghost', repair: 'done' }])
    expect(await line.now()).toMatchObject(original)
    expect(await check(line)).toEqual([])
  })

  it('finds ghosts it knows nothing of by their host, and leaves hooks of other installations alone', async () => {
    const unknown = 'AAAAAAAAAAAAAAAAAAAAAA'
    const line = await office.number({
      call_handler: 'laml_webhooks',
      call_request_url: `${publicUrl}/hooks/${unknown}/call`,
    })
    const foreign = await office.number({
      message_handler: 'laml_webhooks',
      message_request_url: `https://other.example.com/hooks/${unknown}/message`,
    })
    await office.hook(messages, { webhookName: 'Any', reply: 'nothing' })
    expect(await check(line, true)).toMatchObject([{ problem: 'ghost', repair: 'todo' }])
    expect(await check(foreign, true)).toMatchObject([{ problem: 'foreign', repair: 'none' }])
    expect(await foreign.now()).toMatchObject({
      message_request_url: `https://other.example.com/hooks/${unknown}/message`,
    })
  })

  it('knows a number that was pointed at a hook by hand', async () => {
    const { hook, url } = await office.hook(calls, { webhookName: 'By hand', reply: 'hangUp' })
    const line = await office.number({ call_handler: 'laml_webhooks', call_request_url: url })
    expect(await check(line)).toMatchObject([{ problem: 'by_hand', hookId: hook.id, repair: 'none' }])
  })

  it('passes over the hooks of other projects', async () => {
    const { line } = await attached()
    await line.set({ call_fallback_url: 'https://new.example.com/' })
    const { ledger, space } = office
    const elsewhere = { ...space, spaceName: 'another' }
    const findings = await checkHooks({ ledger, space: elsewhere, moduleOf })
    expect(findings.filter(({ problem }) => problem === 'drift')).toEqual([])
    expect(await check(line)).toHaveLength(1)
  })
})
