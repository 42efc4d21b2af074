import { describe, expect, it } from 'vitest'
import { watchNewCalls } from '../../modules/index.js'
import { escapeLaml } from '../../src/core/laml.js'
import { lamlProblem } from '../../src/runtime/laml-document.js'
import { parseInput } from '../../src/runtime/parse.js'

describe('a LaML document', () => {
  it.each([
    '<Response/>',
    '<?xml version="1.0" encoding="UTF-8"?>\n<Response><Say voice="woman">Hello &amp; goodbye</Say></Response>\n',
    '<!-- a --><Response><![CDATA[<a>]]></Response><!-- b -->',
    '<Response>&#252;</Response>',
    `<Response>${escapeLaml('<>&"\' ü 😀 \u0000')}</Response>`,
  ])('is taken: %s', (document) => {
    expect(lamlProblem(document)).toBeUndefined()
  })

  it.each([
    ['', 'well-formed'],
    ['Hello', 'well-formed'],
    ['<Response>', 'well-formed'],
    ['<Response></response>', 'well-formed'],
    ['<Response/><Response/>', 'well-formed'],
    ['<Response><Say>a & b</Say></Response>', 'well-formed'],
    ['<Response a="1" a="2"/>', 'well-formed'],
    ['<Response>&nbsp;</Response>', 'well-formed'],
    ['<Response>\u0000</Response>', 'well-formed'],
    [' <?xml version="1.0"?><Response/>', 'well-formed'],
    ['<response/>', 'root element Response, not response'],
    ['<Twiml><Response/></Twiml>', 'root element Response, not Twiml'],
    ['<!DOCTYPE Response><Response/>', 'document type'],
    ['<!DOCTYPE r [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><Response>&c;</Response>', 'document type'],
    ['<!DOCTYPE r SYSTEM "file:///etc/passwd"><Response/>', 'document type'],
  ])('is refused: %s', (document, problem) => {
    expect(lamlProblem(document)).toContain(problem)
  })

  it('may have 64 kB, counted in bytes', () => {
    const withText = (text: string) => `<Response>${text}</Response>`
    const room = 65_536 - withText('').length
    expect(lamlProblem(withText('a'.repeat(room)))).toBeUndefined()
    expect(lamlProblem(withText('a'.repeat(room + 1)))).toContain('at most 64 kB')
    expect(lamlProblem(withText('ü'.repeat(room / 2)))).toBeUndefined()
    expect(lamlProblem(withText('ü'.repeat(room / 2 + 1)))).toContain('at most 64 kB')
  })

  it('may be as deep as it is long', () => {
    const deep = `<Response>${'<a>'.repeat(9000)}${'</a>'.repeat(9000)}</Response>`
    expect(lamlProblem(deep)).toBeUndefined()
  })

  it('is checked where a reply of one’s own is entered', () => {
    const input = (laml: string) => ({ webhookName: 'a', reply: 'laml', laml })
    const parse = (laml: string) => parseInput(watchNewCalls, input(laml), { timeZone: 'UTC' })
    expect(parse('<Response/>').values.laml).toBe('<Response/>')
    expect(() => parse('<Response>')).toThrowError(/must be well-formed XML/)
  })
})
