import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { escapeLaml } from '../../../src/core/laml.js'
import { parseLaml } from '../../../src/simulator/laml/parse-laml.js'

describe('a LaML document', () => {
  test('is read as verbs with attributes, nouns and text', () => {
    const document = `<?xml version="1.0" encoding="UTF-8"?>
      <!-- a comment -->
      <Response>
        <Say voice="woman">Fish &amp; <![CDATA[<chips>]]></Say>
        <Dial action="/next?a=1&amp;b=2"><Number>+12025550142</Number><Sip>sip:a@example.com</Sip></Dial>
        <Hangup/>
      </Response>`
    expect(parseLaml(document)).toEqual({
      verbs: [
        {
          name: 'Say',
          attributes: { voice: 'woman' },
          children: [],
          text: 'Fish & <chips>',
          ownText: 'Fish & <chips>',
        },
        expect.objectContaining({
          name: 'Dial',
          attributes: { action: '/next?a=1&b=2' },
          ownText: '',
          children: [
            expect.objectContaining({ name: 'Number', text: '+12025550142' }),
            expect.objectContaining({ name: 'Sip', text: 'sip:a@example.com' }),
          ],
        }),
        { name: 'Hangup', attributes: {}, children: [], text: '', ownText: '' },
      ],
    })
  })

  test('keeps any text that was escaped', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const parsed = parseLaml(`<Response><Say>-${escapeLaml(text)}-</Say></Response>`)
        // XML reads every line end as one character.
        const kept = text.replace(/\r\n?/g, '\n').replace(/[^\t\n\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
        expect('verbs' in parsed && parsed.verbs[0]?.text).toBe(`-${kept}-`)
      }),
    )
  })

  const bomb = `<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><Response><Say>&b;</Say></Response>`
  test.each([
    ['empty', '', 'It is not well-formed'],
    ['no XML', 'Hello', 'not well-formed'],
    ['cut off', '<Response><Say>', 'not well-formed'],
    ['with two roots', '<Response/><Response/>', 'not well-formed'],
    ['with another root', '<Reply/>', 'Reply, not Response'],
    ['with a lower-case root', '<response/>', 'not Response'],
    ['with a document type', bomb, 'document type'],
    ['with an unknown entity', '<Response><Say>&nbsp;</Say></Response>', 'not well-formed'],
    ['with text between the verbs', '<Response>Hello<Say>there</Say></Response>', 'outside of a verb'],
    ['with a repeated attribute', '<Response><Say a="1" a="2"/></Response>', 'not well-formed'],
    ['nested too deeply', `<Response>${'<a>'.repeat(30)}${'</a>'.repeat(30)}</Response>`, 'nested'],
    ['with too many elements', `<Response>${'<Hangup/>'.repeat(3000)}</Response>`, 'elements'],
  ])('that is %s is refused', (_what, document, problem) => {
    expect(parseLaml(document)).toEqual({ problem: expect.stringContaining(problem) })
  })

  test('of whatever characters is read or refused, never thrown at', () => {
    const piece = fc.constantFrom(
      '<Response>',
      '</Response>',
      '<Say a="',
      '">',
      '<![CDATA[',
      ']]>',
      '&',
      ';',
      '<!--',
      'x',
      '\u0000',
      '__proto__="1"',
    )
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const parsed = parseLaml(pieces.join(''))
        expect('verbs' in parsed !== 'problem' in parsed).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })
})
