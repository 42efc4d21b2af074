/** Takes stored events to consumers: a function in this process, lines on a stream, or signed posts to a URL. */
export type { Consumer, ConsumerDelivery } from './consumer.js'
export { type Deliverer, type DeliverOptions, deliver } from './deliver.js'
export { type BundlesOf, eventBundles } from './event-bundles.js'
export { consumerGone } from './failure.js'
export { type HttpConsumer, httpConsumer } from './http-consumer.js'
export { ndjsonConsumer } from './ndjson-consumer.js'
export type { DeliveryReport } from './report.js'
export { createSign, forwardSecret } from './sign-forwarded.js'
