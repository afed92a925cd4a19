/** A draft for tests. */
import type { Draft } from './draft.ts'

export const newDraftForTests = (): Draft => ({
  id: '019aa000-0000-7000-8000-000000000001',
  parentId: null,
  title: 'Thử',
  revision: null,
  savedHash: null,
  log: [],
  undone: [],
  settings: {
    area: [0, 0, 1000, 1000],
    cellSizeMetres: 10,
    forcing: { rain: { design: { kind: 'none' }, series: [] }, tide: { title: '', series: [] } },
    start: '2026-01-01T00:00:00Z',
    horizonSeconds: 3600,
    outputEverySeconds: 600,
    seed: 1,
  },
})
