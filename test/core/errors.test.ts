import { describe, expect, it } from 'vitest'
import { ConnectorError, DefinitionError, isConnectorError } from '../../src/core/errors.js'

const error = new ConnectorError('Create a Message failed: the number is not valid.', {
  type: 'DataError',
  code: 'invalid_number',
  retry: 'never',
  status: 400,
  signalwireCode: '21211',
  helpUrl: 'https://developer.signalwire.com/error-codes/',
  advice: 'Correct To and run it again.',
})

describe('an error', () => {
  it('says what failed and then what to do', () => {
    expect(error.message).toBe('Create a Message failed: the number is not valid. Correct To and run it again.')
    expect(
      new ConnectorError('It failed.', { type: 'RuntimeError', code: 'x', retry: 'later', advice: '' }).message,
    ).toBe('It failed.')
  })

  it("carries the host's type as its name", () => {
    expect(error).toBeInstanceOf(Error)
    expect(error.name).toBe('DataError')
    expect(String(error)).toMatch(/^DataError: /)
  })

  it('is plain data as JSON, without a stack', () => {
    expect(JSON.parse(JSON.stringify(error))).toEqual({
      type: 'DataError',
      code: 'invalid_number',
      message: error.message,
      retry: 'never',
      status: 400,
      signalwireCode: '21211',
      helpUrl: 'https://developer.signalwire.com/error-codes/',
    })
  })

  it('is known by its properties, so that another copy of the package knows it too', () => {
    expect(isConnectorError(error)).toBe(true)
    expect(isConnectorError(Object.assign(new Error('x'), { type: 'DataError', code: 'x', retry: 'never' }))).toBe(true)
    for (const other of [new Error('x'), new DefinitionError('x'), { ...error }, null, 'x'])
      expect(isConnectorError(other)).toBe(false)
  })
})
