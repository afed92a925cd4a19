/**
 * The stage as a React component: resium makes the widget, `scene.ts` everything in it. React holds no feature and no frame;
 * each change of the properties is one call of `update`.
 */
import '@cesium/engine/Source/Widget/CesiumWidget.css'
import { useEffect, useImperativeHandle, useRef, useState } from 'react'
import { CesiumWidget, useCesium } from 'resium'
import { both } from '../../scenarios/text.ts'
import { hasWebGl2 } from '../shared/webgl.ts'
import { createScene, type StageScene, widgetOptions } from './scene.ts'
import type { StageProps } from './types.ts'

const noWebGl = {
  code: 'stage/webgl',
  message: both(
    'Trình duyệt này không vẽ được bản đồ 3D (thiếu WebGL 2). Bảng, số liệu và kết quả vẫn dùng được.',
    'This browser cannot draw the 3D map (WebGL 2 is missing). Tables, figures and results still work.',
  ),
}

/** The 3D city. Fills its positioned parent; says `stage/webgl` and shows a plain sentence where nothing can be drawn. */
export function Stage(props: StageProps) {
  const [drawable] = useState(hasWebGl2)
  const { onProblem } = props
  useEffect(() => {
    if (!drawable) onProblem(noWebGl)
  }, [drawable, onProblem])
  if (!drawable) {
    return (
      <div role="alert" style={{ position: 'absolute', inset: 0, display: 'grid', placeItems: 'center', padding: 24 }}>
        <p style={{ maxWidth: 480 }}>{noWebGl.message[props.language]}</p>
      </div>
    )
  }
  return (
    <CesiumWidget full {...widgetOptions}>
      <SceneOf {...props} />
    </CesiumWidget>
  )
}

function SceneOf(props: StageProps) {
  const { cesiumWidget } = useCesium()
  const scene = useRef<StageScene | null>(null)
  const latest = useRef(props)
  latest.current = props

  const { tiles, baseUrl } = props
  useEffect(() => {
    if (!cesiumWidget) return
    const made = createScene(cesiumWidget, tiles, baseUrl, () => latest.current)
    scene.current = made
    made.update(latest.current)
    return () => {
      scene.current = null
      made.destroy()
    }
  }, [cesiumWidget, tiles, baseUrl])

  // Where a frame of the map takes long, the page shows its own answer to a press first: the scene changes after that paint.
  const soon = useRef(false)
  useEffect(() => {
    if (soon.current) return
    soon.current = true
    requestAnimationFrame(() =>
      setTimeout(() => {
        soon.current = false
        scene.current?.update(latest.current)
      }),
    )
  })
  useImperativeHandle(props.ref, () => ({
    flyTo: (target, leastMetres) => scene.current?.camera.flyTo(target, leastMetres),
    zoomIn: () => scene.current?.camera.zoom(0.5),
    zoomOut: () => scene.current?.camera.zoom(2),
    topDown: () => scene.current?.camera.topDown(),
    home: () => scene.current?.camera.home(),
    capture: () => scene.current?.capture() ?? Promise.reject(new Error('Expected a scene to capture, got none yet')),
  }))
  return null
}
