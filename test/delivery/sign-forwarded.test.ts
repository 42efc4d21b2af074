import { describe, expect, it } from 'vitest'
import { createSign, forwardSecret } from '../../src/delivery/index.js'
import { useDesk } from './desk.js'

const desk = useDesk()
const secret = `whsec_${Buffer.alloc(24, 1).toString('base64')}`

describe('the secret that signs forwarded events', () => {
  it('is the one that was given', async () => {
    expect(await forwardSecret(desk.ledger, ` ${secret}\n`)).toEqual({ secret, origin: 'given' })
    // It is not stored: whoever gave it keeps it.
    expect((await forwardSecret(desk.ledger)).origin).toBe('generated')
  })

  it('is generated once where none was given, and stays the same', async () => {
    const first = await forwardSecret(desk.ledger, '')
    expect(first).toEqual({ secret: expect.stringMatching(/^whsec_[A-Za-z0-9+/]{43}=$/), origin: 'generated' })
    await desk.reopen()
    expect(await forwardSecret(desk.ledger)).toEqual({ secret: first.secret, origin: 'stored' })
    expect(createSign(first.secret)('evt_1', 0, '{}')['webhook-signature']).toMatch(/^v1,/)
  })

  it.each([
    ['no prefix', Buffer.alloc(32).toString('base64')],
    ['too few bytes', `whsec_${Buffer.alloc(23).toString('base64')}`],
    ['too many bytes', `whsec_${Buffer.alloc(65).toString('base64')}`],
    ['no base64', 'whsec_this is a password that somebody thought of'],
    ['one of two that is wrong', `${secret} whsec_x`],
  ])('is refused with %s, without being repeated', async (_, given) => {
    await expect(forwardSecret(desk.ledger, given)).rejects.toMatchObject({
      code: 'bad_forward_secret',
      message: expect.not.stringContaining(given),
    })
  })
})
