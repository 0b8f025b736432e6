/**
 * A feature as a credit officer would say it: `CB_count_night_OUT` is "calls made: number at night". What follows from other
 * people's payments speaks of contacts or exposure.
 */
export function featureWords(feature: string): string {
  const [family = '', ...rest] = feature.split('_')
  const calls = { IN: 'calls got', OUT: 'calls made', UD: 'calls made or got' }[rest.at(-1) ?? '']
  if (family === 'SD') return personWords(rest)
  if (calls === undefined) return feature
  if (family === 'CB')
    return `${calls}: ${rest[0] === 'count' ? 'number' : 'seconds'} ${slot(rest[1])}`
  if (family === 'LB') return linkWords(rest, calls)
  const propagation = { PR: 'PageRank', SPA: 'spreading' }[family]
  return propagation === undefined ? feature : exposureWords(rest, `${propagation}, ${calls}`)
}

/** Whether a feature is made of other people's payments rather than of one's own life. */
export function isAboutOthers(feature: string): boolean {
  return /^(LB|PR|SPA)_/.test(feature)
}

function slot(name = ''): string {
  const words: Readonly<Record<string, string>> = {
    ...{ total: 'in all', day: 'by day', night: 'at night' },
    ...{ weekday: 'on working days', weekend: 'at weekends' },
  }
  return words[name] ?? `on ${name.charAt(0).toUpperCase()}${name.slice(1)}s`
}

function personWords([measure = '', ...rest]: readonly string[]): string {
  const own: Readonly<Record<string, string>> = {
    ...{ age: 'age', maritalStatus: 'marital status', residence: 'region of residence' },
  }
  const what = { number: 'purchases:', value: 'money spent:' }[measure]
  if (what === undefined) return own[measure] ?? [measure, ...rest].join(' ')
  const [first = '', second] = rest
  if (first === 'diversity') {
    return `${what} spread evenly over ${second === 'all' ? 'the week' : 'the weekdays used'}`
  }
  if (first === 'loyalty3') return `${what} share of the three main weekdays`
  const sum = measure === 'number' ? `${what} number` : what
  if (first !== 'mean') return `${sum} ${slot(first)}`
  return `${sum} a ${{ day: 'day', weekday: 'working day', weekend: 'weekend day' }[second ?? ''] ?? second}`
}

const lateWords = ['never late', 'late once', 'late twice', 'late 3+ times']

const countWords: Readonly<Record<string, string>> = {
  ...{ count: 'number of contacts', binary: 'any contact', mode: 'most contacts' },
}

/** `[statistic, class, direction]` of `linkBased`. */
function linkWords([statistic = '', late = '']: readonly string[], calls: string): string {
  return `${countWords[statistic] ?? statistic} ${lateWords[Number(late)]} (${calls})`
}

/** `[statistic, (high or low,) level, direction]` of `exposureColumns`. */
function exposureWords(parts: readonly string[], source: string): string {
  const to = `people late ${parts.at(-2)}+ times`
  const [statistic = '', risk] = parts
  if (statistic === 'exposure') return `exposure to ${to} (${source})`
  if (statistic === 'relative') return `exposure to ${to} against those who always paid (${source})`
  return `${countWords[statistic] ?? statistic} with ${risk} exposure to ${to} (${source})`
}
