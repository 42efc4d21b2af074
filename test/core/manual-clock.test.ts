import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createManualClock } from '../../src/core/manual-clock.js'

describe('a clock that is moved by hand', () => {
  it('stands still until it is moved', async () => {
    const clock = createManualClock(1000)
    expect([clock.now(), clock.now()]).toEqual([1000, 1000])
    await clock.advance(500)
    expect(clock.now()).toBe(1500)
  })

  it('starts on a Monday at noon unless told otherwise', () => {
    expect(new Date(createManualClock().now()).toUTCString()).toBe('Mon, 05 Jan 2026 12:00:00 GMT')
  })

  it('wakes what is due, earliest first, and lets the rest sleep', async () => {
    const clock = createManualClock(0)
    const woken: string[] = []
    const sleep = (name: string, ms: number) => clock.sleep(ms).then(() => woken.push(`${name} at ${clock.now()}`))
    void sleep('late', 300)
    void sleep('second', 200)
    void sleep('first', 100)
    await clock.advance(250)
    expect(woken).toEqual(['first at 100', 'second at 200'])
    expect(clock.sleeping).toBe(1)
    await clock.advance(50)
    expect(woken).toHaveLength(3)
    expect(clock.sleeping).toBe(0)
  })

  it('wakes a sleep that a woken one starts, if it is due within the same move', async () => {
    const clock = createManualClock(0)
    const times: number[] = []
    const loop = async () => {
      for (;;) {
        await clock.sleep(100)
        times.push(clock.now())
      }
    }
    void loop()
    await clock.advance(350)
    expect(times).toEqual([100, 200, 300])
  })

  it('wakes everybody once and in order, whatever the order in which they fell asleep', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 20 }), async (waits) => {
        const clock = createManualClock(0)
        const woken: number[] = []
        for (const wait of waits) void clock.sleep(wait).then(() => woken.push(wait))
        await clock.advance(50)
        expect(woken).toEqual([...waits].sort((a, b) => a - b))
      }),
      { numRuns: 30 },
    )
  })

  it('ends a sleep that is aborted, before or while it sleeps', async () => {
    const clock = createManualClock()
    const controller = new AbortController()
    const sleep = clock.sleep(1000, controller.signal)
    expect(clock.sleeping).toBe(1)
    controller.abort(new Error('enough'))
    await expect(sleep).rejects.toThrow('enough')
    expect(clock.sleeping).toBe(0)
    await expect(clock.sleep(1000, controller.signal)).rejects.toThrow('enough')
  })
})
