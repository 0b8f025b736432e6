/** What the words say, read off the words alone. */
export interface Words {
  readonly months: number
  readonly score: number
  readonly lasting: number
  readonly isOverdue: boolean
  readonly deed: 'onTime' | 'useLess' | 'payInFull'
  readonly atMost: number
  readonly use: 'open' | 'nothingElse' | 'asNow' | { readonly least: number; readonly most: number }
}

const money = (text: string | undefined) => Number((text ?? '').replaceAll(',', '')) * 100

export function understand(text: string): Words {
  const promise = /After these (\d+) months your score would be about (\d+) or more/.exec(text)
  const lasting = /Later it may fall back to about (\d+)/.exec(text)
  const level = /down to TWD ([\d,.]+) \((\d+) % of your limit\) or less/.exec(text)
  const little =
    /on using your account a little, for about TWD ([\d,.]+) to TWD ([\d,.]+) a month/.exec(text)
  const isOnTime = /ake every payment by its due date for \d+ months/.test(text)
  if (promise === null || (level === null && !isOnTime && !text.includes('statement in full'))) {
    throw new Error(`nobody understands: ${text}`)
  }
  return {
    months: Number(promise[1]),
    score: Number(promise[2]),
    lasting: Number(lasting?.[1] ?? promise[2]),
    isOverdue: text.includes('First pay what is overdue'),
    deed: level !== null ? 'useLess' : isOnTime ? 'onTime' : 'payInFull',
    atMost: money(level?.[1]),
    use:
      little !== null
        ? { least: money(little[1]), most: money(little[2]) }
        : text.includes('This holds if you otherwise use')
          ? 'nothingElse'
          : text.includes('as you do now')
            ? 'asNow'
            : 'open',
  }
}
