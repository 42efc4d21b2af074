import { value } from '../../src/core/shape.js'

/** The statuses of a message in the order of its life (Compatibility API, Messages, "status"). */
export const messageStatuses = {
  queued: 'Queued',
  initiated: 'Initiated',
  sent: 'Sent',
  delivered: 'Delivered',
  undelivered: 'Undelivered',
  failed: 'Failed',
  received: 'Received',
} as const

/** A message as the API returns it (Compatibility API, Messages, "Message"). */
export const messageShape = {
  sid: value.text('Message SID'),
  account_sid: value.text('Account SID'),
  api_version: value.text('API Version'),
  to: value.text('To'),
  from: value.text('From'),
  body: value.text('Body', { nullable: true }),
  status: value.text('Status', { known: messageStatuses }),
  direction: value.text('Direction', {
    known: {
      inbound: 'Inbound',
      'outbound-api': 'Outbound by the API',
      'outbound-call': 'Outbound during a call',
      'outbound-reply': 'Outbound as a reply',
    },
  }),
  num_segments: value.number('Number of Segments'),
  num_media: value.number('Number of Media'),
  date_created: value.date('Date Created', { codec: 'rfc2822' }),
  date_sent: value.date('Date Sent', { codec: 'rfc2822', nullable: true }),
  date_updated: value.date('Date Updated', { codec: 'rfc2822' }),
  error_code: value.text('Error Code', { nullable: true }),
  error_message: value.text('Error Message', { nullable: true }),
  messaging_service_sid: value.text('Message Service SID', { nullable: true }),
  price: value.number('Price', { nullable: true }),
  price_unit: value.text('Price Unit'),
  uri: value.text('URI'),
  subresource_uris: value.collection('Subresource URIs', { shape: { media: value.text('Media') } }),
} as const

/** A message that was sent, with reserved numbers. */
export const messageSample = {
  sid: '3a9f2c5e-7d41-4b0e-9c88-1f6b2d7e4a10',
  account_sid: '6f2d1c7a-58b3-4e9d-a0c4-91e7b35d2f68',
  api_version: '2010-04-01',
  to: '+12025550142',
  from: '+12025550101',
  body: 'Your table for two is booked for 7 pm.',
  status: 'queued',
  direction: 'outbound-api',
  num_segments: 1,
  num_media: 0,
  date_created: 'Mon, 05 Jan 2026 12:00:00 +0000',
  date_sent: null,
  date_updated: 'Mon, 05 Jan 2026 12:00:00 +0000',
  error_code: null,
  error_message: null,
  messaging_service_sid: null,
  price: null,
  price_unit: 'USD',
  uri: '/api/laml/2010-04-01/Accounts/6f2d1c7a-58b3-4e9d-a0c4-91e7b35d2f68/Messages/3a9f2c5e-7d41-4b0e-9c88-1f6b2d7e4a10',
  subresource_uris: {
    media:
      '/api/laml/2010-04-01/Accounts/6f2d1c7a-58b3-4e9d-a0c4-91e7b35d2f68/Messages/3a9f2c5e-7d41-4b0e-9c88-1f6b2d7e4a10/Media',
  },
} as const
