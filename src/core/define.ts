import { checkModule } from './check-module.js'
import type { Context, Perform, PostContext, TriggerRun } from './context.js'
import { ConnectorError } from './errors.js'
import type { Fields } from './fields.js'
import { deepFreeze } from './freeze.js'
import type { InputOf } from './input.js'
import type { ActionModule, Effect, FindAgain, InstantTriggerModule, SearchModule, TriggerModule } from './module.js'
import type { ModuleRequest } from './request.js'
import type { Rule } from './rules.js'
import { decodeOutput, type OutputOf, type RawOf, type Shape } from './shape.js'

/** What all four kinds of module are defined with. */
interface Spec<F extends Fields, S extends Shape, R extends readonly Rule[]> {
  readonly id: string
  readonly label: string
  readonly description: string
  readonly group: ActionModule['group']
  readonly fields: F
  /** @default no rules */
  readonly rules?: R
  readonly output: S
  readonly sample: RawOf<S>
  readonly example: InputOf<F, R>
}

interface ActionSpec<F extends Fields, S extends Shape, R extends readonly Rule[]> extends Spec<F, S, R> {
  readonly request: ModuleRequest
  readonly effect: Effect
  /** @default yes for `read` and `delete`, no for `create`; an `update` must say it. */
  readonly idempotent?: boolean
  readonly echo?: Readonly<Record<string, keyof F & string>>
  readonly findAgain?: FindAgain
}

type SearchSpec<F extends Fields, S extends Shape, R extends readonly Rule[]> = Spec<F, S, R> &
  Pick<SearchModule, 'listing'>

type TriggerSpec<F extends Fields, S extends Shape, R extends readonly Rule[]> = Spec<F, S, R> &
  Pick<TriggerModule, 'listing' | 'keep'> & { readonly identity: keyof S & string; readonly cursor: keyof S & string }

type InstantTriggerSpec<F extends Fields, S extends Shape, R extends readonly Rule[]> = Spec<F, S, R> &
  Pick<InstantTriggerModule, 'hook' | 'identity'>

/** The types that a descriptor's own fields and shape give it. */
interface Typed<F extends Fields, S extends Shape, R extends readonly Rule[]> {
  readonly fields: F
  readonly output: S
  readonly rules: R
  readonly sample: RawOf<S>
  readonly example: InputOf<F, R>
}

/** An action with its types: `execute` takes what its fields say and gives what its shape says. */
export type Action<F extends Fields, S extends Shape, R extends readonly Rule[]> = Omit<
  ActionModule,
  keyof Typed<F, S, R> | 'execute'
> &
  Typed<F, S, R> & {
    /** Runs the module. Resolves with the output, or undefined where the API gives none. */
    execute(input: InputOf<F, R>, context: Context): Promise<OutputOf<S> | undefined>
  }

/** A search with its types. */
export type Search<F extends Fields, S extends Shape, R extends readonly Rule[]> = Omit<
  SearchModule,
  keyof Typed<F, S, R> | 'execute'
> &
  Typed<F, S, R> & {
    /** Runs the module. Bundles come as pages arrive; leaving the loop stops the requests. */
    execute(input: InputOf<F, R>, context: Context): AsyncIterable<OutputOf<S>>
  }

/** A polling trigger with its types. */
export type Trigger<F extends Fields, S extends Shape, R extends readonly Rule[]> = Omit<
  TriggerModule,
  keyof Typed<F, S, R> | 'execute'
> &
  Typed<F, S, R> & {
    /** Looks once. Store the new state only after the bundles are safe. */
    execute(input: InputOf<F, R>, context: Context): Promise<TriggerRun<OutputOf<S>>>
  }

/** An instant trigger with its types. */
export type InstantTrigger<F extends Fields, S extends Shape, R extends readonly Rule[]> = Omit<
  InstantTriggerModule,
  keyof Typed<F, S, R> | 'execute'
> &
  Typed<F, S, R> & {
    /**
     * The bundles of one post: none where this input does not ask for its event. Pure, so the input is taken as right:
     * `checkInput` checks it, once, where it is stored.
     */
    execute(input: InputOf<F, R>, context: PostContext): readonly OutputOf<S>[]
  }

/** @throws ConnectorError where a caller without types forgot the connection. */
function performOf(context: Context | undefined, label: string): Perform {
  if (context?.perform) return context.perform
  throw new ConnectorError(`${label} was not run. It was called without a connection.`, {
    type: 'InvalidConfigurationError',
    code: 'no_connection',
    retry: 'never',
    advice: 'Pass what openConnection resolves with as the second argument.',
  })
}

/**
 * Defines an action.
 *
 * @throws DefinitionError with the module's id and the field's name where the descriptor contradicts itself.
 */
export function defineAction<
  const F extends Fields,
  const S extends Shape,
  const R extends readonly Rule[] = readonly [],
>(spec: ActionSpec<F, S, R>): Action<F, S, R> {
  const module = {
    kind: 'action' as const,
    ...spec,
    rules: spec.rules ?? ([] as unknown as R),
    idempotent: spec.idempotent ?? (spec.effect === 'read' || spec.effect === 'delete'),
    execute: (input: InputOf<F, R>, context: Context) =>
      performOf(context, spec.label).action(module, input, context) as Promise<OutputOf<S> | undefined>,
  } as unknown as Action<F, S, R> & ActionModule
  checkModule(module, { idempotentSaid: spec.idempotent !== undefined })
  return deepFreeze(module)
}

/**
 * Defines a search. Its `limit` field caps the bundles.
 *
 * @throws DefinitionError as `defineAction`.
 */
export function defineSearch<
  const F extends Fields,
  const S extends Shape,
  const R extends readonly Rule[] = readonly [],
>(spec: SearchSpec<F, S, R>): Search<F, S, R> {
  const module = {
    kind: 'search' as const,
    effect: 'read' as const,
    ...spec,
    rules: spec.rules ?? ([] as unknown as R),
    execute: (input: InputOf<F, R>, context: Context) =>
      performOf(context, spec.label).search(module, input, context) as AsyncIterable<OutputOf<S>>,
  } as unknown as Search<F, S, R> & SearchModule
  checkModule(module)
  return deepFreeze(module)
}

/**
 * Defines a polling trigger. Its `limit` field caps the bundles of one run.
 *
 * @throws DefinitionError as `defineAction`.
 */
export function defineTrigger<
  const F extends Fields,
  const S extends Shape,
  const R extends readonly Rule[] = readonly [],
>(spec: TriggerSpec<F, S, R>): Trigger<F, S, R> {
  const module = {
    kind: 'trigger' as const,
    effect: 'read' as const,
    ...spec,
    rules: spec.rules ?? ([] as unknown as R),
    execute: (input: InputOf<F, R>, context: Context) =>
      performOf(context, spec.label).trigger(module, input, context) as Promise<TriggerRun<OutputOf<S>>>,
  } as unknown as Trigger<F, S, R> & TriggerModule
  checkModule(module)
  return deepFreeze(module)
}

/**
 * Defines an instant trigger. Its `execute` needs no connection: it turns one post into bundles.
 *
 * @throws DefinitionError as `defineAction`.
 */
export function defineInstantTrigger<
  const F extends Fields,
  const S extends Shape,
  const R extends readonly Rule[] = readonly [],
>(spec: InstantTriggerSpec<F, S, R>): InstantTrigger<F, S, R> {
  const { starts, also } = spec.hook
  const module = {
    kind: 'instantTrigger' as const,
    effect: 'read' as const,
    ...spec,
    rules: spec.rules ?? ([] as unknown as R),
    execute: (input: InputOf<F, R>, { post }: PostContext): readonly OutputOf<S>[] => {
      const asked = (input as Readonly<Record<string, unknown>>)[also.field]
      const extra = Array.isArray(asked) ? asked.flatMap((key) => also.events[String(key)] ?? []) : []
      return starts.includes(post.event) || extra.includes(post.event)
        ? [decodeOutput(spec.output, post.params) as OutputOf<S>]
        : []
    },
  } as unknown as InstantTrigger<F, S, R> & InstantTriggerModule
  checkModule(module)
  return deepFreeze(module)
}
