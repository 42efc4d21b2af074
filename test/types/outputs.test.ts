import { describe, expect, expectTypeOf, it } from 'vitest'
import {
  createMessage,
  type deleteCall,
  type getCall,
  type makeApiCall,
  type searchMessages,
  type watchNewMessages,
} from '../../modules/index.js'
import { decodeOutput, type OutputOf, type RawOf, value } from '../../src/core/shape.js'

type Call = OutputOf<typeof getCall.output>
type Message = OutputOf<typeof searchMessages.output>
type MessagePost = OutputOf<typeof watchNewMessages.output>

describe('the type of an output', () => {
  it('has the names of the API', () => {
    expectTypeOf<Call['sid']>().toEqualTypeOf<string>()
    expectTypeOf<Call['duration']>().toEqualTypeOf<number>()
    expectTypeOf<Call['subresource_uris']['recordings']>().toEqualTypeOf<string>()
    // @ts-expect-error Outputs are not renamed.
    expectTypeOf<Call['dateCreated']>()
  })

  it('has dates as Dates, and null only where the API may send it', () => {
    expectTypeOf<Call['date_created']>().toEqualTypeOf<Date>()
    expectTypeOf<Call['end_time']>().toEqualTypeOf<Date | null>()
    expectTypeOf<Message['price']>().toEqualTypeOf<number | null>()
  })

  it('completes the documented statuses and takes new ones', () => {
    expectTypeOf<'completed'>().toExtend<Call['status']>()
    expectTypeOf<'a-new-status'>().toExtend<Call['status']>()
    expectTypeOf<number>().not.toExtend<Call['status']>()
  })

  it('lets parameters of a post be missing, and adds what is made of them', () => {
    expectTypeOf<MessagePost['From']>().toEqualTypeOf<string>()
    expectTypeOf<MessagePost['Body']>().toEqualTypeOf<string | undefined>()
    expectTypeOf<MessagePost['media']>().toEqualTypeOf<
      readonly { readonly url: string; readonly contentType: string }[]
    >()
  })

  it('has a raw form: dates as texts, nothing that is made', () => {
    type Raw = RawOf<typeof watchNewMessages.output>
    expectTypeOf<RawOf<typeof getCall.output>['date_created']>().toEqualTypeOf<string>()
    expectTypeOf<'media' extends keyof Raw ? true : false>().toEqualTypeOf<false>()
    expectTypeOf(createMessage.sample.date_sent).toEqualTypeOf<string | null>()
  })

  it('is what the module’s echo gives where the API answers with nothing', () => {
    expectTypeOf<OutputOf<typeof deleteCall.output>>().toEqualTypeOf<{ readonly sid: string }>()
    expectTypeOf<OutputOf<typeof makeApiCall.output>['body']>().toEqualTypeOf<unknown>()
    expectTypeOf<OutputOf<typeof makeApiCall.output>['statusCode']>().toEqualTypeOf<number>()
  })

  it('is what decoding gives', () => {
    const shape = {
      at: value.date('At', { codec: 'rfc2822' }),
      none: value.date('None', { codec: 'rfc2822', nullable: true }),
    }
    const output = decodeOutput(shape, { at: 'Mon, 05 Jan 2026 12:00:00 +0000', none: null }) as OutputOf<typeof shape>
    expectTypeOf(output.at).toEqualTypeOf<Date>()
    expect(output.at).toEqual(new Date('2026-01-05T12:00:00Z'))
    expect(output.none).toBeNull()
  })
})
