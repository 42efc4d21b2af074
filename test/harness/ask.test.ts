import { describe, expect, it } from 'vitest'
import { useDesk } from './shell.js'
import { personAt } from './terminal-of-a-person.js'

const desk = useDesk({ seed: { calls: 30 } })
const none = { SIGNALWIRE_SPACE: '', SIGNALWIRE_PROJECT_ID: '', SIGNALWIRE_TOKEN: '' }

describe('at a terminal', () => {
  it('connection add asks for what is missing, and does not show the token', async () => {
    const { spaceName, projectId, authToken } = desk.simulator.credentials
    const person = personAt({ 'Space Name: ': spaceName, 'Project ID: ': projectId, 'Auth Token: ': authToken })
    const { stdin, stderr, screen } = person
    const ran = await desk.run(['connection', 'add', 'mine'], { env: none, stdin, stderr })
    expect(ran).toMatchObject({ code: 0, stdout: 'Stored the connection mine.\n' })
    expect(screen.shown).toContain(projectId)
    expect(screen.shown).not.toContain(authToken)
  })

  it('watch --from choose lists the last items and starts with the chosen one', async () => {
    const { stdin, stderr, screen } = personAt({ 'Start with': '3' })
    const words = ['watch', 'watchCalls', '--once', '--from', 'choose', '--limit', '9', '--json']
    const ran = await desk.run(words, { stdin, stderr })
    const listed = [...screen.shown.matchAll(/^ ?\d+ .* (\S{36})$/gm)].map(([, sid]) => sid)
    expect(listed).toHaveLength(20)
    expect((ran.json() as readonly { sid: string }[]).map(({ sid }) => sid)).toEqual(listed.slice(0, 3).reverse())
  })

  it('watch --from choose refuses what is on no line', async () => {
    const { stdin, stderr } = personAt({ 'Start with': '99' })
    expect((await desk.run(['watch', 'watchCalls', '--once', '--from', 'choose'], { stdin, stderr })).code).toBe(2)
  })

  it('Ctrl-C in a question ends with 130', async () => {
    const { stdin, stderr } = personAt({ 'Space Name: ': '\u0003' })
    expect((await desk.run(['connection', 'add', 'mine'], { env: none, stdin, stderr })).code).toBe(130)
  })
})
