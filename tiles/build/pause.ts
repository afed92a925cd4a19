/** Called now and then by long work with the share of it that is done, 0 … 1. @throws Cancelled where it is to stop */
export type Pause = (share: number) => Promise<void>
