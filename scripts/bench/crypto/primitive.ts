/** What is used here, and what a plain build would use; both do the same to the same bytes. */
export type Primitive = Readonly<Record<'ours' | 'peer', () => unknown>>

export type Primitives = Readonly<Record<string, Primitive>>

/** One operation on two implementations of an interface. */
export function onBoth<Suite>(
  { ours, peer }: Readonly<Record<'ours' | 'peer', Suite>>,
  operation: (suite: Suite) => unknown,
): Primitive {
  return { ours: () => operation(ours), peer: () => operation(peer) }
}
