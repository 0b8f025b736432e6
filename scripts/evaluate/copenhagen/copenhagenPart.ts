import { join } from 'node:path'
import { homophily } from '@creditmesh/agency-node/analysis/network/homophily.ts'
import { networkGraph } from '@creditmesh/agency-node/analysis/network/view/networkGraph.ts'
import { networkPicture } from '../report/networkPicture.ts'
import type { StudyOptions, StudyPart } from '../studyPart.ts'
import { danglingAgreement, exposureAucs } from './exposure.ts'
import { readCopenhagen } from './people.ts'

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
  return {
    section: {
      title: 'Real calls: students in Copenhagen, with made-up arrears',
      words: [
        `${study.calls.seconds.length.toLocaleString('en')} calls, of which ${study.keptCalls.toLocaleString('en')} last five seconds or ` +
          `more (missed calls and wrong numbers are dropped), among ${callers.length} people. The arrears are made up: they follow a ` +
          'strain that befriended people share, so they owe nothing to the calls.',
        `Dyadicity ${format(test.dyadicity)}, heterophilicity ${format(test.heterophilicity)}, p ${format(test.p)}.`,
      ],
      tables: [
        {
          title:
            'Area under the ROC curve of one exposure alone, five folds, sources from the other folds',
          columns: ['network', 'PageRank', 'relative to the benign', 'spreading activation'],
          rows: aucs.map(({ direction, pageRank, relative, spreading }) => [
            direction,
            pageRank,
            relative,
            spreading,
          ]),
          note: 'So few people carry little: an area within .06 of .5 is chance. Raw exposure measures activity, the relative one risk.',
        },
        {
          title:
            'What becomes of people who call nobody (dangling nodes): rank correlation with “back to the sources”',
          columns: ['their score goes', 'Spearman'],
          rows: [
            ['back to the sources (ours, networkx, igraph)', agreement.restart],
            ['nowhere (the paper’s literal formula)', agreement.drop],
            ['to everybody', agreement.uniform],
          ],
          note: 'Sending it to everybody exposes people whom no delinquent can reach: the ranking falls apart.',
        },
      ],
      figures: [
        {
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

function format(value: number | null): string {
  return value === null ? 'not defined' : String(Number(value.toPrecision(3)))
}
