/**
 * Drawing a ring or a line: what clicks, moves and keys do to the draft, apart from any screen. A polygon closes on a double
 * click, on Enter or on its first corner; a rectangle closes on its second corner and never grows past its longest side; a line
 * ends on a double click, on Enter or on its last corner.
 */
import type { XY } from '../../scenarios/frame.ts'
import { lineLength, ringArea } from '../../scenarios/geometry.ts'
import type { StageTool } from './types.ts'

export interface Draft {
  readonly corners: readonly XY[]
  /** Where the pointer is. */
  readonly pointer: XY | null
}

export type DrawEvent =
  /** `near`: how close counts as the same place, m. */
  | { readonly kind: 'click'; readonly at: XY; readonly near: number }
  | { readonly kind: 'move'; readonly at: XY }
  | { readonly kind: 'close' }
  | { readonly kind: 'back' }
  | { readonly kind: 'cancel' }

export const emptyDraft: Draft = { corners: [], pointer: null }
const LEAST_AREA_SQUARE_METRES = 1
const LEAST_LENGTH_METRES = 1

/** The draft after an event, and the ring if that finished one. */
export function draw(
  tool: StageTool,
  draft: Draft,
  event: DrawEvent,
): { readonly draft: Draft; readonly ring: XY[] | null } {
  if (tool.kind === 'select' || tool.kind === 'kerb') return { draft: emptyDraft, ring: null }
  switch (event.kind) {
    case 'move':
      return going({ ...draft, pointer: event.at })
    case 'cancel':
      return going(emptyDraft)
    case 'back':
      return going({ ...draft, corners: draft.corners.slice(0, -1) })
    case 'close':
      return tool.kind === 'rectangle' ? going(draft) : finished(tool, draft, [...draft.corners])
    case 'click': {
      const [first, last] = [draft.corners[0], draft.corners.at(-1)]
      if (tool.kind === 'rectangle') {
        if (!first) return going({ corners: [event.at], pointer: event.at })
        return finished(tool, draft, rectangle(first, event.at, tool.maxSideMetres))
      }
      const end = tool.kind === 'line' ? last : first
      if (end && draft.corners.length >= (tool.kind === 'line' ? 2 : 3) && distance(end, event.at) <= event.near)
        return finished(tool, draft, [...draft.corners])
      if (last && distance(last, event.at) <= event.near) return going(draft)
      return going({ corners: [...draft.corners, event.at], pointer: event.at })
    }
  }
}

/** What to show of a draft: the ring as it would be if it closed at the pointer. */
export function shownRing(tool: StageTool, { corners, pointer }: Draft): XY[] {
  if (tool.kind === 'rectangle')
    return corners[0] && pointer ? rectangle(corners[0], pointer, tool.maxSideMetres) : [...corners]
  return pointer && (corners.length > 0 || tool.kind === 'line') ? [...corners, pointer] : [...corners]
}

/** A rectangle along the axes from one corner towards another, no side longer than allowed. */
export function rectangle([x0, y0]: XY, [x1, y1]: XY, maxSideMetres: number): XY[] {
  const clamp = (from: number, to: number) => from + Math.max(-maxSideMetres, Math.min(maxSideMetres, to - from))
  const [x, y] = [clamp(x0, x1), clamp(y0, y1)]
  return [
    [Math.min(x0, x), Math.min(y0, y)],
    [Math.max(x0, x), Math.min(y0, y)],
    [Math.max(x0, x), Math.max(y0, y)],
    [Math.min(x0, x), Math.max(y0, y)],
  ]
}

const going = (draft: Draft) => ({ draft, ring: null })
const distance = (a: XY, b: XY): number => Math.hypot(a[0] - b[0], a[1] - b[1])

/** A ring or a line too small to be meant is not one: the draft stays. */
function finished(tool: StageTool, draft: Draft, ring: XY[]) {
  const meant =
    tool.kind === 'line'
      ? ring.length >= 2 && lineLength(ring) >= LEAST_LENGTH_METRES
      : ring.length >= 3 && Math.abs(ringArea(ring)) >= LEAST_AREA_SQUARE_METRES
  return meant ? { draft: emptyDraft, ring } : going(draft)
}
