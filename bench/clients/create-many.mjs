/** Requests per second with a fixed number in flight, after a warm-up that does not count. */
export async function createMany(create, { warmUp, messages, inFlight }) {
  await run(create, warmUp, inFlight)
  const start = performance.now()
  await run(create, messages, inFlight)
  return { perSecond: messages / ((performance.now() - start) / 1000), count: messages }
}

async function run(create, total, inFlight) {
  let next = 0
  const worker = async () => {
    while (next < total) await create(next++)
  }
  await Promise.all(Array.from({ length: inFlight }, worker))
}
