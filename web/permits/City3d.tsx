/** The case in the Cesium scene of the whole city: terrain, 3D tiles, shadows of an hour. Loaded when its tab is opened. */
import { type ComponentProps, useEffect, useMemo, useRef, useState } from 'react'
import { projection, type XY } from '../../scenarios/frame.ts'
import { boundsOf } from '../../scenarios/geometry.ts'
import type { ProblemDetail } from '../../scenarios/problem.ts'
import { both } from '../../scenarios/text.ts'
import type { Tiles } from '../../tiles/read/index.ts'
import { useWords } from '../shared/language.tsx'
import { useTheme } from '../shared/theme.tsx'
import { TILES_URL } from '../shared/tiles.ts'
import { Icon, ProblemBanner } from '../shared/ui.tsx'
import { Stage, type StageBuilding, type StageHandle } from '../stage/index.ts'
import { SunBar, useSun, useSunClock } from './SunBar.tsx'
import { sunDirection } from './sun.ts'
import type { View3d } from './view3d.ts'

const text = {
  title: both('Công trình trong thành phố 3D', 'The building in the 3D city'),
  loading: both('Đang mở thành phố 3D…', 'Opening the 3D city…'),
  zoomIn: both('Phóng to', 'Zoom in'),
  zoomOut: both('Thu nhỏ', 'Zoom out'),
  home: both('Về công trình', 'Back to the building'),
}

const LAYERS: ComponentProps<typeof Stage>['layers'] = Object.fromEntries(
  (['buildings', 'roads', 'water', 'trees', 'parcels'] as const).map((layer) => [
    layer,
    { visible: layer !== 'parcels', opacity: 1 },
  ]),
)
/** Near enough for a house, far enough for its street. */
const LOOK_METRES = 95
const SELECT = { kind: 'select' } as const
const nothing = () => {}

export function City3d({ view, tiles }: { view: View3d; tiles: Tiles }) {
  const { t, language } = useWords()
  const { theme } = useTheme()
  const stage = useRef<StageHandle>(null)
  const [ready, setReady] = useState(false)
  const [problem, setProblem] = useState<ProblemDetail | null>(null)
  const clock = useSunClock()
  const { origin } = view
  const place = useMemo(() => {
    const [lon, lat] = projection(tiles.manifest.city.frame).toWgs84(...origin)
    return { lon, lat }
  }, [tiles, origin])
  const sun = useSun(clock, place)
  const light = useMemo(() => ({ at: origin, direction: sunDirection(sun) }), [origin, sun])
  const building = useMemo((): StageBuilding => {
    const [ox, oy] = origin
    const back = (ring: readonly XY[]) => ring.map(([x, y]): XY => [x + ox, y + oy])
    return {
      bodies: view.triangles ? [] : view.parts.map((part) => ({ ...part, ring: back(part.ring) })),
      triangles: view.triangles && { origin, ...view.triangles },
      lot: back(view.lot),
      redLines: view.redLines.map(back),
      replaces: view.replacedIds,
    }
  }, [view, origin])
  const look = () => stage.current?.flyTo(boundsOf(building.lot), LOOK_METRES)
  // biome-ignore lint/correctness/useExhaustiveDependencies: once the ground is there
  useEffect(() => {
    if (ready) look()
  }, [ready])
  return (
    <section className="model stack" aria-label={t(text.title)}>
      {problem ? <ProblemBanner problem={problem} /> : null}
      <div className="model-view city-view" data-ready={ready}>
        <Stage
          ref={stage}
          tiles={tiles.manifest}
          baseUrl={TILES_URL}
          layers={LAYERS}
          terrain
          city={null}
          area={null}
          raster={null}
          frame={0}
          building={building}
          sun={light}
          tool={SELECT}
          selection={null}
          language={language}
          dark={theme === 'dark'}
          onPick={nothing}
          onDraw={nothing}
          onReady={() => setReady(true)}
          onProblem={setProblem}
        />
        {ready ? null : (
          <p className="city-waits" role="status">
            {t(text.loading)}
          </p>
        )}
        <div className="model-tools">
          <button type="button" className="square" aria-label={t(text.zoomIn)} onClick={() => stage.current?.zoomIn()}>
            <Icon name="plus" />
          </button>
          <button
            type="button"
            className="square"
            aria-label={t(text.zoomOut)}
            onClick={() => stage.current?.zoomOut()}
          >
            <Icon name="minus" />
          </button>
          <button type="button" className="square" aria-label={t(text.home)} onClick={look}>
            <Icon name="home" />
          </button>
        </div>
      </div>
      <SunBar clock={clock} place={place} />
    </section>
  )
}
