import { choice, list, longText, select, url } from '../../src/core/fields.js'
import { each, element, ownDocument, ref, response } from '../../src/core/laml.js'

/** How SignalWire answers the sender of an incoming message. */
export const messageReply = choice({
  label: 'When a message comes in',
  help: 'Select what the sender gets back. SignalWire does this at once, whatever the scenario does afterwards.',
  required: true,
  options: {
    nothing: { label: 'Send nothing back', fields: {}, laml: response() },
    text: {
      label: 'Reply with a message',
      fields: {
        text: longText({
          label: 'Text',
          help: 'Enter the text that is sent back to the sender.',
          required: true,
          maxLength: 1600,
        }),
        mediaUrls: list({
          label: 'Media URLs',
          help: 'Enter the URL address of each medium to send along with the text. For example, `https://example.com/menu.jpg`.',
          item: { kind: 'url' },
          maxItems: 8,
        }),
      },
      laml: response(element('Message', {}, element('Body', {}, ref('text')), each('mediaUrls', 'Media'))),
    },
    redirect: {
      label: 'Continue with another LaML document',
      fields: {
        redirectUrl: url({
          label: 'LaML URL',
          help: 'Enter the URL address of the LaML document that answers the message.',
          required: true,
        }),
        redirectMethod: select({
          label: 'Method',
          help: 'Select whether the document is requested with POST or GET.',
          options: { GET: 'GET', POST: 'POST' },
          apiDefault: 'POST',
        }),
      },
      laml: response(element('Redirect', { method: ref('redirectMethod') }, ref('redirectUrl'))),
    },
    laml: {
      label: 'My own LaML',
      fields: {
        laml: longText({
          label: 'LaML',
          help: 'Enter a whole LaML document with the root element `Response`. SignalWire reads at most 64 kB of it.',
          required: true,
          maxLength: 65_536,
          format: 'laml',
        }),
      },
      laml: ownDocument('laml'),
    },
  },
})
