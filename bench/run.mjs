#!/usr/bin/env node
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { measure } from './measure.mjs'
import { printRow, printVerdicts } from './print.mjs'
import { rows } from './rows/index.mjs'
import { startServer } from './server.mjs'
import { summarise } from './summary.mjs'

const help = `Measures the built package side by side with the twilio and @signalwire/compatibility-api SDKs.

  npm run bench -- [options]

  --only <row>     one row, several times for several: ${rows.map(({ id }) => id).join(', ')}
  --runs <n>       measurements of each client in each row
  --dist <folder>  the built package, default dist at the top
  --json           the results as JSON on standard output

Ends with 0 unless a measurement itself fails: a missed budget is printed, not an error.`

/** A mistake in the options, told in one sentence. */
class UsageError extends Error {}

function readOptions() {
  const options = {
    only: { type: 'string', multiple: true },
    runs: { type: 'string' },
    dist: { type: 'string' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  }
  let values
  try {
    values = parseArgs({ options }).values
  } catch (error) {
    throw new UsageError(error.message)
  }
  const unknown = values.only?.find((id) => rows.every((row) => row.id !== id))
  if (unknown !== undefined)
    throw new UsageError(`There is no row ${unknown}. Rows: ${rows.map(({ id }) => id).join(', ')}.`)
  if (values.runs !== undefined && !/^[1-9]\d{0,3}$/.test(values.runs))
    throw new UsageError('--runs takes a whole number from 1 to 9999.')
  const dist = values.dist === undefined ? fileURLToPath(new URL('../dist', import.meta.url)) : resolve(values.dist)
  if (!values.help && !existsSync(resolve(dist, 'src/index.js')))
    throw new UsageError(`There is no built package in ${dist}. Run npm run build first.`)
  return { ...values, dist }
}

const toUrl = (dist, file) => pathToFileURL(resolve(dist, file)).href

async function measureRow(row, options) {
  const progress = (text) => process.stderr.write(`${row.id}: ${text}\n`)
  progress('starting')
  const entry = toUrl(options.dist, 'src/index.js')
  const server = row.start
    ? await row.start(entry)
    : row.server && (await startServer({ entry: toUrl(options.dist, 'src/simulator/index.js'), ...row.server }))
  try {
    const programs = row.programs(server)
    return summarise(
      row,
      programs,
      await measure(programs, Number(options.runs ?? row.runs), { entry, server }, progress),
    )
  } finally {
    await server?.stop()
  }
}

async function main() {
  const options = readOptions()
  if (options.help) return console.log(help)
  const summaries = []
  for (const row of rows) {
    if (options.only && !options.only.includes(row.id)) continue
    const summary = await measureRow(row, options)
    summaries.push(summary)
    if (!options.json) printRow(summary)
  }
  if (options.json) console.log(JSON.stringify({ node: process.version, rows: summaries }, null, 2))
  else printVerdicts(summaries)
}

try {
  await main()
} catch (error) {
  console.error(error instanceof UsageError ? `${error.message}\n\n${help}` : `A measurement failed. ${error.message}`)
  process.exitCode = error instanceof UsageError ? 2 : 1
}
