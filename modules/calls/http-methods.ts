/** The methods that SignalWire can request a URL with. */
export const httpMethods = { GET: 'GET', POST: 'POST' } as const
