import type { LayerId } from '../../scenarios/city/layers.ts'
export const isModelled = (_: LayerId): boolean => false
export const modelSources = (_: LayerId): LayerId[] => []
