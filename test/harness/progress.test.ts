import { describe, expect, it } from 'vitest'
import { createManualClock } from '../../src/core/manual-clock.js'
import { withProgress } from '../../src/harness/progress.js'
import type { Session } from '../../src/harness/session.js'
import { personAt } from './terminal-of-a-person.js'

const sessionAt = (isTTY: boolean) => {
  const clock = createManualClock()
  const { stderr, screen } = personAt({})
  const session = { io: { clock, stderr: Object.assign(stderr, { isTTY }) } } as unknown as Session
  return { clock, session, screen }
}

describe('withProgress', () => {
  it('shows how far it has got once a second has passed', async () => {
    const { clock, session, screen } = sessionAt(true)
    await withProgress(session, 'Searching', async (progress) => {
      await clock.advance(999)
      expect(screen.shown).toBe('')
      await clock.advance(1)
      expect(screen.shown).toContain('Searching')
      progress.update('Searching: 500 so far')
    })
    expect(screen.shown).toContain('Searching: 500 so far')
    expect(clock.sleeping).toBe(0)
  })

  it('shows nothing where the notes do not go to a terminal', async () => {
    const { clock, session, screen } = sessionAt(false)
    await withProgress(session, 'Searching', () => clock.advance(5000))
    expect(screen.shown).toBe('')
  })

  it('shows nothing for what is done sooner', async () => {
    const { clock, session, screen } = sessionAt(true)
    await withProgress(session, 'Searching', async () => undefined)
    await clock.advance(5000)
    expect(screen.shown).toBe('')
  })
})
