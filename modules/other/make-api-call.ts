import { defineAction } from '../../src/core/define.js'
import { any, keyValues, select, text } from '../../src/core/fields.js'
import { pathPattern } from '../../src/core/patterns.js'
import { value } from '../../src/core/shape.js'

/** Make an API Call. Only a GET is ever sent twice; the method decides that, so the descriptor says not idempotent. */
export const makeApiCall = defineAction({
  id: 'makeApiCall',
  label: 'Make an API Call',
  description: 'Performs an arbitrary authorized API call.',
  group: 'Other',
  effect: 'update',
  idempotent: false,
  request: { kind: 'arbitrary', url: 'url', method: 'method', headers: 'headers', query: 'qs', body: 'body' },
  fields: {
    url: text({
      label: 'URL',
      help: 'Enter a path relative to `https://<space>.signalwire.com`. For example, `/api/relay/rest/phone_numbers`. For the list of available endpoints, refer to the SignalWire API Documentation.',
      required: true,
      pattern: pathPattern,
      patternMeaning:
        'a path of your Space, such as `/api/relay/rest/phone_numbers`, without a scheme, a host, spaces or backslashes',
    }),
    method: select({
      label: 'Method',
      help: 'Select the HTTP method you want to use: GET to retrieve information for an entry, POST to create a new entry, PUT to update or replace an existing entry, PATCH to make a partial entry update, DELETE to delete an entry.',
      required: true,
      options: { GET: 'GET', POST: 'POST', PUT: 'PUT', PATCH: 'PATCH', DELETE: 'DELETE' },
      initial: 'GET',
    }),
    headers: keyValues({
      label: 'Headers',
      help: "Enter the desired request headers. You don't have to add authorization headers; we already did that for you.",
    }),
    qs: keyValues({
      label: 'Query String',
      help: 'Enter the request query string. It is appended to a query that the URL already has.',
    }),
    body: any({
      label: 'Body',
      help: 'Enter the body content for your API call. A text is sent as it is; a collection or a list is sent as JSON, or form-encoded for paths below `/api/laml/` and where the Content-Type header says so.',
    }),
  },
  output: {
    body: value.any('Body'),
    headers: value.any('Headers'),
    statusCode: value.number('Status Code'),
  },
  sample: {
    body: {
      data: [
        {
          id: '0d5b8c3e-9a71-4f26-b8e0-46c2d7f1a953',
          name: 'Reception',
          number: '+12025550101',
          capabilities: ['voice', 'fax', 'sms', 'mms'],
        },
      ],
    },
    headers: { 'content-type': 'application/json; charset=utf-8' },
    statusCode: 200,
  },
  example: { url: '/api/relay/rest/phone_numbers', method: 'GET' },
})
