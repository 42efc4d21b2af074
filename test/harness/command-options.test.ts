import { describe, expect, it } from 'vitest'
import { simulatorNumbers } from '../../src/simulator/index.js'
import { useDesk } from './shell.js'

const voiceOnly = 'PT-a-token-for-calls-only-0000'
const projectId = '5a9f0c3e-7b41-4d26-9e58-1c0d3f6a8b27'
const token = 'PT-a-token-for-everything-0000'
const desk = useDesk({
  spaces: [
    {
      name: 'example',
      projects: [{ id: projectId, tokens: [{ token }, { token: voiceOnly, scopes: ['Voice'] }] }],
    },
  ],
})

describe('options <module> <field>', () => {
  it('lists what a host shows in the dropdown', async () => {
    const ran = await desk.run(['options', 'createMessage', 'from', '--json'])
    expect(ran.code).toBe(0)
    const { options } = ran.json() as { options: readonly { value: string }[] }
    const values = options.map(({ value }) => value)
    expect(values).toContain(simulatorNumbers.main)
    expect(values).not.toContain(simulatorNumbers.voiceOnly)
    expect((await desk.run(['options', 'createMessage', 'from'])).stdout).toContain(simulatorNumbers.main)
  })

  it('takes the field by key or by flag', async () => {
    const byKey = await desk.run(['options', 'createCall', 'applicationSid'])
    expect(byKey.stdout).toContain('Front desk')
    expect((await desk.run(['options', 'createCall', 'application-sid'])).stdout).toBe(byKey.stdout)
  })

  it('follows the field that decides', async () => {
    const words = ['options', 'watchNewCalls', 'phoneNumbers']
    expect((await desk.run(words)).stdout).toContain(simulatorNumbers.main)
    const fax = (await desk.run([...words, '--when', 'fax'])).stdout
    expect(fax).toContain(simulatorNumbers.fax)
    expect(fax).not.toContain(simulatorNumbers.main)
    expect((await desk.run([...words, '--when', 'faxes'])).code).toBe(2)
  })

  it('lists the fixed values of a select without asking anybody', async () => {
    const ran = await desk.run(['options', 'searchCalls', 'status', '--filter', 'prog', '--json'])
    expect(ran.json()).toEqual({ options: [{ value: 'in-progress', label: expect.any(String) }] })
    expect(desk.simulator.requests).toEqual([])
  })

  describe('tells three empty dropdowns apart', () => {
    it('nothing is there yet', async () => {
      const ran = await desk.run(['options', 'getCall', 'callSid', '--json'])
      expect(ran).toMatchObject({ code: 0 })
      expect(ran.json()).toMatchObject({ options: [], empty: { reason: 'noneYet' } })
    })

    it('nothing matches', async () => {
      const ran = await desk.run(['options', 'createCall', 'from', '--filter', 'zzz', '--json'])
      expect(ran).toMatchObject({ code: 3 })
      expect(ran.json()).toMatchObject({ options: [], empty: { reason: 'noMatch' } })
    })

    it('the token may not see them', async () => {
      const env = { SIGNALWIRE_TOKEN: voiceOnly }
      const ran = await desk.run(['options', 'createCall', 'from', '--json'], { env })
      expect(ran).toMatchObject({ code: 1 })
      expect(ran.json()).toMatchObject({ options: [], empty: { reason: 'noPermission' } })
      expect((await desk.run(['options', 'createCall', 'from'], { env })).stderr).toContain('scope Numbers')
    })
  })

  it("lists this installation's hooks without a connection", async () => {
    const ran = await desk.run(['options', 'createCall', 'statusCallback'], { env: { SIGNALWIRE_TOKEN: '' } })
    expect(ran).toMatchObject({ code: 0, stdout: '', stderr: 'There are no hooks yet.\n' })
  })

  it.each([
    ['timeout', 'has no dropdown'],
    ['frm', 'Did you mean from?'],
  ])('refuses the field %s', async (field, says) => {
    const { code, stderr } = await desk.run(['options', 'createCall', field])
    expect(code).toBe(2)
    expect(stderr).toContain(says)
  })
})
