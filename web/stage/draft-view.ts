/**
 * The draft of a ring or a line over the picture, as SVG: sharp at any resolution of the 3D picture, and free on a slow machine.
 * Shows corners, sides and the area or length; a cross in the middle while the map has the keyboard.
 */
import { type Scene, SceneTransforms } from 'cesium'
import type { XY } from '../../scenarios/frame.ts'
import { lineLength, ringArea } from '../../scenarios/geometry.ts'
import type { Language } from '../../scenarios/text.ts'
import { type Draft, emptyDraft, shownRing } from './draw.ts'
import type { Place } from './place.ts'
import type { StageTool } from './types.ts'

export interface DraftView {
  show(tool: StageTool, draft: Draft, language: Language): void
  /** Show the cross while the map has the keyboard. */
  cross(yes: boolean): void
  destroy(): void
}

export function createDraftView(scene: Scene, place: Place): DraftView {
  const svg = element('svg', { 'aria-hidden': 'true' })
  svg.style.cssText = 'position:absolute;inset:0;width:100%;height:100%;pointer-events:none;overflow:hidden'
  const line = element('path', {
    stroke: '#ff6a00',
    'stroke-width': '2.5',
    'stroke-dasharray': '7 4',
  })
  const dots = element('g', { fill: '#ffffff', stroke: '#ff6a00', 'stroke-width': '2' })
  const size = element('text', {
    'font-size': '14',
    'font-weight': '600',
    'text-anchor': 'middle',
    fill: '#7a2c00',
    stroke: '#ffffff',
    'stroke-width': '4',
    'paint-order': 'stroke',
  })
  const cross = element('path', { fill: 'none', stroke: '#ff6a00', 'stroke-width': '2' })
  svg.append(line, dots, size, cross)
  scene.canvas.parentElement!.append(svg)

  let shown: { tool: StageTool; draft: Draft; language: Language } = {
    tool: { kind: 'select' },
    draft: emptyDraft,
    language: 'vi',
  }
  const onScreen = ([x, y]: XY) => {
    const position = place.toCartesian(x, y, place.groundAt(x, y) ?? 0)
    return SceneTransforms.worldToWindowCoordinates(scene, position)
  }
  const redraw = () => {
    const { tool, draft, language } = shown
    const ring = shownRing(tool, draft)
    const points = ring.map(onScreen).filter((point) => point !== undefined)
    const open = tool.kind === 'line' || tool.kind === 'kerb'
    const course = points.map(({ x, y }) => `${x} ${y}`).join('L')
    line.setAttribute('d', points.length > 1 ? `M${course}${open ? '' : 'Z'}` : '')
    line.setAttribute('fill', open ? 'none' : '#ff6a0033')
    // Of a pole its foot; the line from it says where it looks.
    const marked = tool.kind === 'kerb' ? ring.slice(0, 1) : tool.kind === 'polygon' ? draft.corners : ring
    const corners = marked.map(onScreen).filter((point) => point !== undefined)
    dots.replaceChildren(...corners.map(({ x, y }) => element('circle', { cx: `${x}`, cy: `${y}`, r: '4.5' })))
    const middle = points.reduce((sum, { x, y }) => ({ x: sum.x + x / points.length, y: sum.y + y / points.length }), {
      x: 0,
      y: 0,
    })
    size.setAttribute('x', `${middle.x}`)
    size.setAttribute('y', `${middle.y}`)
    size.textContent = tool.kind !== 'kerb' && ring.length > (open ? 1 : 2) ? measure(ring, tool, language) : ''
    const { clientWidth: width, clientHeight: height } = scene.canvas
    const keyboard = crossed && scene.canvas.matches(':focus')
    cross.setAttribute('d', keyboard ? `M${width / 2 - 9} ${height / 2}h18M${width / 2} ${height / 2 - 9}v18` : '')
  }
  let crossed = false
  const rendered = scene.postRender.addEventListener(redraw)
  scene.canvas.addEventListener('blur', redraw)
  return {
    show: (tool, draft, language) => {
      shown = { tool, draft, language }
      redraw()
    },
    cross: (yes) => {
      crossed = yes
      redraw()
    },
    destroy: () => {
      if (!scene.isDestroyed()) rendered()
      svg.remove()
    },
  }
}

function measure(ring: readonly XY[], tool: StageTool, language: Language): string {
  const whole = new Intl.NumberFormat(language, { maximumFractionDigits: 0 })
  if (tool.kind === 'line') return `${whole.format(lineLength(ring))} m`
  const area = `${whole.format(Math.abs(ringArea(ring)))} m²`
  if (tool.kind !== 'rectangle') return area
  const [a, , c] = ring
  return `${whole.format(c![0] - a![0])} × ${whole.format(c![1] - a![1])} m · ${area}`
}

function element<K extends keyof SVGElementTagNameMap>(
  name: K,
  attributes: Record<string, string>,
): SVGElementTagNameMap[K] {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  return made
}
