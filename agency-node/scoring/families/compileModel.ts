import { MeshError } from '@creditmesh/sdk/errors.ts'
import type { ModelArtefact } from '../artefact.ts'
import { compileTableModel } from './compileTableModel.ts'
import type { RiskModel } from './riskModel.ts'
import { compileCard, parseCard } from './scorecardFamily.ts'
import { tableFamilies } from './tableFamilies.ts'
import { fromTypedJson } from './typedJson.ts'

/** All of an artefact that judging needs, before hashes, formats and texts. */
export type ModelCore = Pick<
  ModelArtefact,
  'family' | 'params' | 'calibration' | 'scale' | 'positiveOnly' | 'currency' | 'references'
>

/** Makes a model ready to judge. Throws `model.invalid` where the parameters are not those of the family. */
export function compileModel(core: ModelCore): RiskModel {
  const { family, params, calibration, scale, positiveOnly, references } = core
  if (family === 'scorecard') return compileCard(parseCard(params), { scale, positiveOnly })
  const typical = references.features.map((reference) => reference.typical)
  const { goodsKept } = calibration
  try {
    return compileTableModel(tableFamilies[family], fromTypedJson(params), {
      ...{ scale, positiveOnly, goodsKept, typical },
    })
  } catch (cause) {
    // Whatever a damaged model makes its family stumble over.
    if (cause instanceof MeshError && cause.code === 'model.invalid') throw cause
    throw new MeshError('model.invalid', { details: { path: 'params' }, cause })
  }
}
