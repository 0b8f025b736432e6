import { chooseFrom, type Random } from './random.ts'

/** Somebody who does not exist: the name is made of syllables, the region of the number was never issued. */
export interface SyntheticIdentity {
  readonly surname: string
  readonly firstName: string
  readonly dateBirth: string
  /** An 18-digit Chinese identity number with a valid check digit. */
  readonly nationalId: string
  readonly phone: string
  readonly address: { readonly line: string; readonly city: string; readonly zipCode: string }
}

// Long and unusual on purpose: a search of a dump for such a name finds it or proves that it is not there.
const beginnings = ['Vel', 'Tash', 'Quor', 'Bren', 'Zhim', 'Ostr', 'Kaw', 'Lund', 'Ymir', 'Fenw']
const middles = ['ando', 'iri', 'uvel', 'athe', 'osmi', 'erun', 'ayil', 'ovar']
const endings = ['marrow', 'shenko', 'wicket', 'dottir', 'qvist', 'bourne', 'zhang', 'lingsen']
const streets = ['Lantern', 'Quarry', 'Heron', 'Foundry', 'Orchard', 'Saddler', 'Juniper', 'Weaver']
const cities = ['Port Velmar', 'Kettering Vale', 'Osmundby', 'Tarnwick', 'Nether Quarl']

// Codes of provinces end at 82 (GB/T 2260).
const unissuedRegion = '990000'

export function drawIdentity(yearBirth: number, serial: number, random: Random): SyntheticIdentity {
  const whole = (below: number) => Math.floor(random() * below)
  const name = () => chooseFrom(beginnings, random) + chooseFrom(middles, random)
  const month = String(1 + whole(12)).padStart(2, '0')
  const day = String(1 + whole(28)).padStart(2, '0')
  return {
    surname: name() + chooseFrom(endings, random),
    firstName: name() + chooseFrom(['ne', 'ka', 'rio', 'lde', 'min'], random),
    dateBirth: `${yearBirth}-${month}-${day}`,
    nationalId: nationalId(`${yearBirth}${month}${day}`, serial),
    phone: `+886 9${String(whole(1e8)).padStart(8, '0')}`,
    address: {
      line: `${1 + whole(9998)} ${chooseFrom(streets, random)} ${chooseFrom(endings, random)} Row`,
      city: chooseFrom(cities, random),
      zipCode: String(10_000 + whole(89_999)),
    },
  }
}

/** Serials tell apart up to a million people born on one day: three digits here, three in the region. */
function nationalId(birthday: string, serial: number): string {
  const region = Number(unissuedRegion) + (Math.floor(serial / 1000) % 1000)
  const body = `${region}${birthday}${String(serial % 1000).padStart(3, '0')}`
  let sum = 0
  for (let i = 0; i < 17; i += 1) sum += Number(body[i]) * (2 ** (17 - i) % 11)
  return `${body}${'10X98765432'[sum % 11]}` // GB 11643
}
