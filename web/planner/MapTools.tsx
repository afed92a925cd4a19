/** The buttons on the map: what a click does, and where the camera goes. */
import { useWords } from '../shared/language.tsx'
import { Icon, type IconName } from '../shared/ui.tsx'
import type { StageHandle } from '../stage/index.ts'
import { kerbTool } from './lamp-point.ts'
import { lightingText } from './lighting-text.ts'
import { roadText } from './road-text.ts'
import { text } from './text.ts'

export type ToolName = 'select' | 'pond' | 'fill' | 'road' | 'lamp' | 'area'

const hints = {
  pond: text.polygonHint,
  fill: text.polygonHint,
  road: roadText.lineHint,
  lamp: lightingText.placeHint,
  area: text.rectangleHint,
} as const

export function MapTools(props: {
  tool: ToolName
  /** What the last click with a tool came to; in place of the hint. */
  said: string | null
  onTool(tool: ToolName): void
  stage(): StageHandle | null
}) {
  const { tool, said, onTool, stage } = props
  const { t } = useWords()
  const tools: readonly [ToolName, IconName, string][] = [
    ['select', 'select', t(text.select)],
    ['pond', 'pond', t(text.drawPond)],
    ['fill', 'fill', t(text.drawFill)],
    ['road', 'road', t(roadText.drawRoad)],
    ['lamp', 'lighting', t(lightingText.placeLamp)],
    ['area', 'area', t(text.drawArea)],
  ]
  const moves: readonly [IconName, string, () => void][] = [
    ['plus', t(text.zoomIn), () => stage()?.zoomIn()],
    ['minus', t(text.zoomOut), () => stage()?.zoomOut()],
    ['top', t(text.topDown), () => stage()?.topDown()],
    ['home', t(text.home), () => stage()?.home()],
  ]
  return (
    <div className="map-tools" role="toolbar" aria-label={t(text.tools)}>
      {tools.map(([name, icon, title]) => (
        <button
          key={name}
          type="button"
          className="square"
          aria-pressed={tool === name}
          aria-label={title}
          title={title}
          onClick={() => onTool(name)}
        >
          <Icon name={icon} />
        </button>
      ))}
      <span className="gap" />
      {moves.map(([icon, title, move]) => (
        <button key={icon} type="button" className="square" aria-label={title} title={title} onClick={move}>
          <Icon name={icon} />
        </button>
      ))}
      <p className="tool-hint" role="status">
        {said ?? (tool === 'select' ? '' : t(hints[tool], { metres: kerbTool.withinMetres }))}
      </p>
    </div>
  )
}
