import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { code, escapeMarkdown, helpMarkdown, jsonBlock, table } from '../../src/targets/markdown.js'

describe('plain text in Markdown', () => {
  it('means nothing but itself', () => {
    expect(escapeMarkdown('a * b_c [link](x) <b> `code` | \\ ~~')).toBe(
      'a \\* b\\_c \\[link\\](x) \\<b> \\`code\\` \\| \\\\ \\~\\~',
    )
    expect(escapeMarkdown('AT&amp;T & Co')).toBe('AT&amp;amp;T & Co')
    expect(escapeMarkdown('# 1')).toBe('\\# 1')
    expect(escapeMarkdown('two\n  lines')).toBe('two lines')
  })

  it('stays readable where nothing needs escaping', () => {
    expect(escapeMarkdown('Dashboard > LaML > Apps, 5 + 5 - 3 # 1.')).toBe('Dashboard > LaML > Apps, 5 + 5 - 3 # 1.')
  })
})

describe('a help text', () => {
  it('keeps its code and escapes the rest', () => {
    expect(helpMarkdown('Use `a*b` or <c>. A lone ` is a backtick.')).toBe(
      'Use `a*b` or \\<c>. A lone \\` is a backtick.',
    )
  })
})

describe('code', () => {
  it('is fenced with more backticks than it holds', () => {
    expect(code('a')).toBe('`a`')
    expect(code('a``b')).toBe('```a``b```')
    expect(code('`a`')).toBe('`` `a` ``')
    expect(jsonBlock({ a: '```' }).split('\n')[0]).toBe('````json')
  })
})

describe('a table', () => {
  it('has as many cells in every row as in its head, whatever the texts are', () => {
    const cell = fc.string().map(escapeMarkdown)
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell.map(code), cell)), (rows) => {
        const lines = table(['A', 'B', 'C'], rows).split('\n')
        expect(lines).toHaveLength(rows.length + 2)
        for (const line of lines) expect(line.match(/(?<!\\)(?:\\\\)*\|/g)).toHaveLength(4)
      }),
    )
  })

  it('escapes a bar in code, which would end the cell there too', () => {
    expect(table(['A'], [['`a|b`']])).toContain('| `a\\|b` |')
  })
})
