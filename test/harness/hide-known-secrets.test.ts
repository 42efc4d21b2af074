import { describe, expect, it } from 'vitest'
import { type Ran, typed } from './shell.js'

const project = '3a9f2c5e-7d41-4b0e-9c88-1f6b2d7e4a10'
const token = 'PT0123456789abcdef0123456789abcdef0123456789abcdef'
const key = 'PSK_made-up-signing-key-1'
const pair = Buffer.from(`${project}:${token}`).toString('base64')
const env = { SIGNALWIRE_TOKEN: token, SIGNALWIRE_PROJECT_ID: project, SIGNALWIRE_SIGNING_KEY: `other-key-0,${key}` }
const both = ({ stdout, stderr }: Ran) => stdout + stderr

describe('a secret that was typed in the wrong place', () => {
  it.each([
    ['a command', (secret: string) => [secret]],
    ['a module', (secret: string) => ['run', secret]],
    ['a flag', (secret: string) => ['run', 'getCall', `--${secret}`]],
    ['a short flag', (secret: string) => ['run', 'getCall', `-${secret}`]],
    ['a field', (secret: string) => ['options', 'createCall', secret]],
    ['a row', (secret: string) => ['events', 'show', secret]],
    ['a word around it', (secret: string) => ['run', `Authorization: Basic ${secret}`]],
  ])('as %s is not repeated', async (_, words) => {
    for (const secret of [token, key, pair])
      for (const json of [[], ['--json']]) {
        const ran = await typed([...words(secret), ...json], { env })
        expect(ran.code).toBe(2)
        expect(both(ran)).toContain('[secret]')
        // Nor a part of it that a cut would leave.
        expect(both(ran)).not.toContain(secret.slice(0, 16))
      }
    // The control: what is no secret is repeated.
    expect(both(await typed(words('PT0123456789abcdef'), { env }))).toContain('PT0123456789abcdef')
  })

  it.each([
    ['apart', ['--auth-token', token, '--project-id', project]],
    ['with =', [`--auth-token=${token}`, `--project-id=${project}`]],
  ])('is known from its flag, %s', async (_, flags) => {
    for (const secret of [token, pair])
      expect(both(await typed(['run', 'searchCalls', ...flags, secret]))).not.toContain(secret)
    for (const secret of [token, pair]) expect(both(await typed(['run', secret, ...flags]))).not.toContain(secret)
  })

  it('is not repeated where a pair was expected', async () => {
    for (const header of [
      'Authorization: Basic dXNlcjpwYXNzd29yZA',
      'Authorization: Basic dXNlcjpwYXNzd29yZDE=',
      'Authorization:Basic dXNlcjpwYXNzd29yZDE=',
      '=dXNlcjpwYXNzd29yZA',
    ]) {
      const ran = await typed(['run', 'makeApiCall', '--url', '/api/x', '--headers', header])
      expect(ran.code).toBe(2)
      expect(ran.stderr).toContain('--headers (Headers) must be key=value: write Name=value')
      expect(both(ran)).not.toContain('dXNlcjp')
    }
  })
})
