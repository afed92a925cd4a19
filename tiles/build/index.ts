/** Building tiles from a dataset. */
export { type BuildOptions, buildTiles } from './build.ts'
