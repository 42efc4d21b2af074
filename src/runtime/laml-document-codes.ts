import type { CodeMeanings } from './code-meaning.js'

/** Codes about webhooks that SignalWire calls and LaML documents that it gets from them. */
export const lamlDocumentCodes: CodeMeanings = {
  11200: {
    cause: 'The webhook did not answer in time.',
    advice: 'Make it answer within 5 seconds, and do slow work afterwards.',
  },
  11210: {
    cause: 'The host name in the URL of the webhook does not exist.',
    advice: 'Check the spelling of the URL.',
  },
  11215: {
    cause: 'The URL redirects too often.',
    advice: 'Give the URL where the redirects end.',
  },
  11217: {
    cause: 'The webhook answered with an error.',
    advice: "Look into the webhook's own log to see why it refused.",
  },
  11220: {
    cause: 'No encrypted connection to the webhook could be made.',
    advice: 'Check that the certificate of the host is valid and complete.',
  },
  11251: {
    cause: 'The host of the webhook does not keep to the HTTP protocol.',
    advice: 'Check what listens at the host and port of the URL.',
  },
  11300: {
    cause: 'The host of the webhook uses a version of HTTP that SignalWire does not support.',
    advice: 'Have the host serve HTTP/1.1.',
  },
  11750: {
    cause: 'The answer of the webhook is too large.',
    advice: 'Keep the answer below 64 kB.',
  },
  12100: {
    cause: 'The LaML document is not well-formed XML.',
    advice: 'Check it for text before the first tag, for tags that are not closed and for misspelt attributes.',
  },
  12300: {
    cause: 'The Content-Type of what the URL returns is missing or does not fit.',
    advice: 'Serve LaML as application/xml, and media under their own type.',
  },
  13000: {
    cause: 'A Dial dials a conference together with a number, or two conferences.',
    advice: 'Dial one conference and nothing else.',
  },
  13215: {
    cause: 'A Dial or Refer holds an element that does not belong there, or too many.',
    advice: 'Leave only what that verb may hold.',
  },
  13223: {
    cause: 'The number to dial is missing or malformed.',
    advice: 'Write it in international form, such as +12025550100.',
  },
  13238: {
    cause: 'The document for waiting callers uses a verb that is not allowed there.',
    advice: 'Remove Dial, Gather, Hangup and Record from it.',
  },
  13243: {
    cause: 'The SIP address is malformed.',
    advice: 'Write it like sip:name@sip.example.com.',
  },
  13254: {
    cause: 'The SIP address to dial is missing, or its host is private or unknown.',
    advice: 'Give a SIP address whose host can be reached from the internet.',
  },
  13420: {
    cause: 'The URL to play does not return audio.',
    advice: 'Give the URL of an audio file, served under an audio type.',
  },
  13750: {
    cause: 'The LaML document uses a verb that is not supported.',
    advice: 'Replace the verb by one that SignalWire documents.',
  },
  13801: {
    cause: 'Refer was used on a call that is not a SIP call.',
    advice: 'Use Dial to forward a call from the phone network.',
  },
  14204: {
    cause: 'The name of the queue is missing or too short.',
    advice: 'Give the queue a longer name.',
  },
  20422: {
    cause: 'The LaML document, or a value in it, is invalid.',
    advice: 'Check its verbs, attributes and Content-Type.',
  },
  21455: {
    cause: 'The URL to play is invalid.',
    advice: 'Give a complete URL that starts with https://.',
  },
  32110: {
    cause: 'A SIP address is invalid.',
    advice: 'Write it like sip:name@sip.example.com.',
  },
}
