import { describe, expect, expectTypeOf, it } from 'vitest'
import { deleteCall, getCall, modules, searchCalls, watchCalls, watchNewMessages } from '../../modules/index.js'
import type { Context, PostContext, TriggerRun } from '../../src/core/context.js'
import type { Module } from '../../src/core/module.js'
import type { OutputOf } from '../../src/core/shape.js'

type Call = OutputOf<typeof getCall.output>

describe('the type of execute', () => {
  it('of an action: a promise of one bundle, or of none', () => {
    expectTypeOf(getCall.execute).returns.toEqualTypeOf<Promise<Call | undefined>>()
    expectTypeOf(deleteCall.execute).returns.toEqualTypeOf<Promise<{ readonly sid: string } | undefined>>()
    expectTypeOf(getCall.execute).parameter(1).toEqualTypeOf<Context>()
  })

  it('of a search: bundles as they arrive', () => {
    expectTypeOf(searchCalls.execute).returns.toEqualTypeOf<AsyncIterable<Call>>()
    expectTypeOf(searchCalls.execute).parameter(1).toEqualTypeOf<Context>()
  })

  it('of a polling trigger: bundles, and the state to store', () => {
    expectTypeOf(watchCalls.execute).returns.toEqualTypeOf<Promise<TriggerRun<Call>>>()
  })

  it('of an instant trigger: bundles at once, from a post alone', () => {
    type Post = OutputOf<typeof watchNewMessages.output>
    expectTypeOf(watchNewMessages.execute).returns.toEqualTypeOf<readonly Post[]>()
    expectTypeOf(watchNewMessages.execute).parameter(1).toEqualTypeOf<PostContext>()
  })

  it('of any module is told by its kind', () => {
    type Execute<K extends Module['kind']> = Extract<Module, { readonly kind: K }>['execute']
    // ReturnType gives `any` here, because an input of type `never` takes no arguments of type `any`.
    type Returned<K extends Module['kind']> =
      Execute<K> extends (input: never, context: never) => infer R ? R : 'no function'
    expectTypeOf<Returned<'action'>>().toEqualTypeOf<Promise<unknown>>()
    expectTypeOf<Returned<'search'>>().toEqualTypeOf<AsyncIterable<unknown>>()
    expectTypeOf<Returned<'trigger'>>().toEqualTypeOf<Promise<unknown>>()
    expectTypeOf<Returned<'instantTrigger'>>().toEqualTypeOf<readonly unknown[]>()
    expectTypeOf<(typeof modules)[number]>().toExtend<Module>()
    for (const module of modules) expect(typeof module.execute).toBe('function')
  })
})
