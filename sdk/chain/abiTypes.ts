import type { Hex } from './ids.ts'

/** Types of values as our ABIs declare them, so that a changed contract shows as a type error where it is used. */
export interface AbiParameter {
  readonly name: string
  readonly type: string
  readonly components?: readonly AbiParameter[]
}

export interface AbiEntry {
  readonly type: string
  readonly name?: string
  readonly inputs?: readonly AbiParameter[]
  readonly outputs?: readonly AbiParameter[]
  readonly stateMutability?: string
}

export type Abi = readonly AbiEntry[]

/** Up to 48 bits a number (times, counts, codes), above a bigint (amounts). */
type SmallUint = 'uint8' | 'uint16' | 'uint24' | 'uint32' | 'uint40' | 'uint48'

export type AbiValue<P extends AbiParameter> = ValueOf<P['type'], P['components']>

type ValueOf<Type extends string, Components> = Type extends `${infer Element}[]`
  ? readonly ValueOf<Element, Components>[]
  : Type extends 'tuple'
    ? NamedValues<Extract<Components, readonly AbiParameter[]>>
    : Type extends SmallUint
      ? number
      : Type extends `uint${string}`
        ? bigint
        : Type extends 'bool'
          ? boolean
          : Type extends 'string'
            ? string
            : Hex // address, bytes and bytesN

export type NamedValues<Ps extends readonly AbiParameter[]> = {
  readonly [P in Ps[number] as P['name']]: AbiValue<P>
}

export type PositionalValues<Ps extends readonly AbiParameter[]> = {
  readonly [I in keyof Ps]: AbiValue<Ps[I]>
}

type EntryOf<A extends Abi, Type extends string, Name> = Extract<
  A[number],
  { readonly type: Type; readonly name: Name }
>

export type FunctionName<A extends Abi> = Extract<
  A[number],
  { readonly type: 'function' }
>['name'] &
  string

export type ViewName<A extends Abi> = Extract<
  A[number],
  { readonly type: 'function'; readonly stateMutability: 'view' | 'pure' }
>['name'] &
  string

export type EventName<A extends Abi> = Extract<A[number], { readonly type: 'event' }>['name'] &
  string

export type FunctionInputs<A extends Abi, N> = PositionalValues<
  NonNullable<EntryOf<A, 'function', N>['inputs']>
>

/** The one output itself, or several: by name, or by position if one of them has none. */
export type FunctionOutput<A extends Abi, N> = OutputOf<
  NonNullable<EntryOf<A, 'function', N>['outputs']>
>

type OutputOf<Outputs extends readonly AbiParameter[]> = Outputs extends readonly [
  infer Only extends AbiParameter,
]
  ? AbiValue<Only>
  : '' extends Outputs[number]['name']
    ? PositionalValues<Outputs>
    : NamedValues<Outputs>

export type EventInputs<A extends Abi, N> = NamedValues<
  NonNullable<EntryOf<A, 'event', N>['inputs']>
>
