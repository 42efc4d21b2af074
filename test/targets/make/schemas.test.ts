import { describe, expect, it } from 'vitest'
import { signalwire } from '../../../connection/connection.js'
import { modules } from '../../../modules/index.js'
import { sources } from '../../../modules/sources/sources.js'
import type { Module } from '../../../src/core/module.js'
import { moduleCommunication } from '../../../src/targets/make/communication.js'
import { moduleInterface } from '../../../src/targets/make/interface.js'
import { fieldParameters, moduleParameters } from '../../../src/targets/make/parameters.js'
import { rpcCommunication } from '../../../src/targets/make/rpc.js'
import { makeSchemas, whyNoSchemas } from './make-schemas.js'

const everyModule: readonly Module[] = modules
const check = makeSchemas()
const problems = (file: Parameters<NonNullable<typeof check>>[0], content: unknown) =>
  check?.(file, JSON.stringify(content, null, 2))

describe.skipIf(!check)(`Make's own schemas (${check ? 'present' : whyNoSchemas})`, () => {
  it.each(everyModule.map((module) => [module.id, module] as const))('accept all of %s', (_, module) => {
    const parameters = moduleParameters(module)
    expect(problems('api.json', moduleCommunication(module))).toEqual([])
    expect(problems('parameters.json', parameters.static)).toEqual([])
    expect(problems('parameters.json', parameters.mappable)).toEqual([])
    expect(problems('parameters.json', parameters.webhook)).toEqual([])
    expect(problems('parameters.json', moduleInterface(module.output))).toEqual([])
  })

  it.each(sources.map((source) => [source.id, source] as const))('accept the RPC of %s', (_, source) => {
    expect(problems('api.json', rpcCommunication(source) ?? [])).toEqual([])
  })

  it("accept the connection's parameters", () => {
    expect(problems('parameters.json', fieldParameters(signalwire.fields))).toEqual([])
  })

  it('refuse what they do not know', () => {
    expect(problems('parameters.json', [{ name: 'a', type: 'list' }])).not.toEqual([])
    expect(problems('api.json', [{ url: '/a', method: 'POST' }])).not.toEqual([])
    expect(check?.('api.json', '{ "url": ')).not.toEqual([])
  })
})
