/** Reads an IFC file (IFC2x3, IFC4, IFC4X3): looked through whole before the geometry engine is given it. */
import type { Progress, Signal } from '../../../scenarios/problem.ts'
import { type Bilingual, both } from '../../../scenarios/text.ts'
import { type BuildingLimits, type BuildingModel, buildingLimits } from '../building/model.ts'
import { fileProblem } from '../problem.ts'
import { georeferenceOf } from './georeference.ts'
import { readStep } from './step.ts'
import { elementTypes, shapeTypes, structureOf } from './structure.ts'
import { trianglesOf } from './triangles.ts'

export interface ReadOptions {
  readonly limits?: BuildingLimits
  readonly signal?: Signal
  readonly progress?: Progress
}

/** Failed shapes that are named one by one. */
const NAMED = 5

/** @throws Problem naming file, line and entity; Cancelled */
export async function readIfc(bytes: Uint8Array, file: string, options: ReadOptions = {}): Promise<BuildingModel> {
  const { limits = buildingLimits, signal, progress } = options
  const step = readStep(bytes, file, limits, signal)
  if (!/^IFC(2X3|4)/.test(step.schema))
    throw fileProblem(file, 'ifc-schema', both('phiên bản IFC này không đọc được', 'this version of IFC is not read'), {
      place: step.schema,
      expected: 'IFC2X3, IFC4, IFC4X3',
    })
  step.expectSound([...shapeTypes, ...Object.keys(elementTypes)])
  progress?.(0.1)
  const structure = structureOf(step)
  const remarks: Bilingual[] = [...structure.remarks]
  const georeference = georeferenceOf(step, structure.units, remarks)
  const triangles = await trianglesOf(bytes, step, structure, {
    limits,
    ...(signal ? { signal } : {}),
    ...(progress ? { progress: (share: number) => progress(0.1 + 0.9 * share) } : {}),
  })
  const { positions, indices, origin, elements, failed } = triangles
  if (elements.length === 0)
    throw fileProblem(
      file,
      'no-building',
      both('tệp không có tường, sàn hay mái nào vẽ được', 'the file holds no wall, floor or roof that can be drawn'),
      { expected: 'IFCWALL, IFCSLAB, IFCROOF, IFCCOLUMN…' },
    )
  if (failed.length > 0) {
    const names = failed.slice(0, NAMED).map((id) => step.placeOf(id))
    const list = `${names.join('; ')}${failed.length > NAMED ? '…' : ''}`
    remarks.push(
      both(
        `${failed.length} cấu kiện không dựng được hình: ${list}.`,
        `${failed.length} elements have shapes that could not be made: ${list}.`,
      ),
    )
  }
  const { storeys, lot, groundMetres } = structure
  const common = { kind: 'ifc' as const, file, schema: step.schema, georeference, lot, groundMetres, remarks }
  return { ...common, positions, indices, origin, elements, storeys }
}
