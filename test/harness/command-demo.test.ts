import { describe, expect, it } from 'vitest'
import { type RunOptions, typed } from './shell.js'

describe('demo', () => {
  it('does the whole loop and says what came back', async () => {
    const { code, stdout, stderr } = await typed(['demo'])
    expect(code).toBe(0)
    const steps = stdout.split('\n').filter((line) => /^ ?\d+ /.test(line))
    expect(steps).toHaveLength(26)
    for (const step of steps) expect(step).toMatch(/^ ?\d+ ok /)
    expect(stdout).toContain('5001 calls came, each of them once.')
    expect(stdout).toContain('not SignalWire')
    expect(stderr).toContain('5000 calls so far')
    expect(stdout).toContain('--to (To) must be a phone number')
    expect(stdout).toContain('20003')
  })

  it('reports its steps to programs', async () => {
    const ran = await typed(['demo', '--json'])
    const steps = ran.json() as readonly { ok: boolean }[]
    expect(steps).toHaveLength(26)
    expect(steps.every(({ ok }) => ok)).toBe(true)
  })

  it('ends with 130 on Ctrl-C', async () => {
    const options: RunOptions = { signal: AbortSignal.abort(new Error('Interrupted')) }
    expect((await typed(['demo'], options)).code).toBe(130)
  })
})
