/**
 * The pointer and the keys: choosing, drawing, moving the view. Everything can be done from the keyboard: arrows pan, + and −
 * zoom, Space clicks in the middle of the view, Enter closes a ring, Backspace takes a corner back, Escape gives up.
 */
import { type Cartesian2, type Scene, ScreenSpaceEventHandler, ScreenSpaceEventType } from 'cesium'
import { both } from '../../scenarios/text.ts'
import type { StageCamera } from './camera.ts'
import { type Chooser, NEAR_PIXELS } from './choose.ts'
import { createDraftView } from './draft-view.ts'
import { type DrawEvent, draw, emptyDraft } from './draw.ts'
import type { Place } from './place.ts'
import type { Part } from './scene.ts'
import type { StageProps } from './types.ts'

const PAN_SHARE = 0.15

export function createTool(
  scene: Scene,
  place: Place,
  camera: StageCamera,
  chooser: Chooser,
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

  const click = (left: number, top: number) => {
    if (now().tool.kind === 'select') return chooser.choose(left, top)
    const ground = place.groundUnder(left, top)
    if (ground) send({ kind: 'click', at: ground.at, near: NEAR_PIXELS * place.metresPerPixel(left, top) })
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
  pointer.setInputAction(() => send({ kind: 'close' }), ScreenSpaceEventType.LEFT_DOUBLE_CLICK)
  pointer.setInputAction(({ endPosition }: { endPosition: Cartesian2 }) => {
    if (now().tool.kind === 'select' || draft.corners.length === 0) return
    const ground = place.groundUnder(endPosition.x, endPosition.y)
    if (ground) send({ kind: 'move', at: ground.at })
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
    ['Enter', () => (choosing() ? clickMiddle() : send({ kind: 'close' }))],
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

const label = both(
  'Bản đồ 3D. Mũi tên: di chuyển; + và −: thu phóng; phím cách: chọn hoặc đặt góc ở giữa; Enter: khép vùng; Esc: bỏ.',
  '3D map. Arrows pan, + and − zoom, Space chooses or sets a corner in the middle, Enter closes a ring, Escape gives up.',
)
