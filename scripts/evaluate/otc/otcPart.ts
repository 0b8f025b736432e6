import { join } from 'node:path'
import { three, whole } from '../report/words.ts'
import type { StudyOptions, StudyPart } from '../studyPart.ts'
import { crossValidateOtc, type OtcModel, otcModels } from './crossValidate.ts'
import { readRatings } from './ratings.ts'

const names: Readonly<Record<OtcModel, string>> = {
  pageRank: 'exposure to frauds relative to benign people (PageRank, undirected)',
  links: 'frauds and benign people among the neighbours (random forest)',
  behaviour: 'own behaviour: the ratings given (random forest)',
  behaviourAndLinks: 'own behaviour and neighbours (random forest)',
}

/** Above this, the labels have leaked into the features (the labels were made from ratings received). */
const leakage = 0.99

/** Part (c): does exposure to known bad people tell something on real labels? */
export async function otcPart(dataFolder: string, options: StudyOptions): Promise<StudyPart> {
  const ratings = await readRatings(join(dataFolder, 'bitcoin'))
  const design = { repeats: options.isQuick ? 1 : 10, folds: 5, trees: options.isQuick ? 50 : 500 }
  const aucs = crossValidateOtc(ratings, {
    ...design,
    onProgress: (done, total) => options.log(`Bitcoin-OTC: fold ${done} of ${total}`),
  })
  const rows = otcModels.map((model) => {
    const { mean, spread } = summarise(aucs[model])
    return { model, mean, spread }
  })
  return {
    section: {
      title: 'Real labels: frauds on Bitcoin-OTC',
      words: [
        `${ratings.y.length} of ${whole(ratings.networks.UD.nodes)} traders have a label, ${ratings.y.reduce((sum, label) => sum + label, 0)} as frauds. ` +
          'Exposure starts from the labels of the training folds alone; the test fold’s labels are used nowhere. The values of ' +
          'ratings received made the labels, so they are left out: with them the answer would leak into the data.',
        'This is fraud among traders who rate each other, not loans. It shows that the method can find risk that does follow a network. It says nothing of ' +
          'borrowers.',
        `${design.repeats} times ${design.folds} folds, ${design.trees} trees.`,
      ],
      tables: [
        {
          title: 'Area under the ROC curve, mean and spread over the repeats',
          columns: ['score', 'AUC', 'standard deviation'],
          rows: rows.map(({ model, mean, spread }) => [names[model], three(mean), three(spread)]),
          note: rows.some(({ mean }) => mean > leakage)
            ? 'An area above .99 means that labels leaked into the features: do not use these figures.'
            : 'An AUC above .99 would mean that the answer had leaked into the data. None does.',
        },
      ],
      figures: [],
    },
    figures: { ...design, auc: Object.fromEntries(rows.map(({ model, mean }) => [model, mean])) },
  }
}

function summarise(values: readonly number[]) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return { mean, spread: values.length < 2 ? null : Math.sqrt(squares / (values.length - 1)) }
}
