// Sends a text message and reads it back, without a SignalWire account: against the simulator.
// With an account, leave the simulator out and fill in your own Space name, Project ID and token.
import { createMessage, getMessage, openConnection } from 'signalwire-connector'
import { startSimulator } from 'signalwire-connector/simulator'

const simulator = await startSimulator()
const connection = await openConnection(simulator.credentials)

const sent = await createMessage.execute(
  { to: '+12025550142', from: '+12025550100', contentType: 'body', body: 'Your table is booked for 7 pm.' },
  connection,
)
console.log(`Sent ${sent?.sid} to ${sent?.to}: ${sent?.status}`)

const read = await getMessage.execute({ messageSid: sent?.sid ?? '' }, connection)
console.log(`Read it back: ${read?.body} (created ${read?.date_created.toISOString()})`)

connection.close()
await simulator.close()
