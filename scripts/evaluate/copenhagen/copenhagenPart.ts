import { join } from 'node:path'
import { homophily } from '@creditmesh/agency-node/analysis/network/homophily.ts'
import { networkGraph } from '@creditmesh/agency-node/analysis/network/view/networkGraph.ts'
import { networkPicture } from '../report/networkPicture.ts'
import { three, whole } from '../report/words.ts'
import type { StudyOptions, StudyPart } from '../studyPart.ts'
import { homophilyWords } from '../synthetic/homophilyWords.ts'
import { danglingAgreement, exposureAucs } from './exposure.ts'
import { groupSizes, groupWords } from './groups.ts'
import { readCopenhagen } from './people.ts'

const directionNames = { IN: 'calls got', OUT: 'calls made', UD: 'both' } as const

/** Part (b): real calls, made-up arrears. */
export async function copenhagenPart(
  dataFolder: string,
  options: StudyOptions,
): Promise<StudyPart> {
  options.log('Copenhagen: real calls')
  const study = await readCopenhagen(join(dataFolder, 'copenhagen'), options.seed)
  const { offsets } = study.networks.UD
  const callers = Uint32Array.from({ length: study.nodes }, (_, node) => node).filter(
    (node) => (offsets[node + 1] as number) > (offsets[node] as number),
  )
  const isCaller = new Set(callers)
  const labels = Int8Array.from(study.y, (label, node) => (isCaller.has(node) ? label : -1))
  const test = homophily(study.networks.UD, labels)
  const aucs = exposureAucs(study, callers)
  const agreement = danglingAgreement(study)
  const groups = groupSizes(study.networks.UD, callers)
  const bads = callers.reduce((sum, node) => sum + (study.y[node] as number), 0)
  const chance = chanceBand(bads, callers.length - bads)
  const areas = aucs.flatMap(({ pageRank, relative, spreading }) => [pageRank, relative, spreading])
  const outside = areas.filter((area) => Math.abs(area - 0.5) > chance).length
  const paidLate = callers.filter((node) => (study.late[node] ?? 0) > 0).length
  return {
    section: {
      title: 'Real calls: students in Copenhagen, with made-up arrears',
      words: [
        'Invented arrears on real calls: no public data has both. Arrears follow friendships on Facebook, not calls; friends do call each other, so a weak ' +
          `link is possible. This part shows that the program runs on real calls, nothing more.`,
        `${paidLate} of ${callers.length} people have paid late at least once before (dark squares in the picture): that is what exposure starts from. ${bads} default in the year ` +
          'after: that is what is predicted. Both are drawn from the same invented hardship, and neither contains the other.',
        `With so few defaults any AUC between ${three(0.5 - chance)} and ${three(0.5 + chance)} may be chance; ${outside === 0 ? `all ${areas.length} below are within` : `${outside} of the ${areas.length} below ${outside === 1 ? 'is' : 'are'} outside`}.`,
        `${whole(study.calls.seconds.length)} calls, of which ${whole(study.keptCalls)} last five seconds or more; missed calls and wrong numbers are dropped. ` +
          homophilyWords(test, { bad: bads, people: callers.length }),
      ],
      tables: [
        {
          title: 'AUC of one exposure alone (five folds, late payers known from the other folds)',
          columns: ['network', 'PageRank', 'relative exposure', 'spreading activation'],
          rows: aucs.map(({ direction, pageRank, relative, spreading }) => [
            ...[directionNames[direction], three(pageRank), three(relative), three(spreading)],
          ]),
        },
      ],
      figures: [
        {
          title: 'Who called whom',
          picture: networkPicture('Who called whom', networkGraph(study.networks.UD, callers), {
            seed: options.seed,
            kindOf: (node) => ((study.late[node] ?? 0) > 0 ? 'delinquent' : 'customer'),
          }),
          caption: `Everybody who called or was called. Dark squares have paid late at least once (made up). ${groupWords(groups)}`,
        },
      ],
    },
    terms: [
      {
        name: 'people who call nobody (PageRank)',
        meaning:
          'Ours, networkx and igraph give their score back to the sources; the paper’s literal formula drops it, others spread it over everybody, also over people whom ' +
          `no late payer can reach. Of the students in Copenhagen dropping ranks as ours does with correlation ${three(agreement.drop)}, spreading with ${three(agreement.uniform)}.`,
      },
    ],
    figures: {
      people: callers.length,
      paidLate,
      defaults: bads,
      areasByChance: { low: 0.5 - chance, high: 0.5 + chance },
      groups,
      keptCalls: study.keptCalls,
      homophily: test,
      aucs,
      danglingAgreement: agreement,
    },
  }
}

/** Half the interval in which nineteen of twenty AUCs fall where the score says nothing (Hanley and McNeil 1982). */
function chanceBand(bads: number, goods: number): number {
  return 1.96 * Math.sqrt((bads + goods + 1) / (12 * bads * goods))
}
