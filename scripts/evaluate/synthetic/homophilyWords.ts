import type { Homophily } from '@creditmesh/agency-node/analysis/network/homophily.ts'
import { isBeyondChance } from '../chance.ts'
import { capitalised, percent, probability } from '../report/words.ts'

/** Do defaulters keep together? What the two ratios and the test of the paper say of it, and what they do not. */
export function homophilyWords(
  { dyadicity, heterophilicity, edges, p }: Homophily,
  { bad, people }: { readonly bad: number; readonly people: number },
): string {
  if (dyadicity === null || heterophilicity === null || p === null) {
    return 'There are too few contacts or defaulters to say whether defaulters keep together.'
  }
  const density = edges / ((people * (people - 1)) / 2)
  const both = dyadicity * density * ((bad * (bad - 1)) / 2)
  const cross = heterophilicity * density * bad * (people - bad)
  const share = (2 * both) / (2 * both + cross)
  const test = isBeyondChance(p)
    ? 'The test says that contacts between defaulters and others are fewer than chance makes'
    : 'By the test contacts between defaulters and others are not surely fewer than chance makes'
  return (
    `${capitalised(tendency({ dyadicity, heterophilicity, isSure: isBeyondChance(p) }))}. Of a defaulter’s contacts ${percent(share, 1)} are defaulters, against ${percent((bad - 1) / (people - 1), 1)} of ` +
    `everybody else. ${test} (p ${probability(p)}); it does not say that defaulters seek each other.`
  )
}

interface Tendency {
  readonly dyadicity: number
  readonly heterophilicity: number
  readonly isSure: boolean
}

function tendency({ dyadicity, heterophilicity, isSure }: Tendency): string {
  const among = ratioWords(dyadicity)
  const towards = ratioWords(heterophilicity)
  if (dyadicity < 1 && heterophilicity < 1) {
    const shortfall = dyadicity > heterophilicity ? 'smaller' : 'no smaller'
    return `defaulters have fewer contacts overall, and the shortfall is ${shortfall} among themselves: contacts among defaulters are ${among} than if calls fell at random (dyadicity), those with others ${towards} (heterophilicity)`
  }
  const keeping = isSure && dyadicity > 1 && heterophilicity < 1 ? 'defaulters keep together: ' : ''
  return `${keeping}contacts among defaulters are ${among} than if calls fell at random (dyadicity), those with others ${towards} (heterophilicity)`
}

function ratioWords(ratio: number): string {
  return `${percent(Math.abs(ratio - 1))} ${ratio < 1 ? 'fewer' : 'more'}`
}
