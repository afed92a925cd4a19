/**
 * The raster draped over the ground: one ground primitive whose material takes its picture from a canvas. Two canvases take
 * turns, because the engine looks at a picture again only when it is another object.
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
import { type GridSpec, gridBounds } from '../../scenarios/grid.ts'
import type { Place } from './place.ts'
import { cellsOfPixels, HATCH, LETTER, paintRaster } from './ramp.ts'
import type { Part } from './scene.ts'
import type { StageRaster } from './types.ts'

/** Longest side of the picture, pixels. */
const LONGEST = 1024
/** In the view into the ground, what is drawn on the surface is as faint as that. */
const [PLAIN, FAINT] = [Color.WHITE, new Color(1, 1, 1, 0.45)]

interface Drape {
  readonly grid: GridSpec
  readonly canvases: readonly HTMLCanvasElement[]
  readonly picture: ImageData
  readonly cells: Int32Array
  readonly marks: Uint8Array
  readonly material: Material
  readonly primitive: GroundPrimitive
  turn: number
}

export function createRaster(scene: Scene, place: Place): Part {
  let drape: Drape | null = null
  let stopAsking = () => {}
  let painted: { raster: StageRaster; frame: number } | null = null
  let clarity = PLAIN

  const clear = () => {
    stopAsking()
    stopAsking = () => {}
    if (drape && !scene.isDestroyed()) scene.primitives.remove(drape.primitive)
    drape = null
    painted = null
  }
  const paint = (to: Drape, raster: StageRaster, frame: number) => {
    const last = raster.frames.length - 1
    const at = Math.min(last, Math.max(0, frame))
    const { picture, cells, marks } = to
    paintRaster({
      pixels: picture.data,
      cells,
      from: raster.frames[Math.floor(at)]!,
      to: raster.frames[Math.ceil(at)]!,
      share: at - Math.floor(at),
      mode: raster.mode,
      marks: raster.illustrative ? marks : null,
    })
    to.turn = 1 - to.turn
    const canvas = to.canvases[to.turn]!
    canvas.getContext('2d')!.putImageData(picture, 0, 0)
    to.material.uniforms.image = canvas
    // The material takes the picture up in the first frame after it is ready and shows it in the next; white until then.
    stopAsking()
    let frames = 3
    stopAsking = scene.postRender.addEventListener(() => {
      if (!to.primitive.ready) return
      if (frames === 2) to.material.uniforms.color = clarity
      if (--frames === 0) stopAsking()
      else scene.requestRender()
    })
  }

  return {
    update: ({ raster, frame, underground }) => {
      clarity = underground ? FAINT : PLAIN
      if (!raster || raster.frames.length === 0) return clear()
      if (drape && !sameGrid(drape.grid, raster.grid)) clear()
      if (!drape) {
        drape = createDrape(raster.grid, place)
        scene.primitives.add(drape.primitive, 0)
      }
      if (painted?.raster === raster && painted.frame === frame) {
        if (drape.material.uniforms.color.alpha > 0) drape.material.uniforms.color = clarity
        return
      }
      painted = { raster, frame }
      paint(drape, raster, frame)
    },
    destroy: clear,
  }
}

function createDrape(grid: GridSpec, place: Place): Drape {
  const scale = LONGEST / Math.max(grid.columns, grid.rows)
  const [width, height] = [Math.max(1, Math.round(grid.columns * scale)), Math.max(1, Math.round(grid.rows * scale))]
  const rectangle = place.rectangle(gridBounds(grid))
  const canvases = [blank(width, height), blank(width, height)]
  const material = new Material({
    fabric: { type: 'Image', uniforms: { image: canvases[0]!, color: Color.TRANSPARENT } },
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
  return {
    grid,
    canvases,
    picture: new ImageData(width, height),
    cells: cellsOfPixels(grid, width, height, fromPicture(rectangle, place)),
    marks: watermark(width, height),
    material,
    primitive,
    turn: 0,
  }
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
