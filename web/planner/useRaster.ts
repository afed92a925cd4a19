/** What of a drainage run lies on the map: depths of one side or the difference of both, at one moment or at their worst. */
import { useMemo } from 'react'
import type { StageRaster } from '../stage/index.ts'
import { depthFrames, differenceFrames } from './results.ts'
import type { Comparison } from './run.ts'
import type { View } from './state.ts'

export function useRaster(comparison: Comparison | null, view: View, opacity: number): StageRaster | null {
  const { show, maximum, visible } = view
  const raster = useMemo((): StageRaster | null => {
    if (!comparison || !visible) return null
    const { grid } = comparison.scenario.result
    const illustrative = comparison.scenario.summary.illustrative
    if (show === 'difference') {
      return { grid, ...differenceFrames(comparison, maximum), mode: 'difference', illustrative }
    }
    return {
      grid,
      ...depthFrames(comparison[show], comparison.body.area, maximum),
      mode: maximum ? 'max' : 'depth',
      illustrative,
    }
  }, [comparison, show, maximum, visible])
  return useMemo(() => raster && { ...raster, opacity }, [raster, opacity])
}
