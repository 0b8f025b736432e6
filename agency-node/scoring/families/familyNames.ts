/** What a model can be. */
export const modelFamilies = ['scorecard', 'lr', 'tree', 'forest', 'boosting'] as const
export type ModelFamily = (typeof modelFamilies)[number]
