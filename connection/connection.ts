import { defineConnection } from '../src/core/connection.js'
import { list, secret, sid, text, url } from '../src/core/fields.js'
import { laml, relay } from '../src/core/request.js'

/**
 * The connection to one project of one Space. Its name is the host's affair and no field. A token has scopes, so the test
 * makes one small request for each scope that the modules need (REST API, "Authorization").
 */
export const signalwire = defineConnection({
  id: 'signalwire',
  label: 'SignalWire',
  fields: {
    spaceName: text({
      label: 'Space Name',
      help: "Enter your SignalWire account's space name. For example, if your account's Space URL is `xyz.signalwire.com`, your space name is `xyz`; the whole URL may be entered as well. The Space URL is shown under API in the left menu of SignalWire.",
      required: true,
    }),
    projectId: sid({
      label: 'Project ID',
      help: 'Enter the project ID. Log in to SignalWire, click API in the left menu and copy the Project ID.',
      required: true,
    }),
    authToken: secret({
      label: 'Auth Token',
      help: 'Enter the token of the project. In SignalWire, click API > Create a Token, enter a name for it, select the permissions Voice, Messaging and Numbers, and click Save. Then click Show and copy the token.',
      required: true,
    }),
    signingKeys: list({
      label: 'Signing Key',
      help: "Enter the project's signing key, which proves that a webhook was called by SignalWire. It is shown at Dashboard > API Credentials > Signing Key. A second one is needed only while the key is being replaced.",
      item: { kind: 'secret' },
      maxItems: 2,
    }),
    apiUrl: url({
      label: 'API URL',
      help: 'Enter the URL of a simulator or of a proxy that is asked in place of the Space. It is used on this computer only and never exported.',
      advanced: true,
    }),
  },
  probes: [
    {
      scope: 'Voice',
      request: laml('GET', '/Calls', { PageSize: '1' }),
      needed: 'the modules for calls and the list of recent calls',
    },
    {
      scope: 'Messaging',
      request: laml('GET', '/Messages', { PageSize: '1' }),
      needed: 'the modules for messages and the list of recent messages',
    },
    {
      scope: 'Numbers',
      request: relay('GET', '/phone_numbers', { page_size: '1' }),
      needed: 'the lists of phone numbers and number groups, and attaching a webhook to a number',
    },
  ],
  // The look-up of a number is open to every token, whatever its scopes (REST API, "Look up phone number").
  decider: relay('GET', '/lookup/phone_number/+12025550100'),
})
