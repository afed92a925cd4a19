/** A building's file, by what is in it: IFC, glTF. */
import { both } from '../../../scenarios/text.ts'
import { readGltf } from '../gltf/read.ts'
import { type ReadOptions, readIfc } from '../ifc/read.ts'
import { emptyFile, fileProblem } from '../problem.ts'
import type { BuildingModel } from './model.ts'

/** @throws Problem naming the file and the place in it; Cancelled */
export async function readBuilding(bytes: Uint8Array, file: string, options: ReadOptions = {}): Promise<BuildingModel> {
  const expected = 'IFC, glTF 2.0 (.glb, .gltf)'
  if (bytes.length === 0) throw emptyFile(file, expected)
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 256)).trimStart()
  if (head.startsWith('ISO-10303-21;') || head.startsWith('ï»¿ISO-10303-21;')) return readIfc(bytes, file, options)
  if (head.startsWith('glTF') || head.startsWith('{')) return readGltf(bytes, file, options)
  if (head.startsWith('PK'))
    throw fileProblem(
      file,
      'zipped',
      both('tệp đã nén (ifcZIP?): hãy giải nén trước', 'the file is zipped (ifcZIP?): unpack it first'),
      { expected },
    )
  throw fileProblem(file, 'not-building', both('tệp không phải mô hình công trình', 'the file is no building model'), {
    expected,
  })
}
