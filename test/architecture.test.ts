import { describe, expect, it } from 'vitest'
import {
  clockProblems,
  fileProblems,
  filesBelow,
  importsOf,
  type Layer,
  layerProblems,
  packageOf,
  packageProblems,
} from './architecture/scan.js'

const core = 'src/core/'

/** Which part may import which; the first layer that holds a file decides. */
const layers: readonly Layer[] = [
  { holds: /^src\/core\//, mayImport: /^src\/core\// },
  { holds: /^src\/runtime\//, mayImport: /^src\/(core|runtime)\// },
  { holds: /^src\/targets\//, mayImport: /^src\/(core|targets)\// },
  { holds: /^src\/ledger\//, mayImport: /^src\/(core|ledger)\// },
  { holds: /^src\/simulator\//, mayImport: /^(src\/(core|simulator)\/|webhooks\/(signature|sign-post)\.ts)/ },
  {
    holds: /^src\/delivery\//,
    mayImport: /^src\/(core\/|delivery\/|runtime\/(http|transport|retry-after|load-package)|ledger\/port)/,
  },
  { holds: /^src\/reconcile\//, mayImport: /^(src\/(core|runtime|reconcile)\/|src\/ledger\/port|webhooks\/)/ },
  {
    holds: /^src\/hooks\//,
    mayImport: /^(src\/(core|runtime|hooks)\/|src\/ledger\/port|webhooks\/(?!receiver))/,
  },
  { holds: /^src\/harness\//, mayImport: /^(src|connection|modules|webhooks)\// },
  { holds: /^src\/app\.ts$/, mayImport: /^(src\/core\/|connection\/connection|modules\/|webhooks\/(?!receiver))/ },
  { holds: /^src\/testing\.ts$/, mayImport: /^(src\/core\/|webhooks\/(?!receiver))/ },
  { holds: /^src\/receiver\.ts$/, mayImport: /^(src\/(?!harness)|webhooks\/)/ },
  {
    holds: /^src\/(index|open-connection|check-input)\.ts$/,
    mayImport: /^(src\/(?!harness)|connection\/|modules\/)/,
  },
  { holds: /^connection\//, mayImport: /^(src\/core\/|connection\/)/ },
  { holds: /^modules\/index\.ts$/, mayImport: /^modules\// },
  { holds: /^modules\/sources\//, mayImport: /^(src\/core\/|modules\/sources\/)/ },
  { holds: /^modules\/calls\//, mayImport: /^(src\/core\/|modules\/(calls|sources)\/)/ },
  { holds: /^modules\/messages\//, mayImport: /^(src\/core\/|modules\/(messages|sources)\/)/ },
  { holds: /^modules\/other\//, mayImport: /^(src\/core\/|modules\/(other|sources)\/)/ },
  { holds: /^modules\/deviations\.ts$/, mayImport: /^src\/core\// },
  {
    holds: /^webhooks\/receiver/,
    mayImport: /^(src\/(core|runtime)\/|src\/ledger\/port|webhooks\/)/,
  },
  { holds: /^webhooks\//, mayImport: /^(src\/core\/|webhooks\/(?!receiver))/ },
]

/** The one part that each package is used in. */
const homes: Readonly<Record<string, RegExp>> = {
  axios: /^src\/runtime\/(transport|http-adapter)\.ts$/,
  zod: /^src\/runtime\//,
  saxes: /^src\/(runtime\/laml-document|simulator\/laml\/parse-laml)\.ts$/,
  'date-fns': /^src\/runtime\/dates\.ts$/,
  '@date-fns/tz': /^src\/runtime\/dates\.ts$/,
  'fastest-levenshtein': /^src\/runtime\/nearest\.ts$/,
  express: /^webhooks\/receiver\.ts$/,
  'prom-client': /^webhooks\/receiver\/metrics\.ts$/,
  'better-sqlite3': /^src\/ledger\//,
  standardwebhooks: /^src\/delivery\/sign-forwarded\.ts$/,
  commander: /^src\/harness\//,
  'cli-table3': /^src\/harness\//,
  picocolors: /^src\/harness\//,
  'yocto-spinner': /^src\/harness\//,
  'env-paths': /^src\/harness\//,
  'write-file-atomic': /^src\/harness\//,
}

const shipped = filesBelow('src', 'connection', 'modules', 'webhooks')

describe('the parts of the connector', () => {
  it('import only what the layers allow', () => {
    expect(shipped.length).toBeGreaterThan(50)
    expect(layerProblems(shipped, layers)).toEqual([])
  })

  it('are never imported from the command line, which is on top', () => {
    const importers = shipped.filter(({ path }) => !path.startsWith('src/harness/'))
    expect(importers.flatMap(importsOf).filter((imported) => imported.startsWith('src/harness/'))).toEqual([])
  })

  it('use each package in one place', () => {
    expect(packageProblems(shipped, homes)).toEqual([])
  })

  it('keep the vocabulary free of packages and of Node', () => {
    const vocabulary = shipped.filter(({ path }) => path.startsWith(core))
    expect(vocabulary.flatMap(importsOf).filter((imported) => !imported.startsWith(core))).toEqual([])
  })

  it('take time from the clock alone', () => {
    // The end of a turn of the event loop is no time: nothing is waited for.
    const clocks = ['src/core/clock.ts', 'src/core/manual-clock.ts', 'src/ledger/turn.ts']
    expect(clockProblems(shipped.filter(({ path }) => !clocks.includes(path)))).toEqual([])
    // The control: the clocks themselves are found.
    expect(clockProblems(shipped.filter(({ path }) => clocks.includes(path)))).not.toEqual([])
  })

  it('are in short files with telling names', () => {
    expect(fileProblems(shipped, 300)).toEqual([])
    // A suite may be as long as its subject needs.
    expect(fileProblems(filesBelow('test'), Number.POSITIVE_INFINITY)).toEqual([])
  })
})

describe('the scan itself', () => {
  const file = (path: string, text: string) => ({ path, text })

  it('finds imports of every form, and none in comments', () => {
    const text = `
      // import { a } from './comment.js'
      /** @example import { b } from 'package-of-an-example' */
      import type { C } from '../core/fields.js'
      import {
        d,
      } from './lines.js'
      export { e } from "./quotes.js"
      import './effects.js'
      const f = await import('node:fs')
      const g = loadPackage('saxes') as typeof Saxes
      const home = 'https://example.com/from'
    `
    expect(importsOf(file('src/runtime/one.ts', text))).toEqual([
      'src/core/fields.ts',
      'src/runtime/lines.ts',
      'src/runtime/quotes.ts',
      'src/runtime/effects.ts',
      'node:fs',
      'saxes',
    ])
  })

  it('reports an import across layers and a file in no layer', () => {
    expect(
      layerProblems(
        [
          file('src/core/one.ts', `import { x } from '../runtime/send.js'`),
          file('src/targets/two.ts', `import { x } from '../../modules/index.js'`),
          file('modules/calls/three.ts', `import { x } from '../messages/message-shape.js'`),
          file('modules/calls/four.ts', `import { x } from '../sources/sources.js'`),
          file('src/elsewhere/five.ts', ''),
        ],
        layers,
      ),
    ).toEqual([
      'src/core/one.ts imports src/runtime/send.ts',
      'src/targets/two.ts imports modules/index.ts',
      'modules/calls/three.ts imports modules/messages/message-shape.ts',
      'src/elsewhere/five.ts is in no layer',
    ])
  })

  it('reports a package outside its home and a package without one', () => {
    expect(
      packageProblems(
        [
          file('src/runtime/transport.ts', `import axios from 'axios'`),
          file('modules/calls/one.ts', `import { format } from 'date-fns/format'`),
          file('src/runtime/two.ts', `import x from '@scope/new/deep'`),
        ],
        homes,
      ),
    ).toEqual([
      'modules/calls/one.ts imports the package date-fns',
      'src/runtime/two.ts imports the package @scope/new',
    ])
    expect(packageOf('node:http')).toBeUndefined()
  })

  it('reports every way around the clock, but not a date made from a value', () => {
    const around = [
      'Date.now()',
      'new Date()',
      'setTimeout(f, 1)',
      'setInterval(f, 1)',
      'setImmediate(f)',
      'performance.now()',
    ]
    for (const code of around) expect(clockProblems([file('src/runtime/one.ts', code)])).toHaveLength(1)
    expect(clockProblems([file('src/runtime/one.ts', `new Date(0); // Date.now()`)])).toEqual([])
  })

  it('reports empty names, other cases than kebab and long files', () => {
    expect(fileProblems([file('src/core/utils.ts', ''), file('src/call-helpers/one.ts', '')], 300)).toHaveLength(2)
    expect(fileProblems([file('src/core/callFields.ts', ''), file('src/core/Calls.ts', '')], 300)).toHaveLength(2)
    expect(fileProblems([file('src/core/one.ts', 'x\n'.repeat(301))], 300)).toEqual(['src/core/one.ts has 301 lines'])
    expect(fileProblems([file('src/core/commons-fields.ts', 'x\n'.repeat(300))], 300)).toEqual([])
  })
})
