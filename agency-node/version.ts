import manifest from './package.json' with { type: 'json' }

/** Of the package, as in the answers of `/v1/status`. */
export const { version } = manifest
