/** Draws the published floods that are chosen, and says on the map which they are. */
import './flood.css'
import type { Feature } from 'geojson'
import { type ReactNode, useEffect } from 'react'
import type { FloodMap } from '../../../scenarios/api/place.ts'
import { rampClasses } from '../../../scenarios/depth-ramp.ts'
import { useWords } from '../../shared/language.tsx'
import { usePath } from '../../shared/route.tsx'
import { Icon, IllustrativeBadge, ProblemBanner } from '../../shared/ui.tsx'
import { type SwipeSide, useMap } from '../map-control.ts'
import { useAsked } from '../useAsked.ts'
import { floodName, showFloods, useShownFloods } from './shown.ts'
import { text } from './text.ts'

const EDGE = [107, 63, 160, 200] as const
const NO_FILL = [0, 0, 0, 0] as const
const EDGE_STYLE = '#6b3fa0'

export default function FloodOnMap() {
  const { t } = useWords()
  const { answer, problem, again } = useAsked<FloodMap[]>('/api/floods')
  const [first, second] = useShownFloods()
  const named = (name: string | undefined) => answer?.find((flood) => floodName(flood) === name)
  const [flood, other] = [named(first), named(second)]
  if (problem) {
    return (
      <Shell>
        <ProblemBanner problem={problem} />
        <button type="button" onClick={again}>
          {t(text.again)}
        </button>
      </Shell>
    )
  }
  if (!answer) return null
  if (!flood) return <Shell>{t(text.gone)}</Shell>
  return (
    <Shell>
      <Drawn flood={flood} other={other ?? null} />
      <span>
        {t(flood.title)}
        {other ? ` ⇔ ${t(other.title)}` : null}{' '}
        {flood.illustrative || other?.illustrative ? <IllustrativeBadge /> : null}
        {second && !other ? ` ${t(text.gone)}` : null}
      </span>
      <Scale />
    </Shell>
  )
}

function Shell({ children }: { children: ReactNode }) {
  const { t } = useWords()
  return (
    <section className="flood-on-map" aria-label={t(text.onMap)}>
      <div>{children}</div>
      <button type="button" className="quiet square" aria-label={t(text.hideMap)} onClick={() => showFloods([])}>
        <Icon name="close" />
      </button>
    </section>
  )
}

function Drawn({ flood, other }: { flood: FloodMap; other: FloodMap | null }) {
  const map = useMap()
  // What is published there is compared by the same bar.
  const barTaken = usePath().startsWith('/published')
  useEffect(() => {
    if (other && !barTaken) {
      map.swipe({ before: sideOf(flood), after: sideOf(other) })
      return () => map.swipe(null)
    }
    const { title, bounds } = flood
    const edge: Feature = { type: 'Feature', geometry: edgeOf(flood), properties: {} }
    const look = { line: EDGE, fill: NO_FILL, width: 2 }
    map.overlay('flood', { title, features: [edge], ...look, picture: { url: pictureOf(flood), bounds } })
    return () => map.overlay('flood', null)
  }, [map, flood, other, barTaken])
  return null
}

const pictureOf = ({ id }: FloodMap): string => `/api/floods/${id}/depth.png`

/** Beyond it nothing was computed. */
function edgeOf({ bounds: [west, south, east, north] }: FloodMap) {
  const ring = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ]
  return { type: 'Polygon' as const, coordinates: [ring] }
}

const sideOf = (flood: FloodMap): SwipeSide => ({
  title: flood.title,
  shapes: [{ geometry: edgeOf(flood), line: EDGE_STYLE }],
  picture: { url: pictureOf(flood), bounds: flood.bounds },
})

/** The colours, with the depth in centimetres from which each holds. */
function Scale() {
  const { t } = useWords()
  return (
    <span className="flood-scale" role="img" aria-label={t(text.scale)}>
      {rampClasses('depth').map(({ from, colour: [red, green, blue] }) => (
        <span key={from} style={{ borderColor: `rgb(${red} ${green} ${blue})` }}>
          {Math.round(from * 10) * 10}
        </span>
      ))}
      <span>cm</span>
    </span>
  )
}
