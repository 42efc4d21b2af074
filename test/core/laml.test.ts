import fc from 'fast-check'
import { SaxesParser } from 'saxes'
import { describe, expect, it } from 'vitest'
import { each, element, escapeLaml, ownDocument, ref, renderLaml, response, stepUrl } from '../../src/core/laml.js'

interface Element {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  text: string
  readonly children: Element[]
}

/** Reads a document with an independent parser; any error of well-formedness is thrown. */
function parse(document: string): Element {
  const top: Element = { name: '', attributes: {}, text: '', children: [] }
  const open = [top]
  const parser = new SaxesParser()
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', ({ name, attributes }) => {
    const one: Element = { name, attributes: { ...attributes } as Record<string, string>, text: '', children: [] }
    open.at(-1)?.children.push(one)
    open.push(one)
  })
  parser.on('text', (text) => {
    const last = open.at(-1)
    if (last) last.text += text
  })
  parser.on('closetag', () => open.pop())
  parser.write(document).close()
  const [root] = top.children
  if (!root) throw new Error('The document has no root.')
  return root
}

// Any text, with markup, control characters, halves of characters and what is no character at all.
const anyText = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({
    unit: fc.constantFrom(
      '<',
      '>',
      '&',
      '"',
      "'",
      '/',
      '=',
      ' ',
      'a',
      ']]>',
      '<!--',
      '-->',
      '\u0000',
      '\u000b',
      '\ud800',
      '\ufffe',
      '\n',
      '\t',
      '\r',
      '😀',
    ),
  }),
  fc.string({ unit: 'binary' }),
)

/** What XML can carry of a text. */
const inXml = (text: string) =>
  [...text].filter((character) => /[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.test(character)).join('')

describe('the escaper', () => {
  it('makes the five characters of markup harmless', () => {
    expect(escapeLaml(`<a href="x">&'`)).toBe('&lt;a href=&quot;x&quot;&gt;&amp;&apos;')
  })

  it('leaves out what XML cannot carry and nothing else', () => {
    expect(escapeLaml('a\u0000b\u001fc\ud800d\uffffe\t\n😀')).toBe('abcde&#9;&#10;😀')
  })
})

describe('a reply', () => {
  const reply = response(element('Say', { voice: ref('voice'), loop: '2' }, ref('say')))

  it('is rendered with the values of its fields', () => {
    expect(renderLaml(reply, { voice: 'woman', say: 'Tom & Jerry' })).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n<Response><Say voice="woman" loop="2">Tom &amp; Jerry</Say></Response>',
    )
  })

  it('leaves out the attributes and texts whose fields are not filled', () => {
    expect(renderLaml(reply, { voice: undefined, say: null })).toContain('<Response><Say loop="2"/></Response>')
    expect(renderLaml(response(), {})).toContain('<Response/>')
  })

  it('carries a number, a zero and a false as they are', () => {
    const dial = response(element('Dial', { timeout: ref('timeout'), record: ref('record') }))
    expect(renderLaml(dial, { timeout: 0, record: false })).toContain('<Dial timeout="0" record="false"/>')
  })

  it('gives every text back to whoever parses it', () => {
    fc.assert(
      fc.property(anyText, anyText, (say, voice) => {
        const root = parse(renderLaml(reply, { say, voice }))
        expect(root.name).toBe('Response')
        expect(root.children).toEqual([
          { name: 'Say', attributes: { voice: inXml(voice), loop: '2' }, text: inXml(say), children: [] },
        ])
      }),
      { numRuns: 500 },
    )
  })

  it('has no attribute and no verb that a value brings along', () => {
    const hostile = `x" action="https://attacker.example"><Hangup/><Say a='`
    const root = parse(renderLaml(reply, { say: `</Say><Redirect>${hostile}`, voice: hostile }))
    expect(root.children.map(({ name, attributes }) => [name, Object.keys(attributes)])).toEqual([
      ['Say', ['voice', 'loop']],
    ])
  })

  it('has one element for each value of a list', () => {
    const message = response(element('Message', {}, element('Body', {}, ref('text')), each('media', 'Media')))
    expect(
      renderLaml(message, { text: 'Hi', media: ['https://example.com/?a=1&b=2', 'https://example.com/3'] }),
    ).toContain(
      '<Message><Body>Hi</Body><Media>https://example.com/?a=1&amp;b=2</Media><Media>https://example.com/3</Media></Message>',
    )
    expect(renderLaml(message, { text: 'Hi' })).toContain('<Message><Body>Hi</Body></Message>')
  })

  it('puts a value into the noun that its beginning asks for, whatever the case', () => {
    const dial = response(element('Dial', {}, ref('to', { 'sip:': 'Sip' })))
    expect(renderLaml(dial, { to: 'SIP:alice@example.com' })).toContain('<Dial><Sip>SIP:alice@example.com</Sip></Dial>')
    expect(renderLaml(dial, { to: '+12025550142' })).toContain('<Dial>+12025550142</Dial>')
  })

  it("continues at the receiver's own URL", () => {
    const record = response(element('Record', { action: stepUrl('recorded'), report: stepUrl('saved', 'recording') }))
    const urlOf = (step: string, reports?: string) => `https://example.com/hooks/1/${step}?a=1&b=${reports ?? ''}`
    expect(renderLaml(record, {}, urlOf)).toContain(
      '<Record action="https://example.com/hooks/1/recorded?a=1&amp;b=" report="https://example.com/hooks/1/saved?a=1&amp;b=recording"/>',
    )
    expect(() => renderLaml(record, {})).toThrow('step recorded')
  })

  it('may be a whole document of the user, which is sent as it is', () => {
    const document = '<Response><Say voice="man">A &amp; B</Say></Response>'
    expect(renderLaml(ownDocument('laml'), { laml: document })).toBe(document)
    expect(renderLaml(ownDocument('laml'), {})).toBe('')
  })
})
