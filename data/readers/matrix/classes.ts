/** Classes of vehicles by the names that counting sheets use. */
import { type UserClass, userClasses } from '../../../scenarios/traffic.ts'
import { folded } from '../vector/text.ts'

const names: Record<UserClass, readonly string[]> = {
  motorbike: ['motorbike', 'motorcycle', 'xe máy', 'mô tô', 'xe gắn máy'],
  car: ['car', 'ô tô', 'ô tô con', 'xe con'],
  heavy: ['heavy', 'truck', 'bus', 'xe tải', 'xe buýt', 'xe khách', 'xe nặng'],
  bicycle: ['bicycle', 'bike', 'xe đạp'],
}

/** Null where the name is none of them. */
export const classOf = (name: string): UserClass | null =>
  userClasses.find((id) => names[id].some((own) => folded(own) === folded(name))) ?? null

export const classNames = userClasses.map((id) => `${id} (${names[id].find((name) => / /.test(name))})`).join(', ')
