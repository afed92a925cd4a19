/** Giving a file to the person at the screen. */
import { CSV_MARK, csvLine } from '../../data/readers/layer/csv-line.ts'

export { giveFile } from '../shared/files.ts'

export const csv = (rows: readonly (readonly unknown[])[]): Blob =>
  new Blob([CSV_MARK, ...rows.map(csvLine)], { type: 'text/csv' })
