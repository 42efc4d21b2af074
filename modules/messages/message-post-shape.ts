import { value } from '../../src/core/shape.js'

const parameter = (label: string) => value.text(label, { optional: true })

/**
 * The parameters of a message's post (Compatibility API, "cXML messaging" and the webhook of Messages). Every value is a
 * text, and which of them a post has depends on its event. `media` is made from the numbered parameters.
 */
export const messagePostShape = {
  MessageSid: value.text('Message SID'),
  AccountSid: value.text('Account SID'),
  ApiVersion: parameter('API Version'),
  From: value.text('From'),
  To: value.text('To'),
  Body: parameter('Body'),
  NumMedia: parameter('Number of Media'),
  MediaUrl0: parameter('URL of the First Medium'),
  MediaContentType0: parameter('Content Type of the First Medium'),
  NumSegments: parameter('Number of Segments'),
  MessageStatus: value.text('Message Status', {
    optional: true,
    known: {
      queued: 'Queued',
      sending: 'Sending',
      sent: 'Sent',
      delivered: 'Delivered',
      undelivered: 'Undelivered',
      failed: 'Failed',
      receiving: 'Receiving',
      received: 'Received',
    },
  }),
  ErrorCode: parameter('Error Code'),
  media: value.list('Media', {
    derived: 'indexedMedia',
    item: value.collection('Medium', {
      shape: { url: value.text('URL'), contentType: value.text('Content Type') },
    }),
  }),
} as const

/** An incoming message with a picture, with reserved numbers. */
export const messagePostSample = {
  MessageSid: '7b1e4d90-3c6f-4a28-8e55-d2f0a9c1b374',
  AccountSid: '6f2d1c7a-58b3-4e9d-a0c4-91e7b35d2f68',
  From: '+12025550142',
  To: '+12025550101',
  Body: 'Is this the right door?',
  NumMedia: '1',
  MediaUrl0: 'https://example.com/media/door.jpg',
  MediaContentType0: 'image/jpeg',
} as const
