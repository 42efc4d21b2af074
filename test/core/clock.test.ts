import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/core/clock.js'

const hour = 3_600_000

describe('the clock of the machine', () => {
  it('tells milliseconds since 1970 and does not go back between two looks', () => {
    const first = systemClock.now()
    expect(first).toBeGreaterThan(Date.UTC(2025, 0, 1))
    expect(systemClock.now()).toBeGreaterThanOrEqual(first)
  })

  it('wakes a sleep by itself', async () => {
    await expect(systemClock.sleep(0, new AbortController().signal)).resolves.toBeUndefined()
  })

  it('wakes a sleep at once when it is aborted, with the reason', async () => {
    const controller = new AbortController()
    const reason = new Error('enough')
    const sleep = systemClock.sleep(hour, controller.signal)
    controller.abort(reason)
    await expect(sleep).rejects.toBe(reason)
  })

  it('does not fall asleep where it is aborted already', async () => {
    const reason = new Error('too late')
    await expect(systemClock.sleep(hour, AbortSignal.abort(reason))).rejects.toBe(reason)
  })

  it('is the same for everybody', () => {
    expect(Object.isFrozen(systemClock)).toBe(true)
  })
})
