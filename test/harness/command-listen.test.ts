import { describe, expect, it } from 'vitest'
import { freePorts, runListen } from './running-listen.js'
import { useDesk } from './shell.js'

const desk = useDesk()
const key = 'PSK_simulator_only_1f4b7c2d9a6e'
const withKey = () => ({ ...desk.env, SIGNALWIRE_SIGNING_KEY: key })

/** What a receiver without a hook has to be told. */
const publicUrl = ['--public-url', 'https://hooks.example.com']

describe('listen', () => {
  it('refuses to start without a signing key, unless it is told to', async () => {
    const refused = await desk.run(['listen', '--port', '4020', ...publicUrl])
    expect(refused).toMatchObject({ code: 2, stdout: '' })
    expect(refused.stderr).toContain('has no signing key')
    const port = await freePorts()
    const allowed = await runListen(['--port', String(port), '--allow-unsigned', ...publicUrl], desk.env)
    expect(allowed.notes).toContain('Listening at')
    expect((await allowed.end()).code).toBe(0)
  })

  it('shows how to set each webhook up by hand', async () => {
    const words = ['hooks', 'add', 'watchNewCalls', '--webhook-name', 'Reception', '--reply', 'hangUp']
    const added = await desk.run([...words, '--public-url', 'https://hooks.example.com'], { env: withKey() })
    expect(added.code, added.stderr).toBe(0)
    const port = await freePorts()
    const listening = await runListen(['--port', String(port)], withKey())
    const { code, stderr, stdout } = await listening.end()
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' })
    expect(stderr).toMatch(/1\. Copy the URL of the webhook: https:\/\/hooks\.example\.com\/hooks\/[\w-]{22}\/call/)
    expect(stderr).toContain('LaML Webhooks')
  })

  it('says as JSON where it listens, and shows health and numbers there', async () => {
    const port = await freePorts()
    const listening = await runListen(['--port', String(port), '--json', ...publicUrl], withKey())
    const [first] = listening.lines
    expect(first).toEqual({
      listening: { url: `http://127.0.0.1:${port}`, managementUrl: `http://127.0.0.1:${port + 1}`, hooks: [] },
    })
    const metrics = await fetch(`http://127.0.0.1:${port + 1}/metrics`)
    expect(await metrics.text()).toContain('signalwire_receiver_repeated_total 0')
    expect((await fetch(`http://127.0.0.1:${port}/metrics`)).status).toBe(404)
    await listening.end()
    await expect(fetch(`http://127.0.0.1:${port + 1}/healthz`)).rejects.toThrow()
  })

  it('says what is wrong with its flags', async () => {
    for (const [words, said] of [
      [['--port', 'many'], '--port must be a number'],
      [[], 'Give --public-url'],
      [['--public-url', 'hooks.example.com'], 'public URL'],
      [['--trust-proxy', 'everybody', ...publicUrl], 'trusted proxy'],
      [['--forward-to', 'ftp://example.com', ...publicUrl], 'cannot be forwarded'],
    ] as const) {
      const { code, stderr } = await desk.run(['listen', ...words], { env: withKey() })
      expect(code, stderr).not.toBe(0)
      expect(stderr).toContain(said)
    }
  })

  it('says which port is taken', async () => {
    const port = await freePorts()
    const first = await runListen(['--port', String(port), ...publicUrl], withKey())
    const second = await desk.run(['listen', '--port', String(port), ...publicUrl], { env: withKey() })
    expect(second.code).toBe(2)
    expect(second.stderr).toContain(`port ${port} (EADDRINUSE)`)
    await first.end()
  })
})
