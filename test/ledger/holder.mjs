/** Owns a ledger until it is killed. Usage: holder.mjs <the ledger's module> <file> */
const [module, path] = process.argv.slice(2)
const { openLedger } = await import(module)
const ledger = await openLedger({ path })
process.stdout.write(`${await ledger.role()}\n`)
// Keeps the process alive; its own socket does not.
setInterval(() => {}, 60_000)
