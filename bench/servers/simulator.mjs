// The simulator in a process of its own, so that neither its work nor its memory counts.
const { entry, calls, latencyMs } = JSON.parse(process.env.BENCH_SERVER)
const { simulatorNumbers, startSimulator } = await import(entry)
const simulator = await startSimulator({ seed: { calls } })
if (latencyMs) simulator.fault({ path: '*/Calls', latencyMs, times: 'always' })
const { url, credentials } = simulator
const { sid } = simulator.addCall({})
process.send({ url, credentials, callSid: sid, from: simulatorNumbers.main })
process.on('disconnect', () => process.exit())
