// What Node costs before the first line of an ES module.
const ms = performance.now()
const { report } = await import('./report.mjs')
report({ ms })
