/**
 * The pointer and the keys: choosing, drawing, moving the view. Everything can be done from the keyboard: arrows pan, + and −
 * zoom, Space clicks in the middle of the view, Enter ends a drawing, Backspace takes a corner back, Escape gives up.
 */
import { type Cartesian2, type Scene, ScreenSpaceEventHandler, ScreenSpaceEventType } from 'cesium'
import type { XY } from '../../scenarios/frame.ts'
import { both } from '../../scenarios/text.ts'
import type { StageCamera } from './camera.ts'
import { type Chooser, NEAR_PIXELS } from './choose.ts'
import { createDraftView } from './draft-view.ts'
import { type DrawEvent, draw, emptyDraft } from './draw.ts'
import type { Finder } from './finder.ts'
import type { Place } from './place.ts'
import type { Part } from './scene.ts'
import { kerbAt, snapTo } from './snap.ts'
import type { StageKerb, StageProps } from './types.ts'

const PAN_SHARE = 0.15

export function createTool(
  scene: Scene,
  place: Place,
  camera: StageCamera,
  chooser: Chooser,
  finder: Finder,
  now: () => StageProps,
): Part {
  const { canvas } = scene
  const view = createDraftView(scene, place)
  let draft = emptyDraft

  const send = (event: DrawEvent) => {
    const { tool, onDraw, language } = now()
    const next = draw(tool, draft, event)
    draft = next.draft
    view.show(tool, draft, language)
    if (next.ring) onDraw(next.ring)
  }

  const aim = (left: number, top: number): { at: XY; near: number } | null => {
    const ground = place.groundUnder(left, top)
    return ground ? { at: ground.at, near: NEAR_PIXELS * place.metresPerPixel(left, top) } : null
  }
  /** Where a corner is set: a line joins the streets at hand. */
  const joined = (at: XY, near: number): XY => (now().tool.kind === 'line' ? snapTo(finder.roads(), at, near) : at)
  /** Streets are read where the pointer is, one place at a time; where they cannot be read, nothing is joined. */
  let reading: Promise<void> | null = null
  const read = (at: XY) => {
    const done = () => {
      reading = null
    }
    reading ??= finder.near(at).then(done, done)
    return reading
  }
  /** Corners of a line wait for the streets around them; what comes after a corner waits for it. */
  let turn = Promise.resolve()
  const inTurn = (act: () => void | Promise<void>) => {
    turn = turn.then(act, act)
  }
  const close = () => inTurn(() => send({ kind: 'close' }))

  const click = (left: number, top: number) => {
    if (now().tool.kind === 'select') return chooser.choose(left, top)
    const aimed = aim(left, top)
    if (!aimed) return
    const { at, near } = aimed
    inTurn(async () => {
      if (now().tool.kind === 'line' || now().tool.kind === 'kerb') {
        await reading
        await read(at)
      }
      const { tool, onPlace } = now()
      if (tool.kind !== 'kerb') return send({ kind: 'click', at: joined(at, near), near })
      onPlace?.(kerbAt(finder.roads(), at, tool))
    })
  }

  /** The ring around the map and the cross in its middle are for those who have no pointer on it. */
  const byKeyboard = (yes: boolean) => {
    canvas.style.outline = yes ? '' : 'none'
    view.cross(yes)
  }
  const pointer = new ScreenSpaceEventHandler(canvas)
  pointer.setInputAction(
    ({ position }: { position: Cartesian2 }) => click(position.x, position.y),
    ScreenSpaceEventType.LEFT_CLICK,
  )
  pointer.setInputAction(() => {
    canvas.focus({ preventScroll: true })
    byKeyboard(false)
  }, ScreenSpaceEventType.LEFT_DOWN)
  pointer.setInputAction(close, ScreenSpaceEventType.LEFT_DOUBLE_CLICK)
  pointer.setInputAction(({ endPosition }: { endPosition: Cartesian2 }) => {
    const { tool, language } = now()
    const { kind } = tool
    // Where a line will begin is shown too: whether it joins a street; and where a pole will stand.
    if (kind === 'select' || (kind !== 'line' && kind !== 'kerb' && draft.corners.length === 0)) return
    const aimed = aim(endPosition.x, endPosition.y)
    if (!aimed) return
    if (kind === 'line' || kind === 'kerb') void read(aimed.at)
    if (tool.kind !== 'kerb') return send({ kind: 'move', at: joined(aimed.at, aimed.near) })
    const kerb = kerbAt(finder.roads(), aimed.at, tool)
    canvas.style.cursor = kerb ? 'crosshair' : 'not-allowed'
    draft = kerb ? { corners: [kerb.at, ahead(kerb, 2.5 * aimed.near)], pointer: null } : emptyDraft
    view.show(tool, draft, language)
  }, ScreenSpaceEventType.MOUSE_MOVE)

  const clickMiddle = () => click(canvas.clientWidth / 2, canvas.clientHeight / 2)
  const choosing = () => now().tool.kind === 'select'
  const keys = new Map<string, () => void>([
    ['ArrowLeft', () => camera.pan(-PAN_SHARE, 0)],
    ['ArrowRight', () => camera.pan(PAN_SHARE, 0)],
    ['ArrowUp', () => camera.pan(0, PAN_SHARE)],
    ['ArrowDown', () => camera.pan(0, -PAN_SHARE)],
    ['+', () => camera.zoom(0.7)],
    ['=', () => camera.zoom(0.7)],
    ['-', () => camera.zoom(1.4)],
    ['Home', () => camera.home()],
    [' ', clickMiddle],
    ['Enter', () => (choosing() ? clickMiddle() : close())],
    ['Backspace', () => send({ kind: 'back' })],
    ['Escape', () => (choosing() ? now().onPick(null) : send({ kind: 'cancel' }))],
  ])
  const pressed = (event: KeyboardEvent) => {
    byKeyboard(true)
    const act = keys.get(event.key)
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    act()
  }
  canvas.tabIndex = 0
  canvas.setAttribute('role', 'application')
  const focused = () => byKeyboard(true)
  canvas.addEventListener('keydown', pressed)
  canvas.addEventListener('focus', focused)

  let tool = now().tool
  return {
    update: (props) => {
      canvas.setAttribute('aria-label', label[props.language])
      canvas.style.cursor = props.tool.kind === 'select' ? 'default' : 'crosshair'
      if (JSON.stringify(tool) !== JSON.stringify(props.tool)) draft = emptyDraft
      tool = props.tool
      view.show(tool, draft, props.language)
    },
    destroy: () => {
      pointer.destroy()
      canvas.removeEventListener('keydown', pressed)
      canvas.removeEventListener('focus', focused)
      view.destroy()
    },
  }
}

/** So many metres from the pole towards the street. */
function ahead({ at: [x, y], headingDegrees }: StageKerb, metres: number): XY {
  const heading = (headingDegrees * Math.PI) / 180
  return [x + metres * Math.sin(heading), y + metres * Math.cos(heading)]
}

const label = both(
  'Bản đồ 3D. Mũi tên: di chuyển; + và −: thu phóng; phím cách: chọn hoặc đặt góc ở giữa; Enter: kết thúc hình vẽ; Esc: bỏ.',
  '3D map. Arrows pan, + and − zoom, Space chooses or sets a corner in the middle, Enter ends a drawing, Escape gives up.',
)
