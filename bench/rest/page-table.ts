import { alignTable } from '../harness/aligned-table.js'
import { spreadOf } from '../harness/statistic.js'
import { type PageFigure, pageRows, type PageResult } from './measure-page.js'

const longestPageMs = 2
const digits = 3

/** Print how long a page takes, a line a list. */
export function formatPageTable(title: string, results: readonly PageResult[]): string {
  const columns = [
    'ms of processor time',
    'first page',
    'middle',
    'last',
    'back from middle',
    'from last',
    'rows',
  ] as const
  const rows = results.map(({ name, figures }) => {
    const last = figures.at(-1)?.depth ?? 0
    return [name, ...figures.map((figure) => medianOf(figure).toFixed(digits)), (last + pageRows).toLocaleString('en')]
  })
  return alignTable(title, columns, rows)
}

/** Say whether a page is read as fast as it should be, by the median over the rounds, where that is the slowest. */
export function judgePages(results: readonly PageResult[]): string {
  const pages = results.flatMap(({ name, figures }) => figures.map((figure) => ({ name, ...figure })))
  const slowest = pages.reduce((a, b) => (medianOf(a) >= medianOf(b) ? a : b))
  const ms = medianOf(slowest)
  const verdict = ms <= longestPageMs ? 'met   ' : 'MISSED'
  const where = `${slowest.name}, ${slowest.isBack ? 'back from' : 'behind'} ${slowest.depth.toLocaleString('en')}`
  return `${verdict}  slowest page of 50, in ms of processor time <= ${longestPageMs}: ${ms.toFixed(digits)} (${where})`
}

function medianOf({ pageMs }: PageFigure): number {
  return spreadOf(pageMs).median
}
