/** A feature as a credit officer would say it: `CB_count_night_OUT` is "calls made: number, night". */
export function featureWords(feature: string): string {
  const [family = '', ...rest] = feature.split('_')
  const direction = { IN: 'got', OUT: 'made', UD: 'made or got' }[rest.at(-1) ?? '']
  const detail = (direction === undefined ? rest : rest.slice(0, -1)).join(' ')
  if (family === 'SD') return spending(detail)
  if (family === 'CB') return `calls ${direction}: ${detail}`
  const about = { LB: 'late payers', PR: 'exposure (PageRank)', SPA: 'exposure (spreading)' }[
    family
  ]
  return about === undefined ? feature : `${about}, calls ${direction}: ${detail}`
}

function spending(detail: string): string {
  if (detail.startsWith('value')) return `spent: ${detail.slice(6)}`
  return detail.startsWith('number') ? `purchases: ${detail.slice(7)}` : detail
}
