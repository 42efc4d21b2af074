// What Node costs before the first line of a CommonJS script.
const ms = performance.now()
import('./report.mjs').then(({ report }) => report({ ms }))
