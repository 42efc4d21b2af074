/** The clients, as rows name them. The first is measured against the second; the others stand by for comparison. */
export const connector = (task) => ({ label: 'signalwire-connector', program: 'connector.mjs', task })
export const twilio = (task) => ({ label: 'twilio', program: 'twilio.cjs', task })
export const compatibilityApi = (task) => ({
  label: '@signalwire/compatibility-api',
  program: 'compatibility-api.cjs',
  task,
})
export const plainHttp = (task) => ({ label: 'node:http alone', program: 'plain-http.mjs', task })
