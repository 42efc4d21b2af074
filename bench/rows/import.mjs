import { compatibilityApi, connector, twilio } from './programs.mjs'

const task = { name: 'import' }

/** An ES module and a CommonJS script start differently; each client is counted over the start of its own kind. */
export const importing = {
  id: 'import',
  what: 'import, over an empty Node start',
  unit: 'ms',
  budget: { atMost: 0.25 },
  runs: 15,
  programs: () => [
    { ...connector(task), over: 'empty ES module' },
    { ...twilio(task), over: 'empty CommonJS script' },
    { ...compatibilityApi(task), over: 'empty CommonJS script' },
    { label: 'empty ES module', program: 'empty-module.mjs', task },
    { label: 'empty CommonJS script', program: 'empty-script.cjs', task },
  ],
}
