import { Writable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { typed } from './shell.js'

/** Runs the simulator, works with what it printed, and ends it as Ctrl-C does. */
async function withSimulator(words: readonly string[], work: (printed: string) => Promise<void>) {
  const ctrlC = new AbortController()
  let printed = ''
  let ready = (): void => undefined
  const started = new Promise<void>((resolve) => {
    ready = resolve
  })
  const stdout = new Writable({
    write(chunk, _encoding, done) {
      printed += String(chunk)
      ready()
      done()
    },
  })
  const running = typed(['simulator', '--port', '0', ...words], { stdout, signal: ctrlC.signal })
  await Promise.race([started, running])
  try {
    await work(printed)
  } finally {
    ctrlC.abort(new Error('Interrupted'))
  }
  return running
}

describe('simulator', () => {
  it('prints lines to paste, with which every command works, until Ctrl-C', async () => {
    let url = ''
    const { code, stderr } = await withSimulator(['--seed', 'calls=7'], async (printed) => {
      expect(printed).toContain('It is not SignalWire')
      const env = Object.fromEntries(
        [...printed.matchAll(/export (\w+)=(\S+)/g)].map(([, name, value]) => [name, value]),
      )
      url = env.SIGNALWIRE_API_URL ?? ''
      expect((await typed(['connection', 'test'], { env })).code).toBe(0)
      expect((await typed(['run', 'searchCalls', '--json'], { env })).json()).toHaveLength(7)
      for (const [, line = ''] of printed.matchAll(/^ {2}signalwire-connector (run .*?)(?: {3}.*)?$/gm))
        expect((await typed(line.split(' '), { env })).code, line).toBe(0)
    })
    expect(code).toBe(0)
    expect(stderr).toMatch(/GET \S+Calls 200/)
    await expect(fetch(url)).rejects.toThrow()
  })

  it('prints its credentials for programs', async () => {
    await withSimulator(['--json'], async (printed) => {
      expect(JSON.parse(printed)).toMatchObject({ url: expect.any(String), authToken: expect.stringMatching(/^PT/) })
    })
  })

  it('refuses undocumented updates where it is told to', async () => {
    const update = async (words: readonly string[]) => {
      let code: unknown
      await withSimulator([...words, '--json', '--seed', 'calls=0'], async (printed) => {
        const at = JSON.parse(printed)
        const env = {
          SIGNALWIRE_SPACE: at.spaceName,
          SIGNALWIRE_PROJECT_ID: at.projectId,
          SIGNALWIRE_TOKEN: at.authToken,
          SIGNALWIRE_API_URL: at.url,
        }
        const added = await fetch(`${at.url}/_simulator/calls`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ status: 'in-progress' }),
        })
        const { sid } = (await added.json()) as { sid: string }
        code = (await typed(['run', 'updateCall', '--call-sid', sid, '--record'], { env })).code
      })
      return code
    }
    expect(await update([])).toBe(0)
    expect(await update(['--strict-updates'])).toBe(1)
  })

  it.each([
    [['--port', '70000'], '--port'],
    [['--port', 'abc'], '--port'],
    [['--seed', 'cals=1'], 'Did you mean calls?'],
    [['--seed', 'calls=many'], '--seed calls'],
  ])('refuses %j', async (words, says) => {
    const { code, stderr } = await typed(['simulator', ...words])
    expect(code).toBe(2)
    expect(stderr).toContain(says)
  })

  it('says that a port is taken', async () => {
    await withSimulator(['--json'], async (printed) => {
      const { code, stderr } = await typed(['simulator', '--port', new URL(JSON.parse(printed).url).port])
      expect(code).toBe(1)
      expect(stderr).toContain('already in use')
    })
  })
})
