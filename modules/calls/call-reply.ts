import { address, choice, integer, longText, select, text, url } from '../../src/core/fields.js'
import { element, ownDocument, ref, response, stepUrl } from '../../src/core/laml.js'
import { httpMethods } from './http-methods.js'

/** How SignalWire answers an incoming call. */
export const callReply = choice({
  label: 'When a call comes in',
  help: 'Select what the caller meets. SignalWire does this at once, whatever the scenario does afterwards.',
  required: true,
  options: {
    hangUp: { label: 'Hang up', fields: {}, laml: response(element('Hangup')) },
    say: {
      label: 'Say a text',
      fields: {
        say: longText({
          label: 'Text',
          help: 'Enter the text that is read to the caller.',
          required: true,
          maxLength: 4096,
        }),
        voice: text({
          label: 'Voice',
          help: 'Enter the voice that reads the text, such as `woman` or `man`. If empty, SignalWire chooses it.',
          maxLength: 64,
        }),
        language: text({
          label: 'Language',
          help: 'Enter the language of the text, such as `en-US` or `de-DE`.',
          maxLength: 16,
        }),
      },
      laml: response(element('Say', { voice: ref('voice'), language: ref('language') }, ref('say'))),
    },
    forward: {
      label: 'Forward the call',
      fields: {
        forwardTo: address({
          label: 'Forward To',
          help: 'Enter the phone number or SIP address that the call is forwarded to.',
          required: true,
        }),
        callerId: address({
          label: 'Caller ID',
          help: "Enter the number to show to the person who is called. If empty, it is the caller's.",
        }),
        timeout: integer({
          label: 'Timeout',
          help: 'Enter for how long it rings before the call counts as not answered.',
          min: 1,
          max: 600,
          unit: 'seconds',
          apiDefault: 30,
        }),
      },
      laml: response(
        element(
          'Dial',
          { callerId: ref('callerId'), timeout: ref('timeout'), action: stepUrl('forwarded') },
          ref('forwardTo', { 'sip:': 'Sip', 'sips:': 'Sip' }),
        ),
      ),
    },
    redirect: {
      label: 'Continue with another LaML document',
      fields: {
        redirectUrl: url({
          label: 'LaML URL',
          help: 'Enter the URL address of the LaML document that takes over the call.',
          required: true,
        }),
        redirectMethod: select({
          label: 'Method',
          help: 'Select whether the document is requested with POST or GET.',
          options: httpMethods,
          apiDefault: 'POST',
        }),
      },
      laml: response(element('Redirect', { method: ref('redirectMethod') }, ref('redirectUrl'))),
    },
    voicemail: {
      label: 'Take a voicemail',
      fields: {
        greeting: longText({
          label: 'Greeting',
          help: 'Enter the text that is read to the caller before the tone.',
          required: true,
          maxLength: 4096,
        }),
        maxLength: integer({
          label: 'Maximum Length',
          help: 'Enter how long a voicemail may be at the most.',
          min: 1,
          max: 3600,
          unit: 'seconds',
          apiDefault: 3600,
        }),
      },
      laml: response(
        element('Say', {}, ref('greeting')),
        element('Record', {
          maxLength: ref('maxLength'),
          playBeep: 'true',
          action: stepUrl('recorded'),
          recordingStatusCallback: stepUrl('recording', 'recording'),
        }),
      ),
    },
    reject: {
      label: 'Reject the call',
      fields: {
        reason: select({
          label: 'Reason',
          help: 'Select what the caller hears: a busy tone, or that the number is not in service.',
          options: { busy: 'Busy', rejected: 'Rejected' },
          apiDefault: 'rejected',
        }),
      },
      laml: response(element('Reject', { reason: ref('reason') })),
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
