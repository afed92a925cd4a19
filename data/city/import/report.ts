/** The one report of every import. */
export * from '../../readers/report.ts'
