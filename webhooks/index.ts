/**
 * What SignalWire posts to webhooks: read, verified and classified. `parsePost` turns a body into the `post` that an
 * instant trigger's `execute` takes.
 */
export type { EventType, Post } from '../src/core/post.js'
export { classify, type Purpose } from './classify.js'
export {
  explainSignature,
  type OtherSecret,
  type SignatureDiagnosis,
  type SignatureDifference,
} from './explain-signature.js'
export {
  fromStoredHook,
  type HookDefinition,
  hookUrl,
  newHookId,
  newStepKey,
  parseHookPath,
  type StoredHookDefinition,
  toHookRecord,
} from './hook.js'
export { identityOf } from './identity.js'
export { parsePost } from './parse-post.js'
export { checkPublicUrl, type ProxyTrust, publicUrlCandidates, type ReceivedAt, trustProxies } from './public-url.js'
export { type Pair, paramsOf, type ReadPost, readPairs, type UnreadablePost } from './read-pairs.js'
export { type Reply, type ReplyRequest, replyFor, type StepUrlOf } from './reply.js'
export { type SignatureCheck, type SignatureScheme, type SignatureVerdict, verifySignature } from './signature.js'
