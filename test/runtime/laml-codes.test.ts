import { describe, expect, it } from 'vitest'
import { lamlCodePage, lamlCodes } from '../../src/runtime/laml-codes.js'
import { restCodes } from '../../src/runtime/rest-codes.js'
import { errorCodes } from '../../src/simulator/error-codes.js'

const sentence = /^[A-Z][^\n]*[^.\s]\.$/

describe('the LaML error codes', () => {
  it('are those that the simulator can answer with', () => {
    expect(Object.keys(lamlCodes).sort()).toEqual(errorCodes.map(({ code }) => String(code)).sort())
  })

  it('link to the page that explains them', () => {
    expect(lamlCodePage('21610')).toMatch(/^https:\/\/signalwire\.com\/.*#21610$/)
  })
})

describe('every documented code, in numbers or in words', () => {
  const all = Object.entries({ ...lamlCodes, ...restCodes })

  it.each(all)('%s has a cause and an advice, each one sentence', (_code, { cause, advice }) => {
    expect(cause).toMatch(sentence)
    expect(advice).toMatch(sentence)
    expect(`${cause}|${advice}`).not.toMatch(/[.!?] [A-Z]/)
  })

  it('says whether to try again wherever it has an error type of its own', () => {
    expect(all.filter(([, { type, retry }]) => type !== undefined && retry === undefined)).toEqual([])
  })

  it('is a rate limit only where trying again later helps', () => {
    const limits = all.filter(([, { type }]) => type === 'RateLimitError')
    expect(limits.length).toBeGreaterThan(5)
    expect(limits.filter(([, { retry }]) => retry !== 'later')).toEqual([])
  })

  it('stops a scenario only for credentials that were not accepted', () => {
    const stopping = ['InvalidAccessTokenError', 'InvalidConfigurationError']
    expect(all.flatMap(([code, { type }]) => (type && stopping.includes(type) ? [code] : []))).toEqual(['20003'])
  })
})
