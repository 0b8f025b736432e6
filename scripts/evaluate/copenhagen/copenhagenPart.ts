import { join } from 'node:path'
import { homophily } from '@creditmesh/agency-node/analysis/network/homophily.ts'
import { networkGraph } from '@creditmesh/agency-node/analysis/network/view/networkGraph.ts'
import { networkPicture } from '../report/networkPicture.ts'
import { probability, three, whole } from '../report/words.ts'
import type { StudyOptions, StudyPart } from '../studyPart.ts'
import { danglingAgreement, exposureAucs } from './exposure.ts'
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
  const bads = callers.reduce((sum, node) => sum + (study.y[node] as number), 0)
  const chance = chanceBand(bads, callers.length - bads)
  return {
    section: {
      title: 'Real calls: students in Copenhagen, with made-up arrears',
      words: [
        'Invented arrears on real calls: no public data has both. Arrears follow friendships on Facebook, not calls; friends do call each other, so a weak ' +
          `link is possible. ${bads} of ${callers.length} people default. With so few, any AUC between ${three(0.5 - chance)} and ${three(0.5 + chance)} may be ` +
          `chance. This part shows that the program runs on real calls, nothing more.`,
        `${whole(study.calls.seconds.length)} calls, of which ${whole(study.keptCalls)} last five seconds or more; missed calls and wrong numbers are dropped. ` +
          `Dyadicity ${three(test.dyadicity)}, heterophilicity ${three(test.heterophilicity)}, p ${probability(test.p)}.`,
        'People who call nobody: giving their score back to the sources (ours, networkx, igraph) or dropping it (the paper’s literal formula) ranks people ' +
          `alike (correlation ${three(agreement.drop)}); spreading it over everybody changes the ranking (${three(agreement.uniform)}) and exposes people whom no late payer can reach.`,
      ],
      tables: [
        {
          title: 'AUC of one exposure alone (five folds, sources from the other folds)',
          columns: ['network', 'PageRank', 'relative to the benign', 'spreading activation'],
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
          caption:
            'Everybody who called or was called. Dark squares have paid late (made up). Most people sit in small groups of their own: nothing that happens elsewhere can reach them.',
        },
      ],
    },
    figures: {
      people: callers.length,
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
