/**
 * The raster draped over the ground: one ground primitive whose material takes its picture from a canvas. The primitive is made once
 * for a grid; a frame is a picture handed to its material, which shows the last one until the next is a texture. Pictures of
 * neighbouring frames are painted ahead (`frames.ts`), so that the time line steps without waiting.
 */
import {
  Math as CesiumMath,
  ClassificationType,
  Color,
  GeometryInstance,
  GroundPrimitive,
  Material,
  MaterialAppearance,
  type Rectangle,
  RectangleGeometry,
  type Scene,
  TextureMagnificationFilter,
  TextureMinificationFilter,
} from 'cesium'
import { cellsOfPixels, HATCH, LETTER, paintRaster } from '../../scenarios/depth-ramp.ts'
import { type GridSpec, gridBounds } from '../../scenarios/grid.ts'
import { createFrames, type Frames } from './frames.ts'
import type { Place } from './place.ts'
import type { Part } from './scene.ts'

/** In the view into the ground, what is drawn on the surface is as faint as that. */
const FAINT = 0.45
/** Longest side of the picture, pixels. */
const LONGEST = 1024

interface Drape {
  readonly grid: GridSpec
  readonly frames: Frames<HTMLCanvasElement>
  readonly material: Material
  readonly primitive: GroundPrimitive
}

export function createRaster(scene: Scene, place: Place): Part {
  let drape: Drape | null = null
  let stopAsking = () => {}
  let ahead: ReturnType<typeof setTimeout> | undefined
  let shown: { canvas: HTMLCanvasElement; opacity: number } | null = null

  const clear = () => {
    stopAsking()
    stopAsking = () => {}
    clearTimeout(ahead)
    if (drape && !scene.isDestroyed()) scene.primitives.remove(drape.primitive)
    drape = null
    shown = null
  }
  const show = (to: Drape, canvas: HTMLCanvasElement, opacity: number) => {
    shown = { canvas, opacity }
    to.material.uniforms.image = canvas
    // The material takes the picture up in the first frame after it is ready and shows it in the next; nothing until then.
    stopAsking()
    let frames = 3
    stopAsking = scene.postRender.addEventListener(() => {
      if (!to.primitive.ready) return
      if (frames === 2) to.material.uniforms.color = Color.WHITE.withAlpha(opacity)
      if (--frames === 0) stopAsking()
      else scene.requestRender()
    })
  }

  return {
    update: ({ raster, frame, underground }) => {
      if (!raster || raster.frames.length === 0) return clear()
      if (drape && !sameGrid(drape.grid, raster.grid)) clear()
      if (!drape) {
        drape = createDrape(raster.grid, place)
        scene.primitives.add(drape.primitive, 0)
      }
      const { frames } = drape
      const canvas = frames.picture(raster, frame)
      const opacity = (raster.opacity ?? 1) * (underground ? FAINT : 1)
      if (shown?.canvas === canvas && shown.opacity === opacity) return
      show(drape, canvas, opacity)
      clearTimeout(ahead)
      ahead = setTimeout(() => frames.ahead(raster, frame), 0)
    },
    destroy: clear,
  }
}

function createDrape(grid: GridSpec, place: Place): Drape {
  const scale = LONGEST / Math.max(grid.columns, grid.rows)
  const [width, height] = [Math.max(1, Math.round(grid.columns * scale)), Math.max(1, Math.round(grid.rows * scale))]
  const rectangle = place.rectangle(gridBounds(grid))
  const material = new Material({
    fabric: { type: 'Image', uniforms: { image: blank(1, 1), color: Color.TRANSPARENT } },
    translucent: true,
    minificationFilter: TextureMinificationFilter.LINEAR,
    magnificationFilter: TextureMagnificationFilter.NEAREST,
  })
  const materialSupport = MaterialAppearance.MaterialSupport.TEXTURED
  const geometry = new RectangleGeometry({ rectangle, vertexFormat: materialSupport.vertexFormat })
  const primitive = new GroundPrimitive({
    geometryInstances: new GeometryInstance({ geometry, id: 'raster' }),
    appearance: new MaterialAppearance({ material, flat: true, materialSupport }),
    allowPicking: false,
    classificationType: ClassificationType.TERRAIN,
  })
  const picture = new ImageData(width, height)
  const cells = cellsOfPixels(grid, width, height, fromPicture(rectangle, place))
  const marks = watermark(width, height)
  const frames = createFrames(
    () => blank(width, height),
    (canvas, { frames: values, mode, illustrative }, at) => {
      paintRaster({
        pixels: picture.data,
        cells,
        from: values[Math.floor(at)]!,
        to: values[Math.ceil(at)]!,
        share: at - Math.floor(at),
        mode,
        marks: illustrative ? marks : null,
      })
      canvas.getContext('2d')!.putImageData(picture, 0, 0)
    },
  )
  return { grid, frames, material, primitive }
}

const fromPicture =
  ({ west, east, south, north }: Rectangle, place: Place) =>
  (right: number, down: number) =>
    place.fromWgs84(
      CesiumMath.toDegrees(west + (east - west) * right),
      CesiumMath.toDegrees(north + (south - north) * down),
    )

function blank(width: number, height: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  return canvas
}

/** Slanting lines and the words MINH HỌA over the whole picture: wherever water is drawn, the mark is in its pixels. */
function watermark(width: number, height: number): Uint8Array {
  const canvas = blank(width, height)
  const brush = canvas.getContext('2d', { willReadFrequently: true })!
  brush.strokeStyle = '#f00'
  brush.lineWidth = 1.2
  brush.beginPath()
  for (let x = -height; x < width; x += 18) {
    brush.moveTo(x, height)
    brush.lineTo(x + height, 0)
  }
  brush.stroke()
  brush.rotate(-Math.PI / 6)
  brush.font = 'bold 22px sans-serif'
  brush.fillStyle = '#00f'
  const reach = width + height
  for (let row = -reach, line = 0; row < reach; row += 64, line++) {
    for (let x = -reach + (line % 2) * 110; x < reach; x += 220) brush.fillText('MINH HỌA', x, row)
  }
  const { data } = brush.getImageData(0, 0, width, height)
  const marks = new Uint8Array(width * height)
  for (let i = 0; i < marks.length; i++) {
    if (data[4 * i + 3]! < 128) continue
    marks[i] = data[4 * i + 2]! > 127 ? LETTER : HATCH
  }
  return marks
}

const sameGrid = (a: GridSpec, b: GridSpec): boolean =>
  a.columns === b.columns && a.rows === b.rows && a.cellSize === b.cellSize && a.west === b.west && a.north === b.north
