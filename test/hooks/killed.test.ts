import { describe, expect, it } from 'vitest'
import { laml } from '../../src/core/request.js'
import { applyAttach, checkHooks, detach, getHook, isProblem, planAttach, removeHook } from '../../src/hooks/index.js'
import { Killed, mortal } from './mortal.js'
import { calls, type Line, moduleOf, original, useOffice } from './office.js'

const office = useOffice()
const elsewhere = 'https://somebody-else.example.com/voice'
const otherFallback = 'https://somebody-else.example.com/fallback'

/** What happens to the number between the death of the command and the repair. */
const meanwhile = {
  nothing: async () => undefined,
  'the number was changed': (line: Line) => line.set({ call_request_url: elsewhere }),
  'the fallback was changed': (line: Line) => line.set({ call_fallback_url: otherFallback }),
  'the number was released': (line: Line) => line.release(),
} satisfies Record<string, (line: Line) => Promise<void>>

const newHook = async (line: Line) => {
  const input = { webhookName: 'Desk', reply: 'say', say: 'Hello', phoneNumbers: [line.number], also: ['callStatus'] }
  return (await office.hook(calls, input)).hook.id
}

interface Process {
  readonly ledger: typeof office.ledger
  readonly space: typeof office.space
}
const commands = {
  attach: async ({ ledger, space }: Process, hookId: string) =>
    applyAttach(await planAttach({ ledger, space, module: calls, hookId, fallback: 'laml-bin' }), { ledger, space }),
  detach: ({ ledger, space }: Process, hookId: string) => detach({ ledger, space, module: calls, hookId }),
}

const check = (repair: boolean) => checkHooks({ ledger: office.ledger, space: office.space, moduleOf, repair })

async function bins(): Promise<number> {
  let count = 0
  const listing = { request: laml('GET', '/LamlBins'), items: 'laml_bins' }
  for await (const _ of office.connection.rows(listing, { doing: 'Test' })) count += 1
  return count
}

/** Runs a command that dies, lets something happen, repairs. @returns whether the command died and left a problem */
async function round(
  name: keyof typeof commands,
  index: number,
  moment: 'before' | 'after',
  happens: (line: Line) => Promise<void>,
): Promise<{ readonly died: boolean; readonly problems: number }> {
  const { ledger, space, clock } = office
  const binsBefore = await bins()
  const line = await office.number()
  const before = await line.now()
  const hookId = await newHook(line)
  if (name === 'detach') await commands.attach({ ledger, space }, hookId)
  const died = await commands[name](mortal(ledger, space, index, moment), hookId).then(
    () => false,
    (thrown: unknown) => {
      if (thrown instanceof Killed) return true
      throw thrown
    },
  )
  await happens(line)
  // What the dead command held is free after half a minute.
  await clock.advance(31_000)
  const found = (await check(false)).filter(isProblem)
  const mended = await check(true)
  expect(mended.filter(isProblem)).toEqual([])
  // Everything is as the ledger says now, and asking again finds nothing.
  expect((await check(false)).filter(isProblem)).toEqual([])
  const hook = await getHook(ledger, hookId)
  const attachment = hook.numbers[line.id]
  const now = await line.now()
  if (now === undefined) expect(attachment).toBeUndefined()
  else if (attachment) {
    expect(attachment.state).toBe('attached')
    expect(now).toMatchObject(attachment.wrote)
    await commands.detach({ ledger, space }, hookId)
  }
  const last = await line.now()
  if (last) {
    const changed = last.call_request_url === elsewhere
    const kept = {
      ...(happens === meanwhile['the number was changed'] && { call_request_url: elsewhere }),
      ...(last.call_fallback_url === otherFallback && { call_fallback_url: otherFallback }),
    }
    const restored = Object.fromEntries(Object.keys(original).map((key) => [key, before?.[key]]))
    if (!changed)
      expect(last).toMatchObject({
        ...restored,
        ...kept,
        ...(otherFallback === last.call_fallback_url && { call_fallback_method: expect.any(String) }),
      })
    // Whatever became of the call, no status goes to a hook that the number does not belong to.
    expect(last.call_status_callback_url).toBe(original.call_status_callback_url)
  }
  const { removed } = await removeHook({ ledger, space, module: calls, hookId })
  expect(removed).toBe(true)
  expect(await bins()).toBe(binsBefore)
  if (last) await line.release()
  return { died, problems: found.length }
}

describe.each(['attach', 'detach'] as const)('%s, killed at every request', (name) => {
  it.each(Object.entries(meanwhile))('while %s, is made whole by check --repair', async (_, happens) => {
    let problems = 0
    let deaths = 0
    for (const moment of ['before', 'after'] as const) {
      for (let index = 1; ; index++) {
        const result = await round(name, index, moment, happens)
        if (!result.died) break
        deaths += 1
        problems += result.problems
      }
    }
    // The control: the command was killed at several requests, and that left something to repair.
    expect(deaths).toBeGreaterThanOrEqual(name === 'attach' ? 10 : 6)
    expect(problems).toBeGreaterThan(0)
  })
})

/** Lets a command die, at a later request each time, until it lives. @returns how often it died */
async function dyingAtEach(run: (index: number, moment: 'before' | 'after') => Promise<void>): Promise<number> {
  let deaths = 0
  for (const moment of ['before', 'after'] as const) {
    for (let index = 1; ; index++) {
      const died = await run(index, moment).then(
        () => false,
        (thrown: unknown) => {
          if (thrown instanceof Killed) return true
          throw thrown
        },
      )
      await office.clock.advance(31_000)
      if (!died) break
      deaths += 1
    }
  }
  return deaths
}

describe('killed at every request', () => {
  it('check --repair can be run again', async () => {
    const { ledger, space, clock } = office
    const deaths = await dyingAtEach(async (index, moment) => {
      const lines = [await office.number(), await office.number(), await office.number()] as const
      const ids = [await newHook(lines[0]), await newHook(lines[1]), await newHook(lines[2])] as const
      // One half attached with a setting changed, one half detached, one drifted.
      await commands.attach(mortal(ledger, space, 4, 'after'), ids[0]).catch(() => undefined)
      await lines[0].set({ call_fallback_url: otherFallback })
      await clock.advance(31_000)
      await commands.attach({ ledger, space }, ids[1])
      await commands.detach(mortal(ledger, space, 2, 'before'), ids[1]).catch(() => undefined)
      await clock.advance(31_000)
      await commands.attach({ ledger, space }, ids[2])
      await lines[2].set({ call_request_method: 'GET' })
      try {
        await checkHooks({ ...mortal(ledger, space, index, moment), moduleOf, repair: true })
      } finally {
        await clock.advance(31_000)
        expect((await check(true)).filter(isProblem)).toEqual([])
        expect((await check(false)).filter(isProblem)).toEqual([])
        expect(await lines[1].now()).toMatchObject(original)
        for (const hookId of ids) await removeHook({ ledger, space, module: calls, hookId })
        for (const line of lines) {
          expect(await line.now()).toMatchObject(original)
          await line.release()
        }
      }
    })
    expect(deaths).toBeGreaterThan(15)
  })

  it('remove leaves a hook that can be removed, or none and no trace of it', async () => {
    const { ledger, space, clock } = office
    const deaths = await dyingAtEach(async (index, moment) => {
      const line = await office.number()
      const hookId = await newHook(line)
      await commands.attach({ ledger, space }, hookId)
      try {
        await removeHook({ ...mortal(ledger, space, index, moment), module: calls, hookId })
      } finally {
        await clock.advance(31_000)
        await check(true)
        expect((await check(false)).filter(isProblem)).toEqual([])
        if (await ledger.hooks.get(hookId)) await removeHook({ ledger, space, module: calls, hookId })
        expect(await line.now()).toMatchObject(original)
        await line.release()
      }
    })
    expect(deaths).toBeGreaterThanOrEqual(8)
  })

  it('attach that takes a number from another hook gives back what was there before both', async () => {
    const { ledger, space, clock } = office
    const deaths = await dyingAtEach(async (index, moment) => {
      const line = await office.number()
      const [first, second] = [await newHook(line), await newHook(line)]
      await commands.attach({ ledger, space }, first)
      const process = mortal(ledger, space, index, moment)
      try {
        const options = { ledger: process.ledger, space: process.space, module: calls, hookId: second }
        await applyAttach(await planAttach({ ...options, fallback: 'laml-bin', force: true }), process)
      } finally {
        await clock.advance(31_000)
        await check(true)
        expect((await check(false)).filter(isProblem)).toEqual([])
        for (const hookId of [first, second]) await removeHook({ ledger, space, module: calls, hookId })
        expect(await line.now()).toMatchObject(original)
        await line.release()
      }
    })
    expect(deaths).toBeGreaterThanOrEqual(8)
  })
})
