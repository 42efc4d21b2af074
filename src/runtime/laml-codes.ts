import type { CodeMeanings } from './code-meaning.js'
import { lamlAccountCodes } from './laml-account-codes.js'
import { lamlCallCodes } from './laml-call-codes.js'
import { lamlDocumentCodes } from './laml-document-codes.js'
import { lamlMessageCodes } from './laml-message-codes.js'

/**
 * Every error and warning code that SignalWire documents for its Compatibility (LaML) API, with its meaning (source: the
 * API's page "Error codes"). They come in error replies, in the `error_code` of messages and in the logs of a Space.
 */
export const lamlCodes: CodeMeanings = Object.freeze({
  ...lamlAccountCodes,
  ...lamlCallCodes,
  ...lamlDocumentCodes,
  ...lamlMessageCodes,
})

/** The page that explains a documented LaML code, at the code. */
export const lamlCodePage = (code: string): string =>
  `https://signalwire.com/docs/compatibility-api/rest/error-codes#${code}`
