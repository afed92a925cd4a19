/** The drawn tiles as one layer of deck.gl: one draw call, in the order of the vertices; lines are widened here, in pixels. */
import { Layer, type LayerProps, type UpdateParameters } from '@deck.gl/core'
import type { Buffer } from '@luma.gl/core'
import { Model } from '@luma.gl/engine'
import { toPixels } from './cover.ts'
import { VERTEX_BYTES, WIDEST } from './mesh.ts'
import type { Mesh } from './worker.ts'

export interface MeshLayerProps extends LayerProps {
  mesh: Mesh
}

const uniforms = {
  name: 'tiles',
  vs: `layout(std140) uniform tilesUniforms {
  vec2 scale;
  vec2 offset;
  vec2 pixel;
  float grown;
} tiles;
`,
  uniformTypes: { scale: 'vec2<f32>', offset: 'vec2<f32>', pixel: 'vec2<f32>', grown: 'f32' },
} as const

const vs = `#version 300 es
in vec2 positions;
in vec2 widening;
in vec4 colours;
out vec4 colour;
void main() {
  bool grows = (int(colours.a * 255. + .5) & 1) == 0;
  vec2 wide = widening * ${WIDEST}. * (grows ? tiles.grown : 1.);
  gl_Position = vec4(positions * tiles.scale + tiles.offset + wide * tiles.pixel, 0., 1.);
  colour = colours;
}`

const fs = `#version 300 es
precision mediump float;
in vec4 colour;
out vec4 fragColor;
void main() {
  fragColor = colour;
}`

/** Lines are this much wider one zoom on (as a power of two), until the deepest tiles: from there as the ground is. */
const GROWTH = 0.6

export class MeshLayer extends Layer<MeshLayerProps> {
  static override layerName = 'MeshLayer'
  declare state: { model: Model; buffers: Buffer[] }

  override initializeState(): void {
    const model = new Model(this.context.device, {
      id: `${this.props.id}-model`,
      vs,
      fs,
      modules: [uniforms],
      topology: 'triangle-list',
      bufferLayout: [
        {
          name: 'vertex',
          byteStride: VERTEX_BYTES,
          attributes: [
            { attribute: 'positions', format: 'float32x2', byteOffset: 0 },
            { attribute: 'widening', format: 'snorm16x2', byteOffset: 8 },
            { attribute: 'colours', format: 'unorm8x4', byteOffset: 12 },
          ],
        },
      ],
      parameters: { depthCompare: 'always', depthWriteEnabled: false, cullMode: 'none' },
    })
    this.setState({ model, buffers: [] })
  }

  override updateState({ props, oldProps }: UpdateParameters<this>): void {
    if (props.mesh === oldProps.mesh) return
    const { device } = this.context
    const { model, buffers } = this.state
    const { vertices, indices } = props.mesh
    const vertexBuffer = device.createBuffer({ data: vertices })
    const indexBuffer = device.createBuffer({ data: indices, usage: 16, indexType: 'uint32' })
    model.setAttributes({ vertex: vertexBuffer })
    model.setIndexBuffer(indexBuffer)
    model.setVertexCount(indices.length)
    for (const old of buffers) old.destroy()
    this.setState({ buffers: [vertexBuffer, indexBuffer] })
  }

  /** Nothing of deck.gl's own modules is in these shaders. */
  override setShaderModuleProps(): void {}

  override getModels(): Model[] {
    return this.state?.model ? [this.state.model] : []
  }

  override draw(): void {
    const { model } = this.state
    const { longitude, latitude, zoom, width, height } = this.context.viewport as unknown as {
      longitude: number
      latitude: number
      zoom: number
      width: number
      height: number
    }
    const { cover } = this.props.mesh
    const k = 2 ** (zoom - cover.z)
    const [x, y] = toPixels(longitude, latitude, cover.z)
    const further = Math.max(0, zoom - cover.z)
    model.shaderInputs.setProps({
      tiles: {
        scale: [(2 * k) / width, (-2 * k) / height],
        // In doubles: a place on the earth has no room in a float of the card.
        offset: [((cover.x0 * 512 - x) * 2 * k) / width, (-(cover.y0 * 512 - y) * 2 * k) / height],
        pixel: [2 / width, -2 / height],
        grown: further <= 1 ? 2 ** (GROWTH * (zoom - cover.z)) : 2 ** (GROWTH + further - 1),
      },
    })
    model.draw(this.context.renderPass)
  }

  override finalizeState(context: Parameters<Layer['finalizeState']>[0]): void {
    this.state.model.destroy()
    for (const buffer of this.state.buffers) buffer.destroy()
    super.finalizeState(context)
  }
}
