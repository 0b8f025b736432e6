import type { ModelTrace } from './traceModel.ts'

/** A model's trace as text for a terminal. */
export function renderModelTrace({ id, agencies, steps, checks }: ModelTrace): string {
  const names = new Map(agencies.map(({ account, name }) => [account, `${name} (${account})`]))
  return [
    `Trace of model ${id}`,
    '',
    ...steps.map(({ name, timeSec, block, transaction, agency, details }, i) => {
      const time = new Date(timeSec * 1000).toISOString().slice(0, 19)
      const facts = Object.entries(details).map(([key, value]) => `${key} ${value}`)
      return [
        `${String(i + 1).padStart(3)}. ${time}Z  ${name}: ${facts.join(', ')}`,
        `       of ${names.get(agency)}, block ${block}, transaction ${transaction}`,
      ].join('\n')
    }),
    '',
    'Checks:',
    ...checks.map(({ ok, claim, about }) => `  [${ok ? 'ok' : 'FAILED'}] ${claim} (${about})`),
  ].join('\n')
}
