/**
 * Lamps of the plan: new and changed ones stand as posts with their arm and luminaire in the colour of what is proposed; a sign
 * says so from afar, and where a lamp is taken away or put out. All of them answer to a click with the lamp's id.
 */
import {
  BillboardCollection,
  BlendOption,
  BoxGeometry,
  Cartesian3,
  Color,
  ColorGeometryInstanceAttribute,
  CylinderGeometry,
  DistanceDisplayCondition,
  GeometryInstance,
  Matrix3,
  Matrix4,
  NearFarScalar,
  PerInstanceColorAppearance,
  Primitive,
  Quaternion,
  type Scene,
  Transforms,
} from 'cesium'
import type { Feature } from '../../scenarios/city/dataset.ts'
import { radians } from '../../scenarios/elementary.ts'
import type { XY } from '../../scenarios/frame.ts'
import { type LampChanges, lampChanges } from './lamp-changes.ts'
import type { Place } from './place.ts'
import type { Part } from './scene.ts'
import { symbols } from './symbols.ts'

const PLANNED = '#8e24aa'
const POST = Color.fromCssColorString(PLANNED)
const HEAD = Color.fromCssColorString('#ffd54f')
/** Metres; a little stouter than the lamps that stand, so that they are told apart. */
const SIZES = { foot: 0.17, top: 0.11, arm: 0.16, leastArm: 0.4, head: [0.5, 0.95, 0.22] } as const
/** The sign above the luminaire, m; seen from no farther, m. */
const SIGN = { above: 1.6, farthest: 12_000 }
/** The ground is taken anew where it has changed by more, m. */
const LEVEL_METRES = 0.15
/** Width of a sign on the screen, and of its picture, pixels. */
const [SIGN_PIXELS, PICTURE_PIXELS] = [22, 64]

type Lamp = Feature<'lamps'>

/** What a click on something of this part finds. */
class LampPick {
  readonly lamp: string
  readonly at: XY

  constructor(lamp: Lamp) {
    this.lamp = lamp.id
    this.at = placeOf(lamp)
  }
}
export const lampOfPick = (picked: unknown): LampPick | null => {
  const id = (picked as { id?: unknown } | undefined)?.id
  return id instanceof LampPick ? id : null
}

export function createPlannedLamps(scene: Scene, place: Place): Part {
  let posts: Primitive | null = null
  let signs: BillboardCollection | null = null
  let shown: LampChanges | null = null
  let levels: number[] = []
  let terrain: boolean | undefined
  let night = false
  const levelsOf = ({ planned, removed, out }: LampChanges) =>
    [...planned, ...removed, ...out].map((lamp) => place.groundAt(...placeOf(lamp)) ?? 0)
  const clear = () => {
    if (!scene.isDestroyed()) {
      if (posts) scene.primitives.remove(posts)
      if (signs) scene.primitives.remove(signs)
    }
    posts = null
    signs = null
  }
  const draw = (changes: LampChanges) => {
    clear()
    levels = levelsOf(changes)
    if (levels.length === 0) return
    const { planned, removed, out } = changes
    if (planned.length > 0) posts = scene.primitives.add(postsOf(planned, levels, place)) as Primitive
    if (posts) posts.show = !night
    signs = scene.primitives.add(new BillboardCollection({ blendOption: BlendOption.TRANSLUCENT }))
    signs!.show = !night
    const add = (lamps: readonly Lamp[], from: number, image: HTMLCanvasElement, above: (lamp: Lamp) => number) =>
      lamps.forEach((lamp, i) => void addSign(signs!, lamp, levels[from + i]! + above(lamp), image, place))
    const top = ({ properties }: Lamp) => properties.heightMetres + SIGN.above
    add(planned, 0, plannedSign(), top)
    add(removed, planned.length, struckSign('#c62828'), () => 1)
    add(out, planned.length + removed.length, struckSign('#37474f'), top)
    scene.requestRender()
  }
  const settled = scene.globe.tileLoadProgressEvent.addEventListener((left: number) => {
    if (left > 0 || !shown) return
    const now = levelsOf(shown)
    if (now.some((level, i) => Math.abs(level - levels[i]!) > LEVEL_METRES)) draw(shown)
  })
  return {
    update: (props) => {
      const changes = lampChanges(props.city, props.base ?? null)
      // By night they are told by their light.
      night = props.light?.night === true
      if (changes !== shown || props.terrain !== terrain) {
        shown = changes
        terrain = props.terrain
        draw(changes)
      }
      if (signs) signs.show = !night
      if (posts) posts.show = !night
    },
    destroy: () => {
      if (!scene.isDestroyed()) settled()
      clear()
    },
  }
}

const placeOf = ({ geometry }: Lamp): XY => geometry.coordinates as XY

function postsOf(lamps: readonly Lamp[], levels: readonly number[], place: Place): Primitive {
  const { VERTEX_FORMAT: vertexFormat } = PerInstanceColorAppearance
  const post = new CylinderGeometry({
    length: 1,
    bottomRadius: SIZES.foot,
    topRadius: SIZES.top,
    slices: 8,
    vertexFormat,
  })
  const box = BoxGeometry.fromDimensions({ dimensions: new Cartesian3(1, 1, 1), vertexFormat })
  const geometryInstances = lamps.flatMap((lamp, i) => {
    const { heightMetres: height, overhangMetres: overhang, headingDegrees, tiltDegrees } = lamp.properties
    const [x, y] = placeOf(lamp)
    const frame = Transforms.eastNorthUpToFixedFrame(place.toCartesian(x, y, levels[i]!))
    const heading = Matrix4.fromRotation(Matrix3.fromRotationZ(-radians(headingDegrees)))
    const looking = Matrix4.multiply(frame, heading, new Matrix4())
    const reach = Math.sign(overhang || 1) * Math.max(SIZES.leastArm, Math.abs(overhang))
    const tilt = radians(tiltDegrees)
    const lifted = Quaternion.fromAxisAngle(Cartesian3.UNIT_X, tilt)
    /** So far ahead of the post’s top. */
    const ahead = (metres: number) => new Cartesian3(0, metres * Math.cos(tilt), height + metres * Math.sin(tilt))
    const part = (geometry: typeof post | typeof box, at: Cartesian3, turn: Quaternion, size: Cartesian3, own: Color) =>
      new GeometryInstance({
        geometry,
        modelMatrix: Matrix4.multiply(
          looking,
          Matrix4.fromTranslationQuaternionRotationScale(at, turn, size),
          new Matrix4(),
        ),
        attributes: { color: ColorGeometryInstanceAttribute.fromColor(own) },
        id: new LampPick(lamp),
      })
    return [
      part(post, new Cartesian3(0, 0, height / 2), Quaternion.IDENTITY, new Cartesian3(1, 1, height), POST),
      part(box, ahead(reach / 2), lifted, new Cartesian3(SIZES.arm, Math.abs(reach), SIZES.arm), POST),
      part(box, ahead(reach), lifted, new Cartesian3(...SIZES.head), HEAD),
    ]
  })
  return new Primitive({
    geometryInstances,
    appearance: new PerInstanceColorAppearance({ closed: true, translucent: false }),
  })
}

function addSign(signs: BillboardCollection, lamp: Lamp, height: number, image: HTMLCanvasElement, place: Place): void {
  const [x, y] = placeOf(lamp)
  signs.add({
    id: new LampPick(lamp),
    position: place.toCartesian(x, y, height),
    image,
    width: SIGN_PIXELS,
    height: SIGN_PIXELS,
    disableDepthTestDistance: Number.POSITIVE_INFINITY,
    distanceDisplayCondition: new DistanceDisplayCondition(0, SIGN.farthest),
    scaleByDistance: new NearFarScalar(300, 1, 3000, 0.45),
  })
}

/** A lamp on a disc in the colour of what is proposed. */
function plannedSign(): HTMLCanvasElement {
  const { canvas, brush } = disc(PLANNED)
  brush.fillStyle = '#ffffff'
  brush.setTransform(PICTURE_PIXELS / 24, 0, 0, PICTURE_PIXELS / 24, PICTURE_PIXELS / 6, PICTURE_PIXELS / 6)
  brush.fill(new Path2D(symbols.lamp.body))
  return canvas
}

/** A cross on a white disc. */
function struckSign(colour: string): HTMLCanvasElement {
  const { canvas, brush } = disc('#ffffff', colour)
  brush.strokeStyle = colour
  brush.lineWidth = PICTURE_PIXELS / 9
  brush.lineCap = 'round'
  const [a, b] = [PICTURE_PIXELS * 0.33, PICTURE_PIXELS * 0.67]
  brush.stroke(new Path2D(`M${a} ${a}L${b} ${b}M${b} ${a}L${a} ${b}`))
  return canvas
}

function disc(fill: string, rim = '#ffffff') {
  const canvas = document.createElement('canvas')
  canvas.width = PICTURE_PIXELS
  canvas.height = PICTURE_PIXELS
  const brush = canvas.getContext('2d')!
  brush.arc(PICTURE_PIXELS / 2, PICTURE_PIXELS / 2, PICTURE_PIXELS * 0.44, 0, 2 * Math.PI)
  brush.fillStyle = fill
  brush.fill()
  brush.lineWidth = PICTURE_PIXELS * 0.08
  brush.strokeStyle = rim
  brush.stroke()
  return { canvas, brush }
}
